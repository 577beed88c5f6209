// Draw by draw the k best of those that can be among them at all.
#include "rank/top_probability.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <memory>

namespace furui {
namespace {

constexpr std::size_t kCandidatesAtOnce = 256;

struct Drawn {
  float key;
  std::uint32_t index;
  bool operator<(const Drawn& other) const { return key != other.key ? key > other.key : index < other.index; }
};

/// One block of draws: a row of keys a draw, over the candidates that compete in it.
class DrawBlock {
 public:
  DrawBlock(const ScoreKeys& keys, std::size_t candidates, const std::function<void(std::size_t, DrawnCandidate&)>& candidate, std::size_t k,
            ThreadPool& threads)
      : keys_(keys), candidates_(candidates), candidate_(candidate), k_(k), threads_(threads), bounds_(candidates), counts_(candidates),
        drawn_(candidates * kDrawsAtOnce), floors_(kDrawsAtOnce) {
    competitors_.reserve(candidates);
    in_blocks(candidates, [&](std::size_t begin, std::size_t end) {
      DrawnCandidate one;
      for (std::size_t index = begin; index < end; ++index) {
        candidate_(index, one);
        bounds_[index] = keys_.bound(one);
      }
    });
  }

  /// Draws `first` and those after it.
  void run(std::uint32_t first) {
    // The front of the order holds most of the k best. What the k-th best of it has in a draw, the k-th best of all has
    // too, so whoever cannot reach that in any draw of the block need not be drawn.
    const std::size_t front = std::min(candidates_, 4 * k_ + 64);
    competitors_.clear();
    for (std::size_t index = 0; index < front; ++index) competitors_.push_back(static_cast<std::uint32_t>(index));
    draw(0, front, first);
    threads_.for_each(kDrawsAtOnce, [&](std::size_t row, int) {
      std::vector<float> keys(drawn_.begin() + static_cast<std::ptrdiff_t>(row * candidates_),
                              drawn_.begin() + static_cast<std::ptrdiff_t>(row * candidates_ + front));
      std::nth_element(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(k_ - 1), keys.end(), std::greater<>{});
      floors_[row] = keys[k_ - 1];
    });
    const float least = *std::min_element(floors_.begin(), floors_.end());
    for (std::size_t index = front; index < candidates_; ++index) {
      if (bounds_[index] >= least) competitors_.push_back(static_cast<std::uint32_t>(index));
    }
    draw(front, competitors_.size(), first);
    threads_.for_each(kDrawsAtOnce, [&](std::size_t row, int) { count(row); });
  }

  std::vector<float> shares(std::size_t draws) const {
    std::vector<float> result(candidates_);
    for (std::size_t index = 0; index < candidates_; ++index)
      result[index] = static_cast<float>(static_cast<double>(counts_[index].load(std::memory_order_relaxed)) / static_cast<double>(draws));
    return result;
  }

 private:
  void in_blocks(std::size_t count, const std::function<void(std::size_t, std::size_t)>& run) {
    threads_.for_each((count + kCandidatesAtOnce - 1) / kCandidatesAtOnce, [&](std::size_t block, int) {
      run(block * kCandidatesAtOnce, std::min(count, (block + 1) * kCandidatesAtOnce));
    });
  }

  void draw(std::size_t from, std::size_t to, std::uint32_t first) {
    in_blocks(to - from, [&](std::size_t begin, std::size_t end) {
      DrawnCandidate one;
      std::array<float, kDrawsAtOnce> keys;
      for (std::size_t at = from + begin; at < from + end; ++at) {
        candidate_(competitors_[at], one);
        keys_.draw(one, first, keys);
        for (std::size_t row = 0; row < kDrawsAtOnce; ++row) drawn_[row * candidates_ + at] = keys[row];
      }
    });
  }

  void count(std::size_t row) {
    const float* keys = drawn_.data() + row * candidates_;
    const float floor = floors_[row];
    std::vector<Drawn> best;
    best.reserve(8 * k_);
    for (std::size_t at = 0; at < competitors_.size(); ++at) {
      if (keys[at] >= floor) best.push_back({keys[at], competitors_[at]});
    }
    std::nth_element(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(k_ - 1), best.end());
    for (std::size_t i = 0; i < k_; ++i) counts_[best[i].index].fetch_add(1, std::memory_order_relaxed);
  }

  const ScoreKeys& keys_;
  std::size_t candidates_;
  const std::function<void(std::size_t, DrawnCandidate&)>& candidate_;
  std::size_t k_;
  ThreadPool& threads_;
  std::vector<float> bounds_;
  std::vector<std::atomic<std::uint32_t>> counts_;
  std::vector<float> drawn_;              // kDrawsAtOnce rows of candidates_ keys, in the order of competitors_
  std::vector<std::uint32_t> competitors_;  // indices, rising
  std::vector<float> floors_;             // of each draw: no key below it is among the k best
};

}  // namespace

std::vector<float> top_probabilities(const ScoreKeys& keys, std::size_t candidates,
                                     const std::function<void(std::size_t, DrawnCandidate&)>& candidate, std::size_t k, std::size_t draws,
                                     ThreadPool& threads) {
  if (k == 0 || candidates == 0) return std::vector<float>(candidates, 0.0F);
  if (k >= candidates) return std::vector<float>(candidates, 1.0F);
  DrawBlock block(keys, candidates, candidate, k, threads);
  std::size_t drawn = 0;
  for (; drawn < draws; drawn += kDrawsAtOnce) block.run(static_cast<std::uint32_t>(drawn));
  return block.shares(drawn);
}

}  // namespace furui
