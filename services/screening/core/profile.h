// A profile: what a team wants of a candidate, as objectives over properties and hard filters.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace furui {

/// A transform of a property's value to a desirability in [0, 1], by name and parameters as the profile states
/// them (RANKING.md lists them); `rank` knows what each means and checks the parameters.
struct Transform {
  std::string type;                          ///< "logistic", "linear", "sigmoid", …
  std::map<std::string, double> parameters;  ///< "bad", "good", "low", "high", …
  std::vector<std::pair<double, double>> knots;  ///< (value, desirability), for "linear" and "value_mapping"
  int line = 0;                                  ///< in the profile's text, for messages
};

/// One wish: a property, how good each value is, and how much it counts.
struct Objective {
  std::string property;  ///< "hERG", or "admet-ai/hERG" where two models share a name
  std::string unit;      ///< checked against the model's where not empty
  Transform transform;
  double weight = 1;     ///< in [0, 1e6]; 0: computed and shown, without effect on score and rank
  int line = 0;          ///< of its property in the profile's text, for messages
};

/// One condition that a candidate must meet to be ranked at all.
struct Filter {
  std::string property;             ///< of a range filter; empty for an alerts filter
  std::string unit;                 ///< checked where not empty
  std::optional<double> min;        ///< inclusive
  std::optional<double> max;        ///< inclusive
  std::vector<std::string> alerts;  ///< catalogues none of whose rules may match: "PAINS", "BRENK", "NIH", "ZINC"
  int line = 0;                     ///< of its property or alerts in the profile's text, for messages
};

enum class AggregationType { kGeometric, kArithmetic, kHarmonic, kProduct, kMinimum };
enum class MissingValue { kReject, kFallback, kIgnore, kUncertain };

struct Aggregation {
  AggregationType type = AggregationType::kGeometric;
  double floor = 0;        ///< least desirability that enters a geometric or harmonic mean, in [0, 1)
  MissingValue missing = MissingValue::kReject;
  double fallback = 0;     ///< desirability of a missing value under kFallback
};

/// A named set of objectives and filters. Immutable once stored: a change is a new version.
struct Profile {
  std::string name;   ///< [a-z][a-z0-9-]{0,62}
  std::string title;
  std::string description;
  std::vector<Objective> objectives;
  std::vector<Filter> filters;
  Aggregation aggregation;
};

/// Reads a profile from TOML in the form that models/profiles/README.md states.
///
/// Checks everything that the text alone can tell; whether the properties exist, and whether a transform is known
/// and its parameters make sense, is check_profile's in `rank`.
/// throws Error{INVALID_ARGUMENT} naming the line, what was expected, what came, and the nearest known key
Profile parse_profile(std::string_view toml);

const char* to_string(AggregationType type);  ///< "geometric", …
const char* to_string(MissingValue missing);  ///< "reject", …

}  // namespace furui
