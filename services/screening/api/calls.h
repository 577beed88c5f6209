// How every call runs: who may call, on which threads, what it costs, and what the caller hears when it fails.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <chrono>
#include <exception>
#include <functional>
#include <optional>
#include <string>

#include "api/call_metrics.h"  // for CallMetrics
#include "api/call_pool.h"     // for CallPool
#include "api/status.h"        // for to_status

namespace furui::api {

/// Finishes a call, once, from any thread: with OK for nullptr, else with what was thrown.
using Finisher = std::function<void(std::exception_ptr thrown)>;

/// What calls share. Outlives them all.
class Calls {
 public:
  /// token  what a caller must show as "authorization: Bearer TOKEN"; empty optional: no token is asked for
  Calls(CallPool& pool, CallMetrics& metrics, std::optional<std::string> token)
      : pool_(pool), metrics_(metrics), token_(std::move(token)) {}

  /// Runs a unary call's `answer` on the pool and finishes the call with what it threw, or OK. The reactor belongs
  /// to gRPC. `answer` may use request and response: both live until the call is finished.
  ///
  /// method    for metrics and logs, "GetScreening"
  /// resource  the name that the request is about, for error details
  grpc::ServerUnaryReactor* unary(grpc::CallbackServerContext* context, const char* method,
                                  const std::string& resource, std::function<void()> answer);

  /// The same for a call whose answer comes later: `answer` sees to it that its argument is called, or throws.
  grpc::ServerUnaryReactor* unary_later(grpc::CallbackServerContext* context, const char* method,
                                        const std::string& resource, std::function<void(Finisher)> answer);

  /// The status that refuses a caller without the token, or nothing. Compares in constant time.
  std::optional<grpc::Status> refusal(const grpc::CallbackServerContext& context) const;

  /// The status for what was thrown; logs faults.
  grpc::Status failure(const char* method, const std::string& resource, const std::exception_ptr& thrown) const;

  CallPool& pool() { return pool_; }
  CallMetrics& metrics() { return metrics_; }

 private:
  CallPool& pool_;
  CallMetrics& metrics_;
  const std::optional<std::string> token_;
};

/// Measures one call from its construction to done().
class CallTimer {
 public:
  CallTimer(CallMetrics& metrics, const char* method)
      : metrics_(metrics), method_(method), began_(std::chrono::steady_clock::now()) {
    metrics_.call_began();
  }
  void finished_with(grpc::StatusCode code) { code_ = code; }
  /// From the reactor's OnDone.
  void done();
  const char* method() const { return method_; }

 private:
  CallMetrics& metrics_;
  const char* method_;
  std::chrono::steady_clock::time_point began_;
  grpc::StatusCode code_ = grpc::StatusCode::CANCELLED;
};

/// Whether nobody waits for the answer any more (cancelled, or past its deadline).
bool nobody_waits(const grpc::CallbackServerContext& context);

}  // namespace furui::api
