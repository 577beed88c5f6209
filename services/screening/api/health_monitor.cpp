// One thread that asks the database whether it is there.
#include "api/health_monitor.h"

#include <spdlog/spdlog.h>

#include <chrono>
#include <map>

#include "store/work_status.h"  // for count_unfinished_work

namespace furui::api {
namespace {

const std::map<WorkKind, std::string> kKinds = {
    {WorkKind::kSplit, "split"}, {WorkKind::kPredict, "predict"}, {WorkKind::kRank, "rank"}, {WorkKind::kTestModel, "test_model"}, {WorkKind::kHull, "hull"}};
const std::map<WorkState, std::string> kStates = {{WorkState::kQueued, "queued"}, {WorkState::kLeased, "leased"}};

}  // namespace

HealthMonitor::HealthMonitor(Database& database, grpc::HealthCheckServiceInterface* health,
                             std::vector<std::string> services, CallMetrics& metrics, CallPool& pool)
    : database_(database), health_(health), services_(std::move(services)), metrics_(metrics), pool_(pool) {
  set(database_.healthy());
  thread_ = std::thread([this] { run(); });
}

HealthMonitor::~HealthMonitor() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void HealthMonitor::drain() {
  const std::lock_guard lock(mutex_);
  draining_ = true;
  health_->SetServingStatus(false);
}

void HealthMonitor::set(bool serving) {
  const std::lock_guard lock(mutex_);
  if (draining_) return;
  health_->SetServingStatus("", serving);
  for (const std::string& service : services_) health_->SetServingStatus(service, serving);
}

void HealthMonitor::measure_work() {
  const auto pieces = count_unfinished_work(database_);
  for (const auto& [kind, kind_name] : kKinds) {
    for (const auto& [state, state_name] : kStates) {
      const auto found = pieces.find({kind, state});
      metrics_.work(kind_name, state_name, found == pieces.end() ? 0.0 : static_cast<double>(found->second));
    }
  }
}

void HealthMonitor::run() {
  bool was_healthy = true;
  std::unique_lock lock(mutex_);
  while (!ending_) {
    lock.unlock();
    const bool healthy = database_.healthy();
    set(healthy);
    if (healthy != was_healthy) spdlog::warn(healthy ? "the database answers again" : "the database does not answer");
    was_healthy = healthy;
    metrics_.calls_waiting(pool_.waiting());
    try {
      if (healthy) measure_work();
    } catch (const std::exception&) {
      // The next round says whether the database went away.
    }
    lock.lock();
    wake_.wait_for(lock, std::chrono::seconds(1), [this] { return ending_; });
  }
}

}  // namespace furui::api
