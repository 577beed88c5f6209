// Defaults, ranges and the model of a relaxation.
#include "api/plan_relaxation.h"

#include "api/choose_models.h"  // for available_model
#include "core/error.h"          // for Error
#include "rank/place.h"          // for place

namespace furui::api {
namespace {

constexpr const char* kField = "screening.relaxation";

ModelVersionRow relaxing_model(Database& database, const std::string& project, const std::string& reference, const std::string& field) {
  ModelVersionRow row = available_model(database, project, reference, field);
  if (!row.manifest.can_relax())
    throw Error(ErrorCode::kInvalidArgument, "'" + field + "': model '" + row.manifest.name + "' gives no forces and stress of crystals, so it cannot relax; "
                                                 "expected one that does, such as chgnet")
        .with_field(field);
  return row;
}

/// The one of a screening's models that can relax.
std::string only_one(const std::vector<ModelVersionRow>& models) {
  std::string names;
  const ModelVersionRow* found = nullptr;
  for (const ModelVersionRow& row : models) {
    if (!row.manifest.can_relax()) continue;
    names += (found ? ", " : "") + row.manifest.name;
    if (found) throw Error(ErrorCode::kInvalidArgument, "'screening.relaxation.model': expected the one that relaxes, of " + names).with_field("screening.relaxation.model");
    found = &row;
  }
  if (!found)
    throw Error(ErrorCode::kInvalidArgument, "'screening.relaxation.model': none of the screening's models gives forces and stress; expected the name of one that does, such as chgnet")
        .with_field("screening.relaxation.model");
  return found->manifest.name + "/" + found->manifest.version;
}

}  // namespace

ScreeningRelaxation plan_relaxation(Database& database, const std::string& project, const v1::Relaxation& asked,
                                    const std::vector<ModelVersionRow>& models) {
  ScreeningRelaxation relaxation;
  RelaxationSettings& settings = relaxation.settings;
  if (asked.force_tolerance() != 0) settings.force_tolerance = asked.force_tolerance();
  if (asked.has_max_steps()) settings.max_steps = asked.max_steps();
  switch (asked.optimizer()) {
    case v1::Relaxation::OPTIMIZER_UNSPECIFIED:
    case v1::Relaxation::OPTIMIZER_FIRE: settings.optimizer = Optimizer::kFire; break;
    case v1::Relaxation::OPTIMIZER_LBFGS: settings.optimizer = Optimizer::kLbfgs; break;
    default:
      throw Error(ErrorCode::kInvalidArgument, "'screening.relaxation.optimizer': expected FIRE (1) or LBFGS (2), got " + std::to_string(asked.optimizer()))
          .with_field("screening.relaxation.optimizer");
  }
  settings.relax_cell = !asked.fixed_cell();
  settings.keep_symmetry = !asked.break_symmetry();
  if (asked.symmetry_tolerance() != 0) settings.symmetry_tolerance = asked.symmetry_tolerance();
  settings.pressure_gpa = asked.pressure_gpa();
  if (asked.max_seconds() != 0) settings.max_seconds = asked.max_seconds();
  try {
    check(settings);
  } catch (const Error& error) {
    throw Error(error.code(), error.what()).with_field(std::string(kField) + "." + error.field());
  }
  relaxation.model_version = relaxing_model(database, project, asked.model().empty() ? only_one(models) : asked.model(), "screening.relaxation.model").id;
  return relaxation;
}

ScreeningRelaxation plan_relaxation(Database& database, const std::string& project, const ProfileRelaxation& asked) {
  return {relaxing_model(database, project, asked.model, "profile.relaxation.model").id, asked.settings};
}

void check_relaxed_as_asked(Database& database, const ScreeningRow& screening, const Profile& profile) {
  if (!profile.relaxation) return;
  const std::string asks = place(profile, profile.relaxation->line) + ": asks for crystals relaxed by " + profile.relaxation->model;
  if (!screening.relaxation)
    throw Error(ErrorCode::kFailedPrecondition, asks + ", and screening '" + screening.name + "' relaxed none; screen again with this profile").with_field("profile");
  const Manifest relaxed_by = get_model_version(database, screening.relaxation->model_version).manifest;
  const std::string name = relaxed_by.name + "/" + relaxed_by.version;
  if ((profile.relaxation->model != name && profile.relaxation->model != relaxed_by.name) || profile.relaxation->settings != screening.relaxation->settings)
    throw Error(ErrorCode::kFailedPrecondition, asks + " with " + to_json(profile.relaxation->settings) + ", and screening '" + screening.name + "' relaxed by " +
                                                    name + " with " + to_json(screening.relaxation->settings) + "; screen again with this profile")
        .with_field("profile");
}

v1::Relaxation to_proto(const ScreeningRelaxation& relaxation, const std::string& model_version_name) {
  v1::Relaxation message;
  const RelaxationSettings& settings = relaxation.settings;
  message.set_model(model_version_name);
  message.set_force_tolerance(settings.force_tolerance);
  message.set_max_steps(settings.max_steps);
  message.set_optimizer(settings.optimizer == Optimizer::kLbfgs ? v1::Relaxation::OPTIMIZER_LBFGS : v1::Relaxation::OPTIMIZER_FIRE);
  message.set_fixed_cell(!settings.relax_cell);
  message.set_break_symmetry(!settings.keep_symmetry);
  message.set_symmetry_tolerance(settings.symmetry_tolerance);
  message.set_pressure_gpa(settings.pressure_gpa);
  message.set_max_seconds(settings.max_seconds);
  return message;
}

}  // namespace furui::api
