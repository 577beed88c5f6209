// Checks in the order in which a user would want to hear of them.
#include "api/plan_stability.h"

#include <algorithm>

#include "api/choose_models.h"          // for available_model
#include "api/resource_names.h"         // for parse_screening, is_resource_id
#include "core/duplicate_parameters.h"  // for duplicate_parameters
#include "core/error.h"            // for Error
#include "core/hull_parameters.h"  // for hull_parameters

namespace furui::api {
namespace {

constexpr const char* kField = "screening.competing";
constexpr const char* kCompanion = "crystal-descriptors";  // says of each candidate why it has no structure

std::string text_of(const ModelVersionRow& row) { return row.manifest.name + "/" + row.manifest.version; }

ScreeningRow competing_screening(Database& database, const std::string& project, const std::string& name) {
  const bool full = name.starts_with("projects/");
  const ScreeningName parts = full ? parse_screening(name, kField) : ScreeningName{project, name};
  if (parts.project != project) throw Error(ErrorCode::kInvalidArgument, "'screening.competing': expected screenings of project '" + project + "', got " + name).with_field(kField);
  return get_screening(database, parts.project, parts.screening);
}

void check_comparable(const ScreeningRow& other, const std::vector<ModelVersionRow>& energies, const NewScreening& planned) {
  const auto refuse = [&](const std::string& what) { return Error(ErrorCode::kFailedPrecondition, "'screening.competing': screening '" + other.name + "' " + what).with_field(kField); };
  if (other.state != ScreeningState::kSucceeded) throw refuse(std::string("is ") + to_string(other.state) + "; wait for its end");
  for (const ModelVersionRow& model : energies) {
    if (std::find(other.model_versions.begin(), other.model_versions.end(), model.id) == other.model_versions.end())
      throw refuse("has no energies by " + text_of(model) + ", and energies of different models cannot be mixed; screen it again by that model");
  }
  if (other.relaxation.has_value() != planned.relaxation.has_value())
    throw refuse(other.relaxation ? "is relaxed and this one is not; relax both" : "is not relaxed and this one is; relax both");
  if (!other.relaxation) return;
  if (other.relaxation->model_version != planned.relaxation->model_version) throw refuse("was relaxed by another model; relax both by one");
  if (other.relaxation->settings.pressure_gpa != planned.relaxation->settings.pressure_gpa) throw refuse("was relaxed under another pressure");
}

}  // namespace

void plan_stability(Database& database, const v1::Screening& asked, std::vector<ModelVersionRow>& models, NewScreening& planned) {
  std::vector<ModelVersionRow> energies;
  for (const ModelVersionRow& model : models) {
    if (duplicate_parameters(model.manifest)) planned.assessing.push_back(model.id);
    const auto hull = hull_parameters(model.manifest);
    if (!hull) continue;
    planned.assessing.push_back(model.id);
    ModelVersionRow needed = find_model_version(database, planned.project, hull->energies);
    if (needed.state != ModelState::kAvailable)
      throw Error(ErrorCode::kFailedPrecondition, "model '" + text_of(model) + "' needs the energies of " + hull->energies + ", which is not available").with_field("screening.models");
    energies.push_back(std::move(needed));
  }
  for (const ModelVersionRow& needed : energies) {
    if (std::none_of(models.begin(), models.end(), [&](const ModelVersionRow& row) { return row.id == needed.id; })) models.push_back(needed);
  }
  if (!models.empty() && planned.assessing.size() == models.size()) models.push_back(available_model(database, planned.project, kCompanion, "screening.models"));
  if (asked.competing_size() > 0 && energies.empty())
    throw Error(ErrorCode::kInvalidArgument, "'screening.competing': none of the screening's models assesses stability; add one, such as chgnet-stability").with_field(kField);
  for (const std::string& name : asked.competing()) {
    const ScreeningRow other = competing_screening(database, planned.project, name);
    check_comparable(other, energies, planned);
    if (std::find(planned.competing.begin(), planned.competing.end(), other.id) == planned.competing.end()) planned.competing.push_back(other.id);
  }
}

}  // namespace furui::api
