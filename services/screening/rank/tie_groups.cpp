// The difference of two normal scores is normal.
#include "rank/tie_groups.h"

#include <algorithm>
#include <cmath>

#include "rank/gaussian.h"  // for normal_cumulative

namespace furui {

double probability_of_better(const UncertainScore& a, const UncertainScore& b) {
  const double difference = a.mean - b.mean, spread = a.std == 0 && b.std == 0 ? 0 : std::hypot(a.std, b.std);
  if (spread > 0) return normal_cumulative(difference / spread);
  return difference > 0 ? 1 : difference < 0 ? 0 : 0.5;
}

std::vector<std::uint32_t> tie_groups(std::span<const UncertainScore> scores, double confidence) {
  std::vector<std::uint32_t> groups;
  groups.reserve(scores.size());
  std::size_t leader = 0;
  std::uint32_t group = 1;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const double better = scores[leader].mean == scores[i].mean ? 0.5 : probability_of_better(scores[leader], scores[i]);
    if (std::max(better, 1 - better) >= confidence) {
      leader = i;
      ++group;
    }
    groups.push_back(group);
  }
  return groups;
}

}  // namespace furui
