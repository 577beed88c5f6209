// Threads that each carry one lease through its stages; gates keep one chunk in each stage, so stages overlap.
#include "worker/worker.h"

#include <prometheus/registry.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <exception>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/error.h"             // for Error
#include "store/commits.h"          // for LeaseLost
#include "worker/heartbeats.h"      // for Heartbeats
#include "worker/patience.h"        // for with_patience, Backoff
#include "worker/relax_readings.h"  // for GaveWay
#include "worker/work_context.h"    // for the kinds of work
#include "worker/worker_metrics.h"  // for WorkerMetrics

namespace furui {
namespace {

constexpr std::chrono::milliseconds kLook{50};  // how soon a stop is seen
constexpr const char* kFaultForUsers = "an internal fault of the worker; its log says more";

const char* to_string(WorkKind kind) {
  switch (kind) {
    case WorkKind::kSplit: return "split";
    case WorkKind::kPredict: return "predict";
    case WorkKind::kRank: return "rank";
    case WorkKind::kTestModel: return "test_model";
    case WorkKind::kHull: return "hull";
  }
  return "unknown";
}

std::string default_name() {
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  return std::string(host.data()) + ":" + std::to_string(getpid());
}

std::unique_ptr<Database> connect(const WorkerOptions& options, const std::atomic<bool>& stop) {
  DatabaseOptions database = options.database;
  database.connections = std::max(database.connections, 2 * options.leases_in_flight + 2);
  Backoff backoff;
  for (;;) {
    try {
      auto connected = std::make_unique<Database>(database);
      check_schema(*connected);
      return connected;
    } catch (const Error& error) {
      if ((!error.retry_after() && error.code() != ErrorCode::kUnavailable) || stop) throw;
      spdlog::warn("waiting for the database: {}", error.what());
    }
    backoff.wait([&] { return !stop; });
  }
}

ReaderPoolOptions pool_options(const WorkerOptions& options) {
  ReaderPoolOptions pool;
  pool.readers = options.readers;
  pool.limits = options.children.reader;
  return pool;
}

}  // namespace

struct Worker::State {
  State(const WorkerOptions& given, Spawner& spawner, std::shared_ptr<prometheus::Registry> registry,
        const std::atomic<bool>& stopping)
      : options(given),
        name(given.name.empty() ? default_name() : given.name),
        stop(stopping),
        database(connect(options, stop)),
        listener(database->options(), kWorkChannel),
        metrics(std::move(registry)),
        pool(spawner, kReaderProgram, pool_options(options)),
        models(*database, options.state_folder / "cache" / "models", options.device, options.cached_models),
        context{options, *database, spawner, pool, models, metrics, {}, {}},
        heartbeats(*database, options.lease, options.heartbeat, [&spawner] { spawner.replace_dead(); }) {}

  std::optional<Lease> next_lease();
  void carry();
  void work_on(const Flight& flight, StageGate::Pass reading);
  std::string settle(const Flight& flight, StageGate::Pass reading);
  std::string abandoned(const Flight& flight);
  void try_again_later(const Lease& lease);

