// A profile against what a screening has.
#include "api/create_ranking.h"

#include "api/choose_models.h"   // for models_of, offered_properties, needs_alerts
#include "api/request_checks.h"  // for check_line
#include "api/resource_names.h"  // for is_resource_id, parse_profile_reference
#include "core/error.h"          // for Error
#include "core/profile.h"        // for parse_profile
#include "rank/ranking.h"        // for check_profile
#include "store/profiles.h"      // for find_profile_version

namespace furui::api {

NewRanking check_ranking_request(Database& database, const v1::CreateRankingRequest& request, const ScreeningRow& screening) {
  if (!request.ranking_id().empty() && !is_resource_id(request.ranking_id()))
    throw Error(ErrorCode::kInvalidArgument, "'ranking_id': expected [a-z0-9][a-z0-9-]{0,62}, such as strict; or leave it empty")
        .with_field("ranking_id");
  check_line(request.request_id(), "request_id", kMaxRequestIdBytes);
  if (request.ranking().profile().empty())
    throw Error(ErrorCode::kInvalidArgument, "'ranking.profile': expected a profile, such as cns or cns/2").with_field("ranking.profile");
  const VersionName name = parse_profile_reference(request.ranking().profile(), screening.project, "ranking.profile");
  const ProfileVersionRow row = find_profile_version(database, name.project, name.reference());
  const Profile profile = parse_profile(row.toml);
  const std::vector<ModelVersionRow> models = models_of(database, screening);
  try {
    check_profile(profile, offered_properties(models));
  } catch (const Error& error) {
    std::string names;
    for (const ModelVersionRow& model : models) names += (names.empty() ? "" : ", ") + model.manifest.name;
    throw Error(error.code(), std::string(error.what()) + "; the screening '" + screening.name + "' was predicted by " + names +
                                  " only: screen the list again with this profile to have what it lacks")
        .with_field(error.field());
  }
  if (needs_alerts(profile) && !screening.compute_alerts)
    throw Error(ErrorCode::kFailedPrecondition, "the profile '" + profile.name + "' filters by structural alerts, and the screening '" +
                                                    screening.name + "' was made without matching them: screen the list again with this profile, "
                                                    "or with alerts")
        .with_field("ranking.profile");
  NewRanking ranking;
  ranking.screening = screening.id;
  ranking.name = request.ranking_id();
  ranking.profile_version = row.id;
  ranking.request_id = request.request_id();
  return ranking;
}

}  // namespace furui::api
