// Kept parts are copied; certain ones are made several candidates at once where that is sure, else one by one.
#include "rank/objective_parts.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "rank/certain_parts.h"  // for CertainParts

namespace furui {
namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

}  // namespace

ObjectiveParts::ObjectiveParts(const Profile& profile, const RankingInput& input, const Ranking& ranking)
    : input_(input), ranking_(ranking), objectives_(profile.objectives.size()), scores_(profile, input.columns, input.structure) {}

void ObjectiveParts::of(std::size_t first, std::span<float> desirability, std::span<float> contribution) const {
  if (objectives_ == 0) return;
  if (!scores_.any_uncertain()) return make(first, desirability, contribution);
  const auto kept = static_cast<std::ptrdiff_t>(first * objectives_);
  std::copy_n(ranking_.desirability.begin() + kept, desirability.size(), desirability.begin());
  std::copy_n(ranking_.contribution.begin() + kept, contribution.size(), contribution.begin());
}

void ObjectiveParts::make(std::size_t first, std::span<float> desirability, std::span<float> contribution) const {
  const std::size_t k = objectives_, rows = desirability.size() / k;
  CandidateScores::Row alone(scores_);
  std::optional<CertainParts::Rows> several;
  if (scores_.certain_parts()) several = scores_.certain_parts()->space();
  for (std::size_t begin = 0; begin < rows; begin += CertainParts::kRows) {
    if (several) scores_.certain_parts()->find(scores_.objective_values(), first + begin, *several);
    for (std::size_t row = begin; row < std::min(rows, begin + CertainParts::kRows); ++row) {
      const std::span<float> d = desirability.subspan(row * k, k), c = contribution.subspan(row * k, k);
      if (input_.rejected[first + row] != 0) {
        std::fill(d.begin(), d.end(), kNone);
        std::fill(c.begin(), c.end(), kNone);
      } else if (!several || several->sure[row - begin] == 0) {
        scores_.score(first + row, alone, d, c);
      } else {
        for (std::size_t j = 0; j < k; ++j) {
          d[j] = several->desirability[j * CertainParts::kRows + row - begin];
          c[j] = several->contribution[j * CertainParts::kRows + row - begin];
        }
      }
    }
  }
}

}  // namespace furui
