// The families of metrics, each with its help text.
#include "worker/worker_metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <utility>

namespace furui {
namespace {

const prometheus::Histogram::BucketBoundaries kSeconds{0.001, 0.005, 0.02, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60};

}  // namespace

struct WorkerMetrics::Families {
  explicit Families(prometheus::Registry& registry)
      : work(prometheus::BuildCounter().Name("furui_worker_work_total").Help("Pieces of work by kind and outcome").Register(registry)),
        stage(prometheus::BuildHistogram().Name("furui_worker_stage_seconds").Help("Time of a chunk in each stage").Register(registry)),
        candidates(prometheus::BuildCounter().Name("furui_worker_candidates_total").Help("Candidates whose outcomes were stored").Register(registry)),
        rejections(prometheus::BuildCounter().Name("furui_worker_rejections_total").Help("Outcomes without values, by reason").Register(registry)),
        readers(prometheus::BuildGauge().Name("furui_worker_readers").Help("Reader processes and what they met, since the start, by event").Register(registry)) {}

  prometheus::Family<prometheus::Counter>& work;
  prometheus::Family<prometheus::Histogram>& stage;
  prometheus::Family<prometheus::Counter>& candidates;
  prometheus::Family<prometheus::Counter>& rejections;
  prometheus::Family<prometheus::Gauge>& readers;
};

WorkerMetrics::WorkerMetrics(std::shared_ptr<prometheus::Registry> registry)
    : registry_(std::move(registry)), families_(std::make_unique<Families>(*registry_)) {}

WorkerMetrics::~WorkerMetrics() = default;

void WorkerMetrics::work_ended(const std::string& kind, const std::string& outcome) {
  families_->work.Add({{"kind", kind}, {"outcome", outcome}}).Increment();
}

void WorkerMetrics::stage_took(const std::string& stage, double seconds) {
  families_->stage.Add({{"stage", stage}}, kSeconds).Observe(seconds);
}

void WorkerMetrics::candidates_done(double count) { families_->candidates.Add({}).Increment(count); }

void WorkerMetrics::rejected(Reason reason, double count) {
  families_->rejections.Add({{"reason", to_string(reason)}}).Increment(count);
}

void WorkerMetrics::readers(const ReaderCounters& counters) {
  const auto set = [&](const char* event, const std::atomic<std::uint64_t>& value) {
    families_->readers.Add({{"event", event}}).Set(static_cast<double>(value.load(std::memory_order_relaxed)));
  };
  set("started", counters.started);
  set("died", counters.died);
  set("timeout", counters.timeout);
  set("out_of_memory", counters.out_of_memory);
  set("crashed", counters.crashed);
}

}  // namespace furui
