// CreateScreening's checks, in the order in which a user would want to hear of them.
#include "api/create_screening.h"

#include <algorithm>
#include <set>

#include "api/choose_models.h"    // for models_for_profile
#include "api/plan_relaxation.h"  // for plan_relaxation
#include "api/plan_stability.h"   // for plan_stability
#include "api/request_checks.h"   // for check_line
#include "api/resource_names.h"   // for parse_project
#include "core/error.h"           // for Error
#include "core/profile.h"         // for parse_profile
#include "rank/ranking.h"         // for check_profile
#include "store/models.h"         // for find_model_version
#include "store/profiles.h"       // for find_profile_version

namespace furui::api {
namespace {

constexpr int kMaxModels = 100;

std::vector<ModelVersionRow> named_models(Database& database, const std::string& project,
                                          const v1::Screening& screening) {
  if (screening.models_size() > kMaxModels)
    throw Error(ErrorCode::kInvalidArgument, "'screening.models': expected at most " + std::to_string(kMaxModels) +
                                                 " models, got " + std::to_string(screening.models_size()))
        .with_field("screening.models");
  std::vector<ModelVersionRow> models;
  for (int i = 0; i < screening.models_size(); ++i) {
    const std::string field = "screening.models[" + std::to_string(i) + "]";
    ModelVersionRow row = available_model(database, project, screening.models(i), field);
    const bool twice = std::any_of(models.begin(), models.end(), [&](const auto& other) { return other.id == row.id; });
    if (twice)
      throw Error(ErrorCode::kInvalidArgument, "'" + field + "': model '" + row.manifest.name + "/" +
                                                   row.manifest.version + "' is named twice")
          .with_field(field);
    models.push_back(std::move(row));
  }
  return models;
}

[[noreturn]] void no_model(Database& database, const std::string& project) {
  std::set<std::string> names;
  for (const ModelVersionRow& row : list_model_versions(database, project)) {
    if (row.state == ModelState::kAvailable) names.insert(row.manifest.name);
  }
  std::string known;
  for (const std::string& name : names) known += (known.empty() ? "" : ", ") + name;
  throw Error(ErrorCode::kInvalidArgument,
              "'screening.models': expected at least one model, or a profile whose properties name them; available "
              "models: " + (known.empty() ? "none" : known))
      .with_field("screening.models");
}

}  // namespace

NewScreening plan_screening(Database& database, const v1::CreateScreeningRequest& request) {
  const v1::Screening& asked = request.screening();
  NewScreening planned;
  planned.project = parse_project(request.parent(), "parent").project;
  if (!request.screening_id().empty() && !is_resource_id(request.screening_id()))
    throw Error(ErrorCode::kInvalidArgument,
                "'screening_id': expected [a-z0-9][a-z0-9-]{0,62}, such as esol-7f3a; or leave it empty")
        .with_field("screening_id");
  check_line(asked.title(), "screening.title", kMaxTitleBytes);
  check_line(request.request_id(), "request_id", kMaxRequestIdBytes);
  planned.name = request.screening_id();
  planned.title = asked.title();
  planned.request_id = request.request_id();
  planned.compute_alerts = asked.alerts();

  std::vector<ModelVersionRow> models = named_models(database, planned.project, asked);
  if (!asked.profile().empty()) {
    const VersionName name = parse_profile_reference(asked.profile(), planned.project, "screening.profile");
    const ProfileVersionRow row = find_profile_version(database, name.project, name.reference());
    const Profile profile = parse_profile(row.toml);
    if (models.empty()) models = models_for_profile(profile, list_model_versions(database, planned.project));
    else check_profile(profile, offered_properties(models));
    check_models_fit(profile, models);
    planned.profile_version = row.id;
    if (profile.relaxation && !asked.has_relaxation()) planned.relaxation = plan_relaxation(database, planned.project, *profile.relaxation);
    planned.compute_alerts = planned.compute_alerts || needs_alerts(profile);
  }
  if (asked.has_relaxation()) planned.relaxation = plan_relaxation(database, planned.project, asked.relaxation(), models);
  if (models.empty()) no_model(database, planned.project);
  plan_stability(database, asked, models, planned);
  for (const ModelVersionRow& row : models) planned.model_versions.push_back(row.id);

  switch (asked.standardization()) {
    case v1::Screening::STANDARDIZATION_NONE:
    case v1::Screening::STANDARDIZATION_PARENT:
      planned.standardization = static_cast<std::uint8_t>(asked.standardization());
      break;
    case v1::Screening::STANDARDIZATION_UNSPECIFIED:
      planned.standardization = asked.profile().empty() && !planned.relaxation ? v1::Screening::STANDARDIZATION_NONE
                                                                               : v1::Screening::STANDARDIZATION_PARENT;
      break;
    default:
      throw Error(ErrorCode::kInvalidArgument, "'screening.standardization': expected NONE (1) or PARENT (2), got " +
                                                   std::to_string(asked.standardization()))
          .with_field("screening.standardization");
  }
  return planned;
}

}  // namespace furui::api
