// A profile against what a screening has.
#include "api/create_ranking.h"

#include <algorithm>

#include "api/choose_models.h"   // for models_of, offered_properties, check_models_fit
#include "api/plan_relaxation.h"  // for check_relaxed_as_asked
#include "api/request_checks.h"  // for check_line
#include "api/resource_names.h"  // for is_resource_id, parse_profile_reference
#include "core/error.h"          // for Error
#include "core/number_text.h"    // for shortest
#include "core/profile.h"        // for parse_profile
#include "rank/ranking.h"        // for check_profile
#include "store/profiles.h"      // for find_profile_version

namespace furui::api {

namespace {

void check_number(double number, double least, double most, const std::string& field) {
  if (number >= least && number <= most) return;
  throw Error(ErrorCode::kInvalidArgument, "'" + field + "': expected " + shortest(least) + " to " + shortest(most) + ", got " + shortest(number)).with_field(field);
}

Diversity diversity_of(const v1::Diversity& asked) {
  const std::string field = "ranking.diversity.";
  Diversity diversity;
  check_number(asked.pick(), 1, kMostPicks, field + "pick");
  diversity.pick = static_cast<std::size_t>(asked.pick());
  if (asked.from() != 0) check_number(asked.from(), asked.pick(), kMostPickedFrom, field + "from");
  diversity.from = static_cast<std::size_t>(asked.from());
  if (!v1::Diversity::Method_IsValid(asked.method()))
    throw Error(ErrorCode::kInvalidArgument, "'ranking.diversity.method': expected MAXMIN (1), SCAFFOLD (2), CLUSTER (3) or FORMULA (4), got " +
                                                 std::to_string(asked.method())).with_field(field + "method");
  diversity.method = static_cast<PickMethod>(std::max<int>(asked.method(), v1::Diversity::METHOD_MAXMIN) - 1);
  if (asked.most() != 0) {
    check_number(asked.most(), 1, kMostPicks, field + "most");
    if (diversity.method == PickMethod::kMaxMin)
      throw Error(ErrorCode::kInvalidArgument, "'ranking.diversity.most': it belongs to the methods scaffold, cluster and formula").with_field(field + "most");
    diversity.most = static_cast<std::size_t>(asked.most());
  }
  if (asked.similarity() != 0) {
    check_number(asked.similarity(), 0.05, 1, field + "similarity");
    if (diversity.method != PickMethod::kCluster)
      throw Error(ErrorCode::kInvalidArgument, "'ranking.diversity.similarity': it belongs to the method cluster").with_field(field + "similarity");
    diversity.similarity = asked.similarity();
  }
  return diversity;
}

}  // namespace

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
    if (!error.field().ends_with(".property")) throw;
    std::string names;
    for (const ModelVersionRow& model : models) names += (names.empty() ? "" : ", ") + model.manifest.name;
    throw Error(error.code(), std::string(error.what()) + "; the screening '" + screening.name + "' was predicted by " + names +
                                  " only: screen the list again with this profile to have what it lacks")
        .with_field(error.field());
  }
  check_models_fit(profile, models);
  check_relaxed_as_asked(database, screening, profile);
  NewRanking ranking;
  ranking.screening = screening.id;
  ranking.name = request.ranking_id();
  ranking.profile_version = row.id;
  ranking.request_id = request.request_id();
  if (request.ranking().has_diversity()) ranking.diversity = diversity_of(request.ranking().diversity());
  return ranking;
}

}  // namespace furui::api
