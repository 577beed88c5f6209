// Many draws of one candidate at a time: what the front of the order reaches in each draw tells who can be among the k
// best at all, and most candidates fall out of a batch of draws after a few of their objectives.
#include "rank/top_probability.h"

#include <algorithm>
#include <array>
#include <atomic>

namespace furui {
namespace {

constexpr std::size_t kCandidatesAtOnce = 256;
constexpr std::size_t kMostDrawsAtOnce = 1024;   // multiples of kDrawsAtOnce
constexpr std::size_t kMostFrontKeys = 1 << 20;  // 4 MB

struct Drawn {
  float key;
  std::uint32_t index;
  bool operator<(const Drawn& other) const { return key != other.key ? key > other.key : index < other.index; }
};

/// The k best of one draw, or a few more.
struct Best {
  std::vector<Drawn> drawn;
  float least;  ///< no key below it is among the k best

  void keep(std::size_t k) {
    if (drawn.size() <= k) return;
    std::nth_element(drawn.begin(), drawn.begin() + static_cast<std::ptrdiff_t>(k - 1), drawn.end());
    drawn.resize(k);
    least = std::max(least, drawn[k - 1].key);
  }
};

/// Batches of draws of all candidates.
class Draws {
 public:
  Draws(const ScoreKeys& keys, std::size_t candidates, const std::function<void(std::size_t, DrawnCandidate&)>& candidate, std::size_t k,
        ThreadPool& threads)
      : keys_(keys), candidates_(candidates), candidate_(candidate), k_(k), front_(std::min(candidates, 4 * k + 64)), threads_(threads),
        bounds_(candidates), counts_(candidates), of_thread_(static_cast<std::size_t>(threads.threads())) {
    in_blocks(0, candidates, [&](std::size_t begin, std::size_t end, int) {
      DrawnCandidate one;
      for (std::size_t index = begin; index < end; ++index) {
        candidate_(index, one);
        keys_.limit(one);
        bounds_[index] = keys_.bound(one);
      }
    });
  }

  /// As many as memory for the front's keys allows.
  std::size_t at_once() const {
    return std::clamp(kMostFrontKeys / front_ / kDrawsAtOnce * kDrawsAtOnce, kDrawsAtOnce, kMostDrawsAtOnce);
  }

  /// Draws `first` to `first` + `draws` - 1, a multiple of kDrawsAtOnce.
  void run(std::uint32_t first, std::size_t draws) {
    // The front of the order holds most of the k best. What the k-th best of it has in a draw, the k-th best of all has
    // too, so whoever cannot reach that need not be drawn.
    draw_front(first, draws);
    for (std::vector<Best>& best : of_thread_) best = best_;  // each with what the front leaves, without its candidates
    const float lowest = std::min_element(best_.begin(), best_.end(), [](const Best& a, const Best& b) { return a.least < b.least; })->least;
    in_blocks(front_, candidates_, [&](std::size_t begin, std::size_t end, int thread) {
      DrawnCandidate one;
      for (std::size_t index = begin; index < end; ++index) {
        if (bounds_[index] < lowest) continue;
        candidate_(index, one);
        keys_.limit(one);
        draw(one, static_cast<std::uint32_t>(index), first, of_thread_[static_cast<std::size_t>(thread)]);
      }
    });
    threads_.for_each(draws, [&](std::size_t row, int) { count(row); });
  }

  std::vector<float> shares(std::size_t draws) const {
    std::vector<float> result(candidates_);
    for (std::size_t index = 0; index < candidates_; ++index)
      result[index] = static_cast<float>(static_cast<double>(counts_[index].load(std::memory_order_relaxed)) / static_cast<double>(draws));
    return result;
  }

 private:
  void in_blocks(std::size_t from, std::size_t to, const std::function<void(std::size_t, std::size_t, int)>& run) {
    threads_.for_each((to - from + kCandidatesAtOnce - 1) / kCandidatesAtOnce, [&](std::size_t block, int thread) {
      const std::size_t begin = from + block * kCandidatesAtOnce;
      run(begin, std::min(to, begin + kCandidatesAtOnce), thread);
    });
  }

