// What Prometheus sees of the API: calls by method and code, how long they took, bytes that came in, the queue.
#pragma once

#include <grpcpp/support/status.h>

#include <chrono>
#include <string>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
class Registry;
template <typename T>
class Family;
}  // namespace prometheus

namespace furui::api {

/// Thread-safe. Labels are names of methods, codes, kinds and states, never anything of a user's.
class CallMetrics {
 public:
  /// registry  outlives this
  explicit CallMetrics(prometheus::Registry& registry);

  void call_began();
  void call_ended(const char* method, grpc::StatusCode code, std::chrono::nanoseconds duration);
  void uploaded(std::size_t bytes);
  void calls_waiting(std::size_t calls);
  /// Pieces of unfinished work of a kind ("predict") and state ("queued").
  void work(const std::string& kind, const std::string& state, double pieces);

 private:
  prometheus::Family<prometheus::Counter>& calls_;
  prometheus::Family<prometheus::Histogram>& seconds_;
  prometheus::Family<prometheus::Gauge>& work_;
  prometheus::Gauge& in_flight_;
  prometheus::Gauge& waiting_;
  prometheus::Counter& uploaded_bytes_;
};

}  // namespace furui::api