  const WorkerOptions options;
  const std::string name;
  const std::atomic<bool>& stop;
  std::unique_ptr<Database> database;
  Listener listener;
  WorkerMetrics metrics;
  ReaderPool pool;
  ModelCache models;
  WorkContext context;
  Heartbeats heartbeats;
  std::atomic<int> carrying{0};
};

std::optional<Lease> Worker::State::next_lease() {
  Backoff backoff;
  const auto go_on = [this] { return !stop; };
  while (!stop) {
    try {
      if (auto lease = lease_work(*database, name, options.lease, options.max_attempts)) return lease;
      backoff.reset();
    } catch (const std::exception& error) {
      spdlog::warn("no work can be leased: {}", error.what());
      backoff.wait(go_on);
      continue;
    }
    for (auto waited = std::chrono::milliseconds(0); waited < options.poll && !stop; waited += kLook) {
      if (listener.wait(kLook)) break;
    }
  }
  return std::nullopt;
}

void Worker::State::work_on(const Flight& flight, StageGate::Pass reading) {
  const WorkKind kind = flight.lease().kind;
  if (kind == WorkKind::kPredict) {
    screen_leased_chunk(context, flight, std::move(reading));
    return;
  }
  reading.leave();
  switch (kind) {
    case WorkKind::kSplit: split_screening(context, flight); return;
    case WorkKind::kRank: rank_candidates(context, flight); return;
    case WorkKind::kTestModel: test_model(context, flight); return;
    case WorkKind::kHull: assess_candidates(context, flight); return;
    case WorkKind::kPredict: return;
  }
  throw Error(ErrorCode::kUnimplemented, "this worker is older than the work that was asked of it; update it");
}

std::string Worker::State::abandoned(const Flight& flight) {
  switch (flight.wanted()) {
    case Wanted::kCancelled: return "cancelled";
    case Wanted::kDraining:
      give_back(*database, flight.lease());
      return "given_back";
    default: return "lost";
  }
}

void Worker::State::try_again_later(const Lease& lease) {
  const auto delay = std::chrono::milliseconds(250) * (1 << std::min(lease.attempts, 6));
  with_patience(*database, [this] { return !stop; },
                [&] { retry_later(*database, lease, delay, options.max_attempts, kFaultForUsers); });
}

std::string Worker::State::settle(const Flight& flight, StageGate::Pass reading) {
  const Lease& lease = flight.lease();
  try {
    work_on(flight, std::move(reading));
    return "done";
  } catch (const GaveWay&) {
    return "gave_way";
  } catch (const LeaseLost&) {
    // Another worker has it, or an earlier commit of ours succeeded although its answer was lost.
    return "lost";
  } catch (const Error& error) {
    if (!flight.keep_going()) return abandoned(flight);
    if (error.retry_after()) {
      spdlog::warn("work {}: {}", lease.work, error.what());
      try_again_later(lease);
      return "retried";
    }
    spdlog::warn("work {} fails: {}", lease.work, furui::to_string(error.code()));
    with_patience(*database, [this] { return !stop; }, [&] { fail_work(*database, lease, error.what()); });
    return "failed";
  } catch (const std::exception& fault) {
    if (!flight.keep_going()) return abandoned(flight);
    spdlog::error("work {}, attempt {}: {}", lease.work, lease.attempts, fault.what());
    try_again_later(lease);
    return "retried";
  }
}

void Worker::State::carry() {
  ++carrying;
  while (!stop) {
    StageGate::Pass reading(context.reading);
    const auto lease = next_lease();
    if (!lease) break;
    const auto flight = heartbeats.keep(*lease);
    std::string outcome = "unsettled";
    try {
      outcome = settle(*flight, std::move(reading));
    } catch (const std::exception& error) {
      // Even giving it back failed: the lease runs out and another worker takes it.
      spdlog::error("work {} is left to its lease: {}", lease->work, error.what());
    }
    metrics.work_ended(to_string(lease->kind), outcome);
    spdlog::debug("work {} ({}): {}", lease->work, to_string(lease->kind), outcome);
  }
  --carrying;
}

Worker::Worker(const WorkerOptions& options, Spawner& spawner, std::shared_ptr<prometheus::Registry> registry,
               const std::atomic<bool>& stop)
    : state_(std::make_unique<State>(options, spawner, std::move(registry), stop)) {}

Worker::~Worker() = default;

void Worker::run() {
  State& state = *state_;
  spdlog::info("worker {} is ready: {} readers, {} leases at once", state.name, state.pool.readers(),
               state.options.leases_in_flight);
  std::vector<std::thread> threads;
  for (int i = 0; i < std::max(state.options.leases_in_flight, 1); ++i) threads.emplace_back([&state] { state.carry(); });
  while (!state.stop) std::this_thread::sleep_for(kLook);
  spdlog::info("worker {} drains", state.name);
  const auto until = std::chrono::steady_clock::now() + state.options.drain;
  while (state.carrying > 0 && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(kLook);
  state.heartbeats.stop_all(Wanted::kDraining);
  for (std::thread& thread : threads) thread.join();
  spdlog::info("worker {} has stopped", state.name);
}

}  // namespace furui
