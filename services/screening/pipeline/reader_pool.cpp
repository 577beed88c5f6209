// A thread a reader; a call is cut into slices that the lanes pull as they get free.
#include "pipeline/reader_pool.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/error.h"        // for Error
#include "core/thread_pool.h"  // for usable_cores

namespace furui {
namespace {

constexpr std::size_t kSliceBytes = std::size_t{1} << 20;
constexpr std::size_t kLeastSliceRows = 16;
constexpr std::size_t kDescribeCost = 8;  // descriptors, alerts and patterns cost several times what reading does

}  // namespace

ReaderPool::ReaderPool(Spawner& spawner, std::size_t program, const ReaderPoolOptions& options) : options_(options) {
  const int readers = options_.readers > 0 ? options_.readers : usable_cores();
  for (int i = 0; i < readers; ++i) {
    lanes_.push_back(std::make_unique<ReaderLane>(spawner, program, queue_, options_.limits, options_.recycle, counters_));
    threads_.emplace_back([lane = lanes_.back().get()] { lane->run(); });
  }
}

ReaderPool::~ReaderPool() {
  queue_.stop();
  for (std::thread& thread : threads_) thread.join();
}

std::vector<ReadOutcome> ReaderPool::read(std::span<const Question> questions, const ReadOptions& options,
                                          const std::function<bool()>& keep_going) {
  auto call = std::make_shared<ReadCall>();
  call->questions = questions;
  call->options = options;
  call->outcomes.resize(questions.size());
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (questions[i].raw.size() <= options_.limits.record_bytes) {
      call->order.push_back(static_cast<std::uint32_t>(i));
    } else {
      call->outcomes[i] = Rejection{Stage::kRead, Reason::kTooLarge,
                                    "a record of " + std::to_string(questions[i].raw.size()) + " bytes (limit " +
                                        std::to_string(options_.limits.record_bytes) + ")"};
    }
  }
  const bool describes = options.describe || options.alerts || options.scaffold || !options.patterns.empty();
  const std::size_t most = describes ? options_.slice_rows / kDescribeCost : options_.slice_rows;
  const std::size_t share = call->order.size() / (threads_.size() * 2 * kSlots);
  call->slice_rows = std::clamp(share, std::min(kLeastSliceRows, std::max<std::size_t>(most, 1)), std::max<std::size_t>(most, 1));
  call->slice_bytes = kSliceBytes;
  if (!queue_.complete(call, keep_going)) throw Error(ErrorCode::kAborted, "reading was cancelled");
  return std::move(call->outcomes);
}

}  // namespace furui
