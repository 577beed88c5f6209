// prometheus-cpp's exposer on a checked address.
#include "daemon/metrics_endpoint.h"

#include <prometheus/exposer.h>
#include <prometheus/registry.h>

#include "api/listen_address.h"  // for check_listen_address
#include "core/error.h"          // for Error

namespace furui::daemon {

MetricsEndpoint::MetricsEndpoint(const std::string& address, bool allow_remote,
                                 std::shared_ptr<prometheus::Registry> registry) {
  if (address.empty()) return;
  if (api::is_unix_address(address)) throw Error(ErrorCode::kInvalidArgument, "metrics address: expected HOST:PORT, got a Unix socket");
  api::check_listen_address(address, allow_remote);
  try {
    exposer_ = std::make_unique<prometheus::Exposer>(address, 1);
  } catch (const std::exception&) {
    throw Error(ErrorCode::kFailedPrecondition, "cannot serve metrics on " + address + ": is the port taken?");
  }
  exposer_->RegisterCollectable(std::move(registry));
}

MetricsEndpoint::~MetricsEndpoint() = default;

std::string worker_metrics_address(const std::string& server_address, int worker) {
  const std::size_t colon = server_address.rfind(':');
  if (colon == std::string::npos) return "";
  return server_address.substr(0, colon + 1) + std::to_string(std::stoi(server_address.substr(colon + 1)) + 1 + worker);
}

}  // namespace furui::daemon
