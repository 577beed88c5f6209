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
  if (section.has("force_tolerance")) settings.force_tolerance = section.number("force_tolerance", 1e-5, 10);
  if (section.has("max_steps")) settings.max_steps = static_cast<int>(section.whole_number("max_steps", 0, 100'000));
  if (section.has("optimizer")) settings.optimizer = section.choice("optimizer", {"fire", "lbfgs"}) == 1 ? Optimizer::kLbfgs : Optimizer::kFire;
  if (section.has("fixed_cell")) settings.relax_cell = !section.truth("fixed_cell");
  if (section.has("break_symmetry")) settings.keep_symmetry = !section.truth("break_symmetry");
  if (section.has("symmetry_tolerance")) settings.symmetry_tolerance = section.number("symmetry_tolerance", 1e-8, 0.5);
  if (section.has("pressure_gpa")) settings.pressure_gpa = section.number("pressure_gpa", -1000, 1000);
  if (section.has("max_seconds")) settings.max_seconds = section.number("max_seconds", 1, 604'800);
  return relaxation;
}

}  // namespace furui
