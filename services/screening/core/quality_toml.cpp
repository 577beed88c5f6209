// The [quality] section of a profile.
#include "core/quality_toml.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "core/nearest_name.h"  // for did_you_mean, nearest_name
#include "core/number_text.h"   // for shortest
#include "core/toml_section.h"  // for Section, complain

namespace furui {
namespace {

// A property that the same name would do for but for its model, else the nearest.
std::string nearest_of(const std::string& property, const std::set<std::string>& used) {
  for (const std::string& one : used) {
    if (!property.empty() && one.ends_with("/" + property)) return "; did you mean '" + one + "'?";
  }
  return did_you_mean(property, std::vector<std::string>(used.begin(), used.end()));
}

// Of properties that the profile uses: on another it would be without effect.
std::map<std::string, double> largest_errors(const toml::table& table, const Profile& profile) {
  const Section section(table, "[quality.max_mae]", "quality.max_mae");
  std::set<std::string> used;
  for (const Objective& objective : profile.objectives) used.insert(objective.property);
  for (const ParetoAxis& axis : profile.pareto) used.insert(axis.property);
  for (const Filter& filter : profile.filters) used.insert(filter.property);
  std::map<std::string, double> largest;
  for (const auto& [key, node] : table) {
    const std::string property(key.str());
    if (property.empty() || !used.contains(property))
      complain(line_of(node), section.field(property), "'" + property + "' in [quality.max_mae] is no property of this profile; expected one as an objective, filter or axis names it" +
                                                                  nearest_of(property, used));
    largest[property] = section.finite(property);
    if (largest[property] <= 0) complain(line_of(node), section.field(property), "'" + property + "' in [quality.max_mae] is " + shortest(largest[property]) + "; expected an error above 0, in the property's unit");
  }
  return largest;
}

}  // namespace

QualityDemands quality_of(const toml::table& table, const Profile& profile) {
  const Section section(table, "[quality]", "quality");
  section.only({"min_r2", "max_mae", "min_auroc", "max_out_of_domain", "licences", "on_failure"});
  QualityDemands demands;
  if (section.has("min_r2")) demands.min_r2 = section.number("min_r2", -1e6, 1);
  if (section.has("max_mae")) {
    const toml::node& errors = section.required("max_mae", "");
    if (!errors.is_table()) section.wrong_type("max_mae", errors, "a table of properties and errors, such as { band_gap = 0.4 }");
    demands.max_mae = largest_errors(*errors.as_table(), profile);
  }
  if (section.has("min_auroc")) demands.min_auroc = section.number("min_auroc", 0, 1);
  if (section.has("max_out_of_domain")) demands.max_out_of_domain = section.number("max_out_of_domain", 0, 1);
  if (section.has("on_failure")) demands.refuse = section.choice("on_failure", {"mark", "refuse"}) == 1;
  if (!section.has("licences")) return demands;
  const std::vector<std::string> classes{"permissive", "copyleft", "non-commercial"};
  for (const auto& [licence, line] : section.texts("licences", "a list of licences, such as [\"permissive\"] or [\"MIT\", \"BSD-3-Clause\"]")) {
    const bool is_class = std::find(classes.begin(), classes.end(), licence) != classes.end();
    if (licence.empty() || (!is_class && !nearest_name(licence, classes).empty()))
      complain(line, section.field("licences"), "'" + licence + "' in 'licences' is no class of licences" + did_you_mean(licence, classes) +
                                                    " (classes: permissive, copyleft, non-commercial; or SPDX names such as MIT)");
    demands.licences.push_back(licence);
  }
  return demands;
}

}  // namespace furui
