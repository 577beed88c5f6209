// Counters and times of a worker, for Prometheus. Labels are stages and reasons, never anything of a candidate.
#pragma once

#include <memory>
#include <string>

#include "core/rejection.h"        // for Reason
#include "pipeline/reader_lane.h"  // for ReaderCounters

namespace prometheus {
class Registry;
}

namespace furui {

class WorkerMetrics {
 public:
  explicit WorkerMetrics(std::shared_ptr<prometheus::Registry> registry);
  ~WorkerMetrics();

  /// A piece of work ended: kind "predict", "split", …; outcome "done", "failed", "retried", "lost", "cancelled",
  /// "given_back", "gave_way".
  void work_ended(const std::string& kind, const std::string& outcome);
  void stage_took(const std::string& stage, double seconds);
  void candidates_done(double count);
  void rejected(Reason reason, double count);
  /// Takes over what the readers have counted.
  void readers(const ReaderCounters& counters);

 private:
  struct Families;
  std::shared_ptr<prometheus::Registry> registry_;
  std::unique_ptr<Families> families_;
};

}  // namespace furui
