// A profile: what a team wants of a candidate, as objectives over properties and hard filters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/prediction.h"  // for Domain
#include "core/relaxation.h"  // for RelaxationSettings

namespace furui {

/// A transform of a property's value to a desirability in [0, 1], by name and parameters as the profile states
/// them (RANKING.md lists them); `rank` knows what each means and checks the parameters.
struct Transform {
  std::string type;                          ///< "logistic", "linear", "sigmoid", …
  std::map<std::string, double> parameters;  ///< "bad", "good", "low", "high", …
  std::vector<std::pair<double, double>> knots;  ///< (value, desirability), for "linear" and "value_mapping"
  int line = 0;                                  ///< in the profile's text, for messages
};

/// What a classifier's probability stands for.
enum class Outcome : std::uint8_t {
  kProbability,  ///< itself: a value like any other
  kBernoulli,    ///< a yes or no that is not known yet: 1 with this probability, else 0
};

/// One wish: a property, how good each value is, and how much it counts.
struct Objective {
  std::string property;  ///< "hERG", or "admet-ai/hERG" where two models share a name
  std::string unit;      ///< checked against the model's where not empty
  Transform transform;
  double weight = 1;     ///< in [0, 1e6]; 0: computed and shown, without effect on score and rank
  Outcome outcome = Outcome::kProbability;
  int line = 0;          ///< of its property in the profile's text, for messages
  int unit_line = 0;     ///< of its unit
  int outcome_line = 0;  ///< of its outcome
};

/// One condition that a candidate must meet to be ranked at all: on a property, on alerts, on its structure, or on its
/// place in the models' domain.
struct Filter {
  std::string property;             ///< of a range filter; empty for all others
  std::string unit;                 ///< checked where not empty
  std::optional<double> min;        ///< inclusive
  std::optional<double> max;        ///< inclusive
  std::vector<std::string> alerts;  ///< catalogues none of whose rules may match: "PAINS", "BRENK", "NIH", "ZINC"
  std::vector<std::string> smarts;           ///< patterns none of which may match
  std::vector<std::string> required_smarts;  ///< patterns each of which must match
  std::vector<std::uint8_t> elements;            ///< atomic numbers: besides hydrogen no others may occur
  std::vector<std::uint8_t> forbidden_elements;  ///< atomic numbers: none may occur
  std::optional<Domain> domain;     ///< the worst that passes, of the models that the profile uses: kIn or kBorderline
  int line = 0;                     ///< of its key in the profile's text, for messages
  int unit_line = 0;                ///< of its unit

  /// Whether it asks for patterns or elements, which only the structure can tell.
  bool asks_for_structure() const { return !smarts.empty() || !required_smarts.empty() || !elements.empty() || !forbidden_elements.empty(); }
};

enum class AggregationType { kGeometric, kArithmetic, kHarmonic, kProduct, kMinimum };
enum class MissingValue { kReject, kFallback, kIgnore, kUncertain };

struct Aggregation {
  AggregationType type = AggregationType::kGeometric;
  double floor = 0;        ///< least desirability that enters a geometric or harmonic mean, in [0, 1)
  MissingValue missing = MissingValue::kReject;
  double fallback = 0;     ///< desirability of a missing value under kFallback
};

/// What of an uncertain score decides the order.
enum class Policy { kExpected, kLowerBound, kUpperBound, kProbabilityOfImprovement, kExpectedImprovement };

/// How the uncertainty of values enters a ranking.
struct Uncertainty {
  bool propagate = true;      ///< false: values count as certain, whatever their std
  Policy policy = Policy::kExpected;
  double kappa = 1;           ///< std below or above the expected score, 0 to 100, for the bounds
  double best = 0;            ///< score to improve on, in [0, 1], for the improvements
  std::size_t top = 0;        ///< k of P(among the k best); 0: a tenth of the ranked, from 10 to 100
  std::size_t draws = 2000;   ///< of each candidate's score
  double confidence = 0.9;    ///< of an order: below it two candidates are tied
  std::int64_t seed = 0;      ///< of the draws

  /// k among so many ranked candidates.
  std::size_t top_of(std::size_t ranked) const;
};

enum class Goal { kMaximize, kMinimize, kTarget };  ///< a target: the nearer on either side the better

/// One axis of the Pareto fronts.
struct ParetoAxis {
  std::string property;
  std::string unit;     ///< checked where not empty
  Goal goal = Goal::kMaximize;
  double target = 0;    ///< under kTarget, in the property's unit
  int line = 0;         ///< of its property in the profile's text, for messages
  int unit_line = 0;    ///< of its unit
};

/// What a ranking must rest on to be fit for decisions.
struct QualityDemands {
  double min_r2 = 0;        ///< published R2 of each regression used; 0: no worse than the mean of the data
  /// By property, as the profile names it: its published MAE at most, in the property's unit, instead of an R2.
  std::map<std::string, double> max_mae;
  double min_auroc = 0.5;   ///< published AUROC of each classifier used; 0.5: no worse than chance
  double max_out_of_domain = 1;        ///< share of the ranked candidates outside a model's domain
  std::vector<std::string> licences;   ///< of weights, by SPDX name or class ("permissive", "copyleft", "non-commercial"); empty: any
  bool refuse = false;      ///< no ranking where a demand is not met; else it is marked as not decision-grade
};

enum class PickMethod : std::uint8_t { kMaxMin, kScaffold, kCluster, kFormula };

/// Which few of the best are to be picked so that they are unlike each other.
struct Diversity {
  std::size_t pick = 0;     ///< candidates to pick, at most 10,000; 0: none
  std::size_t from = 0;     ///< of so many best ones, at most 20,000; 0: ten times as many as are picked
  PickMethod method = PickMethod::kMaxMin;
  std::size_t most = 1;     ///< of one scaffold, cluster or formula
  double similarity = 0.6;  ///< Tanimoto, in (0, 1], from which a candidate belongs to a better one's cluster

  /// Of so many best ones.
  std::size_t pool() const;

  friend bool operator==(const Diversity&, const Diversity&) = default;
};

constexpr std::size_t kMostPicks = 10'000;
constexpr std::size_t kMostPickedFrom = 20'000;

/// How crystals are to be relaxed before models see them.
struct ProfileRelaxation {
  std::string model;  ///< "chgnet" or "chgnet/0.3.0"
  RelaxationSettings settings;
  int line = 0;       ///< of the section in the profile's text, for messages
};

/// A named set of objectives and filters. Immutable once stored: a change is a new version.
struct Profile {
  std::string name;   ///< [a-z][a-z0-9-]{0,62}
  std::string title;
  std::string description;
  std::vector<Objective> objectives;
  std::vector<Filter> filters;
  Aggregation aggregation;
  Uncertainty uncertainty;
  std::vector<ParetoAxis> pareto;  ///< none: no fronts
  QualityDemands quality;
  Diversity diversity;
  std::optional<ProfileRelaxation> relaxation;  ///< absent: crystals as they were read
};

/// Reads a profile from TOML in the form that models/profiles/README.md states.
///
/// Checks everything that the text alone can tell; whether the properties exist, and whether a transform is known
/// and its parameters make sense, is check_profile's in `rank`.
/// throws Error{INVALID_ARGUMENT} naming the line, what was expected, what came, and the nearest known key
Profile parse_profile(std::string_view toml);

const char* to_string(AggregationType type);  ///< "geometric", …
const char* to_string(MissingValue missing);  ///< "reject", …
const char* to_string(Policy policy);         ///< "expected", …
const char* to_string(PickMethod method);     ///< "maxmin", "scaffold", "cluster", "formula"

}  // namespace furui
