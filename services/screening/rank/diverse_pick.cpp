// MaxMin with a queue of candidates by what is known of their nearest pick; clusters; and quotas.
#include "rank/diverse_pick.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <queue>
#include <stdexcept>
#include <string>
#include <unordered_map>

namespace furui {
namespace {

using CountCommon = std::size_t (*)(const std::uint64_t* a, const std::uint64_t* b, std::size_t words);

[[gnu::always_inline]] inline std::size_t count_common_bits(const std::uint64_t* a, const std::uint64_t* b, std::size_t words) {
  std::size_t common = 0;
  for (std::size_t i = 0; i < words; ++i) common += static_cast<std::size_t>(std::popcount(a[i] & b[i]));
  return common;
}

std::size_t count_common_anywhere(const std::uint64_t* a, const std::uint64_t* b, std::size_t words) {
  return count_common_bits(a, b, words);
}

#if defined(__x86_64__)
/// The same with the processor's own instruction, which the oldest x86-64 lacks and compilers therefore avoid.
[[gnu::target("popcnt")]] std::size_t count_common_popcnt(const std::uint64_t* a, const std::uint64_t* b, std::size_t words) {
  return count_common_bits(a, b, words);
}
#endif

CountCommon count_common_here() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("popcnt")) return count_common_popcnt;
#endif
  return count_common_anywhere;
}

/// Tanimoto similarities of rows. Quotients of integers below 2^26 (words are at most 2^20) are equal as doubles
/// only where they are equal, so that comparing them is exact.
class Similarities {
 public:
  /// throws std::invalid_argument
  Similarities(std::span<const std::uint64_t> fingerprints, std::size_t words)
      : bits_(fingerprints.data()), words_(words), count_common_(count_common_here()) {
    if (words == 0 || words > (std::size_t{1} << 20) || fingerprints.size() % words != 0)
      throw std::invalid_argument("diverse pick: " + std::to_string(fingerprints.size()) + " words are no fingerprints of " +
                                  std::to_string(words) + " words each");
    count_.resize(fingerprints.size() / words);
    for (std::size_t row = 0; row < count_.size(); ++row)
      count_[row] = count_common_(bits_ + row * words, bits_ + row * words, words);
  }

  std::size_t rows() const { return count_.size(); }

  /// The similarity of two rows where it is above `known`; otherwise `known`.
  double raise(double known, std::size_t a, std::size_t b) const {
    const std::size_t fewer = std::min(count_[a], count_[b]), more = std::max(count_[a], count_[b]);
    if (more == 0) return 1;
    // The bits in common are at most those of the sparser one.
    if (quotient(fewer, more) <= known) return known;
    const std::size_t common = count_common_(bits_ + a * words_, bits_ + b * words_, words_);
    return std::max(known, quotient(common, fewer + more - common));
  }

 private:
  static double quotient(std::size_t part, std::size_t whole) {
    return static_cast<double>(part) / static_cast<double>(whole);
  }

  const std::uint64_t* bits_;
  std::size_t words_;
  CountCommon count_common_;
  std::vector<std::size_t> count_;  // bits of each row
};

/// A candidate and what is known of its similarity to the nearest pick: a lower bound from the first picks.
struct Waiting {
  double similarity;
  std::uint32_t candidate;
  std::uint32_t compared;  // with that many picks
};

/// Order of a queue whose top is the candidate that may be the farthest, the better-ranked of equal ones.
struct Nearer {
  bool operator()(const Waiting& a, const Waiting& b) const {
    return a.similarity != b.similarity ? a.similarity > b.similarity : a.candidate > b.candidate;
  }
};

}  // namespace

std::vector<std::size_t> pick_diverse(std::span<const std::uint64_t> fingerprints, std::size_t words, std::size_t n) {
  const Similarities similarities(fingerprints, words);
  if (similarities.rows() > std::numeric_limits<std::uint32_t>::max())
    throw std::invalid_argument("pick_diverse: more candidates than it can number");
  n = std::min(n, similarities.rows());
  std::vector<std::size_t> picked;
  if (n == 0) return picked;
  picked.reserve(n);
  picked.push_back(0);
  std::vector<Waiting> others;
  others.reserve(similarities.rows() - 1);
  for (std::size_t row = 1; row < similarities.rows(); ++row) others.push_back({0, static_cast<std::uint32_t>(row), 0});
  std::priority_queue<Waiting, std::vector<Waiting>, Nearer> queue(Nearer(), std::move(others));
  while (picked.size() < n) {
    Waiting farthest = queue.top();
    queue.pop();
    bool beaten = false;
    while (!beaten && farthest.compared < picked.size()) {
      farthest.similarity = similarities.raise(farthest.similarity, farthest.candidate, picked[farthest.compared++]);
      beaten = !queue.empty() && Nearer()(farthest, queue.top());
    }
    if (beaten) queue.push(farthest);
    else picked.push_back(farthest.candidate);
  }
  return picked;
}

std::vector<std::int64_t> cluster_by_leaders(std::span<const std::uint64_t> fingerprints, std::size_t words, double similarity) {
  const Similarities similarities(fingerprints, words);
  std::vector<std::int64_t> leader(similarities.rows());
  std::vector<std::size_t> leaders;
  for (std::size_t row = 0; row < leader.size(); ++row) {
    const auto near = std::find_if(leaders.begin(), leaders.end(), [&](std::size_t other) { return similarities.raise(0, other, row) >= similarity; });
    leader[row] = static_cast<std::int64_t>(near == leaders.end() ? row : *near);
    if (near == leaders.end()) leaders.push_back(row);
  }
  return leader;
}

std::vector<float> similarity_to_earlier(std::span<const std::uint64_t> fingerprints, std::size_t words, std::span<const std::size_t> picked) {
  const Similarities similarities(fingerprints, words);
  std::vector<float> nearest(picked.size(), std::numeric_limits<float>::quiet_NaN());
  for (std::size_t i = 1; i < picked.size(); ++i) {
    double most = 0;
    for (std::size_t j = 0; j < i; ++j) most = similarities.raise(most, picked[i], picked[j]);
    nearest[i] = static_cast<float>(most);
  }
  return nearest;
}

std::vector<std::size_t> pick_by_quota(std::span<const std::int64_t> group, std::size_t quota, std::size_t n) {
  std::vector<std::size_t> picked;
  std::unordered_map<std::int64_t, std::size_t> taken;
  for (std::size_t row = 0; row < group.size() && picked.size() < n && quota > 0; ++row) {
    if (group[row] != kNoGroup && ++taken[group[row]] > quota) continue;
    picked.push_back(row);
  }
  return picked;
}

}  // namespace furui
