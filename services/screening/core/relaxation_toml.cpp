// Keys as in the API, each with its range.
#include "core/relaxation_toml.h"

namespace furui {

ProfileRelaxation relaxation_of(const toml::table& table) {
  const Section section(table, "[relaxation]", "relaxation");
  section.only({"model", "force_tolerance", "max_steps", "optimizer", "fixed_cell", "break_symmetry", "symmetry_tolerance", "pressure_gpa", "max_seconds"});
  ProfileRelaxation relaxation;
  relaxation.line = section.line();
  relaxation.model = section.text("model", "the name of a model that gives forces and stress, such as \"chgnet\"", kMaxNameBytes);
  RelaxationSettings& settings = relaxation.settings;
  const auto number = [&](const char* key, const RelaxationLimits::Range<double>& range) { return section.number(key, range.least, range.most); };
  if (section.has("force_tolerance")) settings.force_tolerance = number("force_tolerance", RelaxationLimits::force_tolerance);
  if (section.has("max_steps")) settings.max_steps = static_cast<int>(section.whole_number("max_steps", RelaxationLimits::max_steps.least, RelaxationLimits::max_steps.most));
  if (section.has("optimizer")) settings.optimizer = section.choice("optimizer", {"fire", "lbfgs"}) == 1 ? Optimizer::kLbfgs : Optimizer::kFire;
  if (section.has("fixed_cell")) settings.relax_cell = !section.truth("fixed_cell");
  if (section.has("break_symmetry")) settings.keep_symmetry = !section.truth("break_symmetry");
  if (section.has("symmetry_tolerance")) settings.symmetry_tolerance = number("symmetry_tolerance", RelaxationLimits::symmetry_tolerance);
  if (section.has("pressure_gpa")) settings.pressure_gpa = number("pressure_gpa", RelaxationLimits::pressure_gpa);
  if (section.has("max_seconds")) settings.max_seconds = number("max_seconds", RelaxationLimits::max_seconds);
  if (!settings.relax_cell && settings.pressure_gpa != 0)
    complain(section.line("pressure_gpa"), section.field("pressure_gpa"), "'pressure_gpa' does nothing to a fixed cell; leave one of them out");
  return relaxation;
}

}  // namespace furui