  void draw_front(std::uint32_t first, std::size_t draws) {
    front_keys_.resize(front_ * draws);
    threads_.for_each(front_, [&](std::size_t index, int) {
      DrawnCandidate one;
      candidate_(index, one);
      std::array<float, kDrawsAtOnce> keys;
      for (std::size_t row = 0; row < draws; row += kDrawsAtOnce) {
        keys_.draw(one, first + static_cast<std::uint32_t>(row), keys);
        for (std::size_t i = 0; i < kDrawsAtOnce; ++i) front_keys_[(row + i) * front_ + index] = keys[i];
      }
    });
    best_.resize(draws);
    threads_.for_each(draws, [&](std::size_t row, int) {
      const float* keys = front_keys_.data() + row * front_;
      std::vector<float> sorted(keys, keys + front_);
      std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(k_ - 1), sorted.end(), std::greater<>{});
      best_[row].least = sorted[k_ - 1];
    });
  }

  /// Every draw of one candidate, into a thread's best of each.
  void draw(const DrawnCandidate& one, std::uint32_t index, std::uint32_t first, std::vector<Best>& best) const {
    std::array<float, kDrawsAtOnce> least, keys;
    for (std::size_t row = 0; row < best.size(); row += kDrawsAtOnce) {
      for (std::size_t i = 0; i < kDrawsAtOnce; ++i) least[i] = best[row + i].least;
      if (!keys_.draw_reaching(one, first + static_cast<std::uint32_t>(row), least, keys)) continue;
      for (std::size_t i = 0; i < kDrawsAtOnce; ++i) {
        if (!(keys[i] >= least[i])) continue;
        Best& of_draw = best[row + i];
        of_draw.drawn.push_back({keys[i], index});
        if (of_draw.drawn.size() >= 2 * k_ + 64) of_draw.keep(k_);
      }
    }
  }

  /// Counts who is among the k best of a draw: of the front, and of what each thread found.
  void count(std::size_t row) {
    std::vector<Drawn> all;
    const float* keys = front_keys_.data() + row * front_;
    for (std::size_t index = 0; index < front_; ++index) {
      if (keys[index] >= best_[row].least) all.push_back({keys[index], static_cast<std::uint32_t>(index)});
    }
    for (const std::vector<Best>& best : of_thread_) all.insert(all.end(), best[row].drawn.begin(), best[row].drawn.end());
    std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(k_ - 1), all.end());
    for (std::size_t i = 0; i < k_; ++i) counts_[all[i].index].fetch_add(1, std::memory_order_relaxed);
  }

  const ScoreKeys& keys_;
  std::size_t candidates_;
  const std::function<void(std::size_t, DrawnCandidate&)>& candidate_;
  std::size_t k_, front_;
  ThreadPool& threads_;
  std::vector<float> bounds_;
  std::vector<std::atomic<std::uint32_t>> counts_;
  std::vector<float> front_keys_;             // a row of front_ keys each draw
  std::vector<Best> best_;                    // of each draw, what the front alone tells
  std::vector<std::vector<Best>> of_thread_;  // of each thread, the best of each draw behind the front
};

}  // namespace

std::vector<float> top_probabilities(const ScoreKeys& keys, std::size_t candidates,
                                     const std::function<void(std::size_t, DrawnCandidate&)>& candidate, std::size_t k, std::size_t draws,
                                     ThreadPool& threads) {
  if (k == 0 || candidates == 0) return std::vector<float>(candidates, 0.0F);
  if (k >= candidates) return std::vector<float>(candidates, 1.0F);
  Draws all(keys, candidates, candidate, k, threads);
  const std::size_t rounded = (draws + kDrawsAtOnce - 1) / kDrawsAtOnce * kDrawsAtOnce;
  for (std::size_t drawn = 0; drawn < rounded; drawn += all.at_once())
    all.run(static_cast<std::uint32_t>(drawn), std::min(all.at_once(), rounded - drawn));
  return all.shares(rounded);
}

}  // namespace furui
