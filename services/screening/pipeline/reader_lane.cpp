// A lane's loop: keep two slices in the reader's hands, take answers, watch the clock, recover.
#include "pipeline/reader_lane.h"

#include <sys/socket.h>

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

#include "pipeline/reader_wire.h"  // for write_question, read_answer

namespace furui {
namespace {

constexpr int kLookMs = 100;                                   // how often the watchdog looks
constexpr std::chrono::milliseconds kCpuSlack{500};            // beyond the reader's own timer
constexpr std::chrono::milliseconds kFuneralTimeout{10'000};   // until a killed process is gone
constexpr int kMaxFruitlessDeaths = 5;

/// The stage that the reader's candidate was in; what a reader that ran wild wrote there counts as READ.
Stage stage_of(const ReaderProgress& progress) {
  const Stage stage = progress.stage.load(std::memory_order_acquire);
  return stage == Stage::kStandardize || stage == Stage::kDescribe ? stage : Stage::kRead;
}

}  // namespace

struct ReaderLane::Running {
  Child child;
  FileDescriptor channel;
  SharedArea area;
  std::uint64_t candidates = 0;  ///< given to it
};

ReaderLane::ReaderLane(Spawner& spawner, std::size_t program, SliceQueue& queue, const ReaderLimits& limits,
                       const RecycleLimits& recycle, ReaderCounters& counters)
    : spawner_(spawner), program_(program), queue_(queue), limits_(limits), recycle_(recycle), counters_(counters) {}

ReaderLane::~ReaderLane() = default;

void ReaderLane::run() {
  while (fill()) await_answer();
  if (reader_) reader_->child.kill();
}

bool ReaderLane::fill() {
  if (in_flight_.empty() && retiring_) {
    reader_.reset();  // its channel closes, so it exits
    retiring_ = false;
  }
  Slice slice;
  while (!retiring_ && in_flight_.size() < kSlots && next_slice(slice)) {
    if (queue_.abandoned(*slice.call)) {
      queue_.finished(*slice.call, slice.size());
    } else {
      send(std::move(slice));
    }
  }
  return !in_flight_.empty() || retiring_ || !returned_.empty() || !queue_.stopped();
}

bool ReaderLane::next_slice(Slice& slice) {
  if (!in_flight_.empty() && in_flight_.front().slice.alone) return false;
  if (!returned_.empty()) {
    if (returned_.front().alone && !in_flight_.empty()) return false;
    slice = std::move(returned_.front());
    returned_.pop_front();
    return true;
  }
  auto next = queue_.take(in_flight_.empty());
  if (!next) return false;
  slice = std::move(*next);
  return true;
}

void ReaderLane::start_reader() {
  auto running = std::make_unique<Running>();
  running->area = SharedArea::create(area_sizes(limits_));
  SocketPair channel = make_socket_pair(SOCK_SEQPACKET);
  const int given[] = {channel.theirs.number(), running->area.descriptor()};
  running->child = spawner_.spawn(program_, given);
  running->channel = std::move(channel.ours);
  reader_ = std::move(running);
  counters_.started.fetch_add(1, std::memory_order_relaxed);
  watch_ = {};
  watchdog_ = WatchdogReason::kNone;
}

void ReaderLane::send(Slice slice) {
  try {
    if (slice.alone && reader_ && reader_->candidates > 0) reader_.reset();
    if (!reader_) start_reader();
  } catch (const std::exception& error) {
    fail(slice, error.what());
    return;
  }
  const std::uint32_t slot = in_flight_.empty() ? 0 : (in_flight_.front().slot + 1) % kSlots;
  std::string questions;
  write_options(questions, slice.call->options);
  for (std::size_t i = 0; i < slice.size(); ++i) {
    const Question& question = slice.call->questions[slice.question(i)];
    write_question(questions, question.notation, question.raw);
  }
  std::copy(questions.begin(), questions.end(), reader_->area.questions(slot));
  SlotProgress& progress = reader_->area.progress().slot[slot];
  progress.finished.store(0, std::memory_order_relaxed);
  progress.answer_bytes.store(0, std::memory_order_relaxed);
  progress.question_bytes.store(questions.size(), std::memory_order_release);
  progress.count.store(static_cast<std::uint32_t>(slice.size()), std::memory_order_release);
  reader_->candidates += slice.size();
  in_flight_.push_back({std::move(slice), slot});
  const SliceNotice notice{slot, 0};
  // Where the reader is gone, the next receive says so.
  send_message(reader_->channel.number(), {reinterpret_cast<const char*>(&notice), sizeof notice});
}

void ReaderLane::await_answer() {
  if (in_flight_.empty()) return;
  if (!wait_readable(reader_->channel.number(), kLookMs)) {
    drop_abandoned();
    if (!in_flight_.empty()) watch();
    return;
  }
  SliceNotice notice;
  if (receive_message(reader_->channel.number(), &notice, sizeof notice).size != sizeof notice) {
    recover();
    return;
  }
  if (reader_->candidates >= recycle_.candidates || notice.resident_mib >= recycle_.resident_mib) retiring_ = true;
  accept(notice.slot);
}

void ReaderLane::accept(std::uint32_t slot) {
  InFlight flight = std::move(in_flight_.front());
  in_flight_.pop_front();
  const std::size_t finished = flight.slot == slot ? collect(flight) : 0;
  if (finished == 0) {
    // An answer without progress is none: the reader is out of its mind.
    in_flight_.push_front(std::move(flight));
    reader_->child.kill();
    recover();
    return;
  }
  if (finished < flight.slice.size()) {
    flight.slice.begin += finished;
    flight.slice.alone = false;
    returned_.push_front(std::move(flight.slice));
  }
}

std::size_t ReaderLane::collect(const InFlight& flight) {
  const SlotProgress& progress = reader_->area.progress().slot[flight.slot];
  const std::size_t finished =
      std::min<std::size_t>(progress.finished.load(std::memory_order_acquire), flight.slice.size());
  const std::size_t bytes = std::min<std::size_t>(progress.answer_bytes.load(std::memory_order_relaxed),
                                                  reader_->area.sizes().answer_bytes);
  // A copy, because the reader could still write there.
  const std::string answers(reader_->area.answers(flight.slot), bytes);
  std::string_view rest = answers;
  std::size_t taken = 0;
  try {
    for (; taken < finished; ++taken) {
      flight.slice.call->outcomes[flight.slice.question(taken)] = read_answer(rest);
    }
  } catch (const std::exception&) {
    // What a dying reader garbled is read again.
  }
  if (taken > 0) {
    fruitless_deaths_ = 0;
    counters_.candidates.fetch_add(taken, std::memory_order_relaxed);
    queue_.finished(*flight.slice.call, taken);
  }
  return taken;
}

void ReaderLane::watch() {
  const std::uint64_t started = reader_->area.progress().started.load(std::memory_order_relaxed);
  const auto now = std::chrono::steady_clock::now();
  const auto cpu = reader_->child.cpu_time();
  if (!watch_.set || watch_.started != started) {
    watch_ = {started, now, cpu.value_or(std::chrono::nanoseconds(0)), true};
    return;
  }
  if (cpu && *cpu - watch_.cpu > limits_.cpu + kCpuSlack) {
    watchdog_ = WatchdogReason::kCpuTime;
  } else if (now - watch_.since > limits_.wall) {
    watchdog_ = WatchdogReason::kWallTime;
  } else {
    return;
  }
  reader_->child.kill();
  recover();
}

void ReaderLane::recover() {
  counters_.died.fetch_add(1, std::memory_order_relaxed);
  ++fruitless_deaths_;
  auto ended = reader_->child.wait(std::chrono::milliseconds(500));
  if (!ended) {
    reader_->child.kill();  // it closed its channel and lives on
    ended = reader_->child.wait(kFuneralTimeout);
  }
  const ChildEnd end = ended.value_or(ChildEnd{});
  const std::uint32_t busy = reader_->area.progress().busy.load(std::memory_order_acquire);
  std::deque<Slice> later = std::move(returned_);
  returned_.clear();
  for (InFlight& flight : std::exchange(in_flight_, {})) {
    const std::size_t finished = collect(flight);
    if (finished < flight.slice.size()) {
      give_back(std::move(flight.slice), finished, busy == flight.slot + 1, end);
    }
  }
  for (Slice& slice : later) returned_.push_back(std::move(slice));
  // A suspect is tried first, while nothing else is in the reader's hands.
  std::stable_partition(returned_.begin(), returned_.end(), [](const Slice& slice) { return slice.alone; });
  reader_.reset();
  watchdog_ = WatchdogReason::kNone;
  retiring_ = false;
  if (fruitless_deaths_ > kMaxFruitlessDeaths) {
    for (const Slice& slice : std::exchange(returned_, {})) fail(slice, "readers die before they read anything");
    fruitless_deaths_ = 0;
  }
}

void ReaderLane::give_back(Slice slice, std::size_t finished, bool suspect, const ChildEnd& end) {
  slice.begin += finished;
  const bool alone = std::exchange(slice.alone, false);
  if (!suspect) {
    returned_.push_back(std::move(slice));
    return;
  }
  if (auto rejection = judge(end, watchdog_, alone, stage_of(reader_->area.progress()), limits_)) {
    auto& count = rejection->reason == Reason::kTimeout       ? counters_.timeout
                  : rejection->reason == Reason::kOutOfMemory ? counters_.out_of_memory
                                                              : counters_.crashed;
    count.fetch_add(1, std::memory_order_relaxed);
    fruitless_deaths_ = 0;
    slice.call->outcomes[slice.question(0)] = std::move(*rejection);
    queue_.finished(*slice.call, 1);
    ++slice.begin;
  } else if (end.known) {
    returned_.push_back({slice.call, slice.begin, slice.begin + 1, true});
    ++slice.begin;
  }
  if (slice.size() > 0) returned_.push_back(std::move(slice));
}

void ReaderLane::fail(const Slice& slice, const char* why) {
  queue_.fail(*slice.call, std::make_exception_ptr(std::runtime_error(why)));
  queue_.finished(*slice.call, slice.size());
}

void ReaderLane::drop_abandoned() {
  for (const InFlight& flight : in_flight_) {
    if (!queue_.abandoned(*flight.slice.call)) return;
  }
  reader_->child.kill();
  reader_.reset();
  for (const InFlight& flight : std::exchange(in_flight_, {})) {
    queue_.finished(*flight.slice.call, flight.slice.size());
  }
  retiring_ = false;
}

}  // namespace furui
