// Where Prometheus reads the metrics: an HTTP address of its own, loopback unless it is allowed otherwise.
#pragma once

#include <memory>
#include <string>

namespace prometheus {
class Exposer;
class Registry;
}  // namespace prometheus

namespace furui::daemon {

class MetricsEndpoint {
 public:
  /// address  "127.0.0.1:9464"; empty: off
  /// throws   Error{INVALID_ARGUMENT} for an address that is not loopback without allow_remote;
  ///          Error{FAILED_PRECONDITION} where it is taken
  MetricsEndpoint(const std::string& address, bool allow_remote, std::shared_ptr<prometheus::Registry> registry);
  ~MetricsEndpoint();

 private:
  std::unique_ptr<prometheus::Exposer> exposer_;
};

/// The address of worker N (from 0) beside the server's: PORT + 1 + N; empty for an empty address.
std::string worker_metrics_address(const std::string& server_address, int worker);

}  // namespace furui::daemon
