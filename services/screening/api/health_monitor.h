// Tells health checks whether the database answers, and Prometheus how much work lies there, every second.
#pragma once

#include <grpcpp/health_check_service_interface.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "api/call_metrics.h"  // for CallMetrics
#include "api/call_pool.h"     // for CallPool
#include "store/database.h"    // for Database

namespace furui::api {

class HealthMonitor {
 public:
  /// services  full names, whose health is that of the whole: all need the database
  HealthMonitor(Database& database, grpc::HealthCheckServiceInterface* health, std::vector<std::string> services,
                CallMetrics& metrics, CallPool& pool);
  ~HealthMonitor();

  /// NOT_SERVING from now on.
  void drain();

 private:
  void run();
  void set(bool serving);
  void measure_work();

  Database& database_;
  grpc::HealthCheckServiceInterface* health_;
  const std::vector<std::string> services_;
  CallMetrics& metrics_;
  CallPool& pool_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool draining_ = false;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace furui::api
