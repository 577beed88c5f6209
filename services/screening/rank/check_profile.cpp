// A profile held against what models offer: names, units, transforms.
#include <algorithm>

#include "core/error.h"         // for Error
#include "core/nearest_name.h"  // for did_you_mean
#include "rank/desirability.h"  // for make_desirability, which checks a transform
#include "rank/place.h"         // for place
#include "rank/ranking.h"

namespace furui {
namespace {

using Offered = std::map<std::string, std::string>;

/// Names "model/property" of this property, where several models have it.
std::vector<std::string> qualified(const Offered& offered, const std::string& property) {
  std::vector<std::string> names;
  for (const auto& [name, unit] : offered) {
    if (name.ends_with("/" + property)) names.push_back(name);
  }
  return names;
}

/// "; did you mean 'hERG'?", or nothing.
std::string nearest_text(const std::string& property, const Offered& offered) {
  std::vector<std::string> known;
  // Each under its short name, unless the model is named or two share it.
  for (const auto& [name, unit] : offered) {
    const std::size_t slash = name.find('/');
    if (property.find('/') != std::string::npos || slash == std::string::npos || !offered.contains(name.substr(slash + 1))) known.push_back(name);
  }
  return did_you_mean(property, known);
}

std::string unknown_property(const std::string& property, const Offered& offered) {
  if (offered.empty()) return "unknown property '" + property + "': no model offers any; add one with 'furui model add'";
  const std::vector<std::string> of_models = qualified(offered, property);
  if (!of_models.empty()) {
    std::string names;
    for (const std::string& name : of_models) names += (names.empty() ? "'" : " or '") + name + "'";
    return "'" + property + "' is a property of more than one model; write " + names;
  }
  return "unknown property '" + property + "'" + nearest_text(property, offered) +
         " ('furui model list' names the models, 'furui model show MODEL' their properties and units)";
}

void check_property(const std::string& property, const std::string& unit, const Offered& offered, const std::string& where,
                    const std::string& where_unit, const std::string& field, const std::string& others) {
  const auto found = offered.find(property);
  if (found == offered.end())
    throw Error(ErrorCode::kInvalidArgument, where + ": " + unknown_property(property, offered) + others).with_field(field + ".property");
  if (unit.empty() || unit == found->second) return;
  const std::string models = found->second.empty() ? "states none" : "gives it in '" + found->second + "'";
  throw Error(ErrorCode::kInvalidArgument, where_unit + ": property '" + property + "' has the unit '" + unit +
                                               "' in the profile, but the model " + models +
                                               "; convert the thresholds and correct or remove 'unit'")
      .with_field(field + ".unit");
}

void check_outcome(const Profile& profile, const Objective& objective, const Desirability& curve, const std::string& unit, const std::string& field) {
  const std::string where = place(profile, objective.outcome_line) + ": outcome = \"bernoulli\" ";
  if (unit != "1")
    throw Error(ErrorCode::kInvalidArgument, where + "asks for a classifier's probability, whose unit is '1'; '" + objective.property +
                                                 (unit.empty() ? "' has none" : "' is in '" + unit + "'"))
        .with_field(field + ".outcome");
  if (!curve.has(0) || !curve.has(1))
    throw Error(ErrorCode::kInvalidArgument, where + "needs a desirability of 0 and of 1, and the transform has none of one of them").with_field(field + ".outcome");
}

/// The other properties that are not offered, so that all of them are corrected at once.
std::string further_unknown(const Profile& profile, const Offered& offered) {
  std::vector<std::pair<int, std::string>> unknown;
  const auto look = [&](const std::string& property, int line) {
    if (property.empty() || offered.empty() || offered.contains(property)) return;
    if (std::none_of(unknown.begin(), unknown.end(), [&](const auto& seen) { return seen.second == property; })) unknown.emplace_back(line, property);
  };
  for (const Objective& objective : profile.objectives) look(objective.property, objective.line);
  for (const ParetoAxis& axis : profile.pareto) look(axis.property, axis.line);
  for (const Filter& filter : profile.filters) look(filter.property, filter.line);
  std::string text;
  for (std::size_t i = 1; i < unknown.size(); ++i)
    text += (i == 1 ? "; unknown besides: '" : ", '") + unknown[i].second + "' (line " + std::to_string(unknown[i].first) + nearest_text(unknown[i].second, offered) + ")";
  return text;
}

}  // namespace

void check_profile(const Profile& profile, const Offered& offered) {
  const std::string others = further_unknown(profile, offered);
  for (std::size_t i = 0; i < profile.objectives.size(); ++i) {
    const Objective& objective = profile.objectives[i];
    const std::string field = "objective[" + std::to_string(i) + "]";
    check_property(objective.property, objective.unit, offered, place(profile, objective.line), place(profile, objective.unit_line), field, others);
    const Desirability curve = make_desirability(objective.transform, place(profile, objective.transform.line) + ": objective '" + objective.property + "'");
    if (objective.outcome == Outcome::kBernoulli) check_outcome(profile, objective, curve, offered.at(objective.property), field);
  }
  for (std::size_t i = 0; i < profile.pareto.size(); ++i) {
    const ParetoAxis& axis = profile.pareto[i];
    check_property(axis.property, axis.unit, offered, place(profile, axis.line), place(profile, axis.unit_line), "pareto[" + std::to_string(i) + "]", others);
  }
  for (std::size_t i = 0; i < profile.filters.size(); ++i) {
    const Filter& filter = profile.filters[i];
    if (filter.property.empty()) continue;
    check_property(filter.property, filter.unit, offered, place(profile, filter.line), place(profile, filter.unit_line), "filter[" + std::to_string(i) + "]", others);
  }
}

}  // namespace furui
