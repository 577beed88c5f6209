// The API's metrics in one prometheus registry.
#include "api/call_metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include "api/status.h"  // for code_name

namespace furui::api {
namespace {

using prometheus::BuildCounter;
using prometheus::BuildGauge;
using prometheus::BuildHistogram;

/// Upper bounds in seconds, from a cached read to a wait for a golden test.
const prometheus::Histogram::BucketBoundaries kBounds = {0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100};

}  // namespace

CallMetrics::CallMetrics(prometheus::Registry& registry)
    : calls_(BuildCounter().Name("furui_api_calls_total").Help("Calls by method and gRPC code").Register(registry)),
      seconds_(BuildHistogram().Name("furui_api_call_seconds").Help("Duration of calls by method").Register(registry)),
      work_(BuildGauge().Name("furui_work_pieces").Help("Unfinished work by kind and state").Register(registry)),
      in_flight_(BuildGauge().Name("furui_api_calls_in_flight").Help("Calls now in progress").Register(registry).Add({})),
      waiting_(BuildGauge().Name("furui_api_calls_waiting").Help("Calls waiting for a thread").Register(registry).Add({})),
      uploaded_bytes_(
          BuildCounter().Name("furui_api_uploaded_bytes_total").Help("Bytes of files and batches").Register(registry).Add({})) {}

void CallMetrics::call_began() { in_flight_.Increment(); }

void CallMetrics::call_ended(const char* method, grpc::StatusCode code, std::chrono::nanoseconds duration) {
  in_flight_.Decrement();
  calls_.Add({{"method", method}, {"code", code_name(code)}}).Increment();
  seconds_.Add({{"method", method}}, kBounds).Observe(std::chrono::duration<double>(duration).count());
}

void CallMetrics::uploaded(std::size_t bytes) { uploaded_bytes_.Increment(static_cast<double>(bytes)); }
void CallMetrics::calls_waiting(std::size_t calls) { waiting_.Set(static_cast<double>(calls)); }
void CallMetrics::work(const std::string& kind, const std::string& state, double pieces) {
  work_.Add({{"kind", kind}, {"state", state}}).Set(pieces);
}

}  // namespace furui::api
