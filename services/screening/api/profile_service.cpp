// Profiles are parsed before they are stored, so that every stored one can rank.
#include "api/profile_service.h"

#include "api/choose_models.h"   // for models_for_profile, properties_of
#include "api/draft_profile.h"   // for draft
#include "api/page_token.h"      // for make_page_token
#include "api/request_checks.h"  // for check_line
#include "api/resource_names.h"  // for parse_project
#include "api/to_proto.h"        // for to_proto
#include "api/plan_relaxation.h"  // for plan_relaxation
#include "core/error.h"          // for Error
#include "rank/decision_grade.h"  // for stated_quality, shortcomings
#include "rank/desirability.h"   // for make_desirability, which checks a transform
#include "store/models.h"        // for list_model_versions
#include "store/profiles.h"      // for create_profile_version

namespace furui::api {
namespace {

/// What the profile uses of the models there are, and what is lacking.
v1::ValidateProfileResponse validated(const Profile& profile, const std::vector<ModelVersionRow>& known) {
  v1::ValidateProfileResponse response;
  response.set_name(profile.name);
  response.set_title(profile.title);
  const std::vector<ModelVersionRow> models = models_for_profile(profile, known);
  check_models_fit(profile, models);
  std::vector<StatedQuality> used;
  for (const std::string& property : properties_of(profile)) {
    for (const ModelVersionRow& model : models) {
      const auto index = property_of_model(property, model);
      if (!index) continue;
      used.push_back(stated_quality(model.manifest, *index, property));
      v1::UsedProperty& message = *response.add_properties();
      message.set_property(property);
      message.set_model_version(model_version_name(model.project, model.manifest.name, model.manifest.version));
      message.set_unit(model.manifest.properties[*index].unit);
      message.mutable_quality()->insert(used.back().published.begin(), used.back().published.end());
      break;
    }
  }
  for (const std::string& shortcoming : shortcomings(profile.quality, used, 0)) response.add_shortcomings(shortcoming);
  return response;
}

}  // namespace

/// Transforms and patterns are checked here; properties only when a screening chooses its models.
Profile ProfileService::checked(const std::string& toml) const {
  Profile profile = parse_profile(toml);
  for (const Objective& objective : profile.objectives)
    make_desirability(objective.transform, "profile '" + profile.name + "' line " + std::to_string(objective.transform.line));
  if (check_patterns_) check_patterns_(profile);
  return profile;
}

grpc::ServerUnaryReactor* ProfileService::CreateProfile(grpc::CallbackServerContext* context,
                                                        const v1::CreateProfileRequest* request,
                                                        v1::Profile* response) {
  return calls_.unary(context, "CreateProfile", request->parent(), [this, request, response] {
    const std::string project = parse_project(request->parent(), "parent").project;
    if (project == "shared")
      throw Error(ErrorCode::kPermissionDenied, "project 'shared' holds what furui ships; create the profile in another "
                                                "project, such as projects/default");
    check_line(request->request_id(), "request_id", kMaxRequestIdBytes);
    const Profile profile = checked(request->profile().toml());
    *response = to_proto(create_profile_version(database_, project, profile.name, profile.title,
                                                request->profile().toml(), request->request_id()));
  });
}

grpc::ServerUnaryReactor* ProfileService::ValidateProfile(grpc::CallbackServerContext* context,
                                                          const v1::ValidateProfileRequest* request,
                                                          v1::ValidateProfileResponse* response) {
  return calls_.unary(context, "ValidateProfile", request->parent(), [this, request, response] {
    const std::string project = parse_project(request->parent(), "parent").project;
    const Profile profile = checked(request->toml());
    if (profile.relaxation) plan_relaxation(database_, project, *profile.relaxation);
    *response = validated(profile, list_model_versions(database_, project));
  });
}

grpc::ServerUnaryReactor* ProfileService::DraftProfile(grpc::CallbackServerContext* context,
                                                       const v1::DraftProfileRequest* request,
                                                       v1::DraftProfileResponse* response) {
  return calls_.unary(context, "DraftProfile", request->screening(),
                      [this, request, response] { *response = draft(database_, *request); });
}

grpc::ServerUnaryReactor* ProfileService::GetProfile(grpc::CallbackServerContext* context,
                                                     const v1::GetProfileRequest* request, v1::Profile* response) {
  return calls_.unary(context, "GetProfile", request->name(), [this, request, response] {
    const VersionName name = parse_profile_name(request->name(), "name");
    *response = to_proto(find_profile_version(database_, name.project, name.reference()));
  });
}

grpc::ServerUnaryReactor* ProfileService::ListProfiles(grpc::CallbackServerContext* context,
                                                       const v1::ListProfilesRequest* request,
                                                       v1::ListProfilesResponse* response) {
  return calls_.unary(context, "ListProfiles", request->parent(),
                      [this, request, response] { list(*request, *response); });
}

void ProfileService::list(const v1::ListProfilesRequest& request, v1::ListProfilesResponse& response) {
  const std::string project = parse_project(request.parent(), "parent").project;
  const std::string scope = "profiles " + project;
  const std::vector<ProfileVersionRow> rows = list_profiles(database_, project);
  const auto first = static_cast<std::size_t>(read_page_token(request.page_token(), scope, 0));
  const auto most = static_cast<std::size_t>(page_size(request.page_size(), 100, 1000));
  std::size_t bytes = 0;
  std::size_t next = first;
  for (; next < rows.size() && next - first < most; ++next) {
    v1::Profile profile = to_proto(rows[next]);
    bytes += profile.ByteSizeLong();
    if (next > first && bytes > (std::size_t{3} << 20)) break;
    *response.add_profiles() = std::move(profile);
  }
  if (next < rows.size()) response.set_next_page_token(make_page_token(scope, static_cast<std::int64_t>(next)));
}

}  // namespace furui::api
