// The server put together: limits first, then services.
#include "api/server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/resource_quota.h>

#include <thread>

#include "api/call_metrics.h"       // for CallMetrics
#include "api/call_pool.h"          // for CallPool
#include "api/calls.h"              // for Calls
#include "api/health_monitor.h"     // for HealthMonitor
#include "api/listen_address.h"     // for check_listen_address
#include "api/model_service.h"      // for the services
#include "api/profile_service.h"
#include "api/progress_hub.h"       // for ProgressHub
#include "api/ranking_service.h"
#include "api/screening_service.h"
#include "core/error.h"             // for Error

namespace furui::api {
namespace {

constexpr int kMaxMessageBytes = 4 << 20;
constexpr int kMaxMetadataBytes = 16 << 10;

/// A compressed message is refused unread: gRPC 1.51 would inflate it whole before it looks at the limit.
void refuse_compression(grpc::ServerBuilder& builder) {
  for (int algorithm = GRPC_COMPRESS_NONE + 1; algorithm < GRPC_COMPRESS_ALGORITHMS_COUNT; ++algorithm)
    builder.SetCompressionAlgorithmSupportStatus(static_cast<grpc_compression_algorithm>(algorithm), false);
}

void set_limits(grpc::ServerBuilder& builder, const ServerOptions& options) {
  refuse_compression(builder);
  builder.SetMaxReceiveMessageSize(kMaxMessageBytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, options.max_streams);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);  // a second server on the same port is an error
  // A caller that vanished is noticed within a minute and a half; one that pings more often than every 10 s is closed.
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 60'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20'000);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, 3'600'000);
  grpc::ResourceQuota quota("furui");
  quota.Resize(options.memory_bytes);
  builder.SetResourceQuota(quota);
}

std::optional<std::string> token_of(const ServerOptions& options) {
  check_listen_address(options.address, options.allow_remote);
  if (is_unix_address(options.address)) return std::nullopt;
  return read_token(options.token_file);
}

}  // namespace

struct Server::Parts {
  Parts(Database& database, const ServerOptions& options, prometheus::Registry& registry)
      : address(options.address), metrics(registry), pool(options.threads, options.max_queue),
        calls(pool, metrics, token_of(options)), versions(database), hub(database),
        screenings(calls, database, versions, hub), rankings(calls, database, versions), profiles(calls, database, options.check_patterns),
        models(calls, database, hub, options.spool) {}

  std::string address;
  CallMetrics metrics;
  CallPool pool;
  Calls calls;
  VersionCache versions;
  ProgressHub hub;
  ScreeningService screenings;
  RankingService rankings;
  ProfileService profiles;
  ModelService models;
  std::unique_ptr<grpc::Server> grpc;
  std::unique_ptr<HealthMonitor> health;
};

Server::Server(Database& database, const ServerOptions& options, prometheus::Registry& registry)
    : parts_(std::make_unique<Parts>(database, options, registry)) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  set_limits(builder, options);
  int port = 0;
  builder.AddListeningPort(options.address, grpc::InsecureServerCredentials(), &port);
  const std::vector<grpc::Service*> services = {&parts_->screenings, &parts_->rankings, &parts_->profiles, &parts_->models};
  for (grpc::Service* service : services) builder.RegisterService(service);
  parts_->grpc = builder.BuildAndStart();
  if (!parts_->grpc || (port == 0 && !is_unix_address(options.address)))
    throw Error(ErrorCode::kFailedPrecondition, "cannot listen on '" + options.address +
                                                    "': is another server using it, or its folder not writable?");
  if (!is_unix_address(options.address))
    parts_->address = options.address.substr(0, options.address.rfind(':') + 1) + std::to_string(port);
  std::vector<std::string> names = {v1::ScreeningService::service_full_name(), v1::RankingService::service_full_name(),
                                    v1::ProfileService::service_full_name(), v1::ModelService::service_full_name()};
  parts_->health = std::make_unique<HealthMonitor>(database, parts_->grpc->GetHealthCheckService(), std::move(names),
                                                   parts_->metrics, parts_->pool);
}

Server::~Server() { stop(std::chrono::milliseconds(0)); }

std::string Server::address() const { return parts_->address; }

void Server::drain() {
  parts_->health->drain();
  parts_->hub.stop();
}

void Server::stop(std::chrono::milliseconds patience) {
  if (!parts_->grpc) return;
  if (parts_->health) drain();
  parts_->grpc->Shutdown(std::chrono::system_clock::now() + patience);
  parts_->grpc->Wait();
  parts_->health.reset();
  parts_->grpc.reset();
}

}  // namespace furui::api
