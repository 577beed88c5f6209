// Scores of candidates, row by row: certain ones by the aggregation, uncertain ones by moments or draws.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/profile.h"                // for Profile
#include "rank/aggregation.h"            // for Aggregator
#include "rank/certain_parts.h"          // for CertainParts
#include "rank/certain_scores.h"         // for CertainScores
#include "rank/expected_desirability.h"  // for ExpectedDesirability
#include "rank/meet_probability.h"       // for MeetProbability
#include "rank/score_draws.h"            // for ScoreKeys, DrawnCandidate
#include "rank/score_moments.h"          // for ScoreMoments, UncertainScore

namespace furui {

struct PropertyColumn;

/// What a profile and the columns of its properties make of a row. One object serves many threads.
class CandidateScores {
 public:
  /// columns    every property that an objective or range filter names; must outlive this
  /// structure  n digests, which the draws depend on; must outlive this
  /// throws     as make_desirability
  CandidateScores(const Profile& profile, const std::vector<PropertyColumn>& columns, std::span<const Sha256> structure);

  /// Space for one row at a time; one a thread.
  class Row {
   public:
    explicit Row(const CandidateScores& scores);

   private:
    friend class CandidateScores;
    Aggregator aggregator_;
    std::vector<double> value_, std_;    // of each column
    std::vector<double> objective_value_, objective_std_, equivalent_;
    DrawnCandidate drawn_;
  };

  /// A row's score.
  ///
  /// desirability  k, written: of certain values as the curve gives it, of uncertain ones ScoreMoments' equivalent
  /// contribution  k, written: as Aggregator's, adding up to 1 - the expected score
  UncertainScore score(std::size_t row, Row& space, std::span<float> desirability, std::span<float> contribution) const;

  /// Whether a value of the row that counts is uncertain.
  bool is_uncertain(std::size_t row) const;
  /// Whether that may be so of any row.
  bool any_uncertain() const;

  /// Scores of many rows at once, where this profile and these columns allow it; else nothing.
  const std::optional<CertainScores>& certain() const { return certain_; }
  const std::optional<CertainParts>& certain_parts() const { return certain_parts_; }
  /// The columns of the objectives, as these take them.
  std::span<const std::span<const float>> objective_values() const { return objective_values_; }

  /// P(every objective met and every range filter passed).
  double meets(std::size_t row, Row& space) const;

  /// The row as draws see it. The row has a score.
  void draw_from(std::size_t row, DrawnCandidate& into) const;
  const ScoreKeys& keys() const { return keys_; }

 private:
  struct Cell {
    double value, std;  // NaN where missing; 0 where certain
  };
  Cell cell(std::size_t column, std::size_t row) const;
  UncertainScore drawn_score(std::size_t row, DrawnCandidate& space) const;

  Profile profile_;
  const std::vector<PropertyColumn>& columns_;
  std::span<const Sha256> structure_;
  std::vector<double> weights_;
  std::vector<std::size_t> outcome_column_;  // of each objective over an outcome, where its probability is
  std::vector<std::size_t> objective_column_, filter_column_;  // beyond the columns: outcomes, in the order of outcome_column_
  std::vector<Desirability> curves_;
  std::vector<ExpectedDesirability> expected_;
  std::vector<std::uint64_t> property_keys_;
  ScoreMoments moments_;
  MeetProbability meets_;
  ScoreKeys keys_;
  std::vector<std::span<const float>> objective_values_;
  std::optional<CertainScores> certain_;
  std::optional<CertainParts> certain_parts_;
};

}  // namespace furui
