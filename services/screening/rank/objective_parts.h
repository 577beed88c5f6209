// What each objective made of a ranking's candidates: desirabilities, and what they cost the score.
#pragma once

#include <cstddef>
#include <span>

#include "core/profile.h"           // for Profile
#include "rank/candidate_scores.h"  // for CandidateScores
#include "rank/ranking.h"           // for Ranking, RankingInput

namespace furui {

/// Made some rows at a time by whoever stores or asks for them, since a table of all takes 8 bytes an objective and
/// candidate, and as long to fill as the ranking itself. Of uncertain values, which take a hundred times as long, the
/// ranking has kept them.
class ObjectiveParts {
 public:
  /// profile, input, ranking  as rank() took and gave them; the latter two must outlive this
  /// throws                   as rank()
  ObjectiveParts(const Profile& profile, const RankingInput& input, const Ranking& ranking);

  /// Candidates from `first`, as many as there is room for; k objectives.
  ///
  /// desirability  rows × k, row-major, written; NaN where the value is missing or the candidate rejected
  /// contribution  rows × k, likewise: what each objective costs; a row's sum is 1 - expected (aggregation.h); NaN where
  ///               the candidate has no score
  void of(std::size_t first, std::span<float> desirability, std::span<float> contribution) const;

 private:
  void make(std::size_t first, std::span<float> desirability, std::span<float> contribution) const;

  const RankingInput& input_;
  const Ranking& ranking_;
  std::size_t objectives_;
  CandidateScores scores_;
};

}  // namespace furui
