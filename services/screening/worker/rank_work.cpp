// Rank work: the profile's columns of a finished screening, ordered and stored.
#include <spdlog/spdlog.h>

#include <memory>
#include <utility>
#include <vector>

#include "core/thread_pool.h"         // for ThreadPool, usable_cores
#include "pipeline/rank_screening.h"  // for plan_ranking, rank_screening
#include "store/commits.h"            // for commit_ranking, read_ranking_columns
#include "store/models.h"             // for get_model_version
#include "store/profiles.h"           // for get_profile_version
#include "store/rankings.h"           // for get_ranking
#include "store/screenings.h"         // for get_screening
#include "worker/patience.h"          // for with_patience
#include "worker/stopwatch.h"         // for Stopwatch
#include "worker/work_context.h"      // for rank_candidates

namespace furui {
namespace {

RankingInput to_input(const RankingPlan& plan, RankingColumns&& stored) {
  RankingInput input;
  input.candidates = static_cast<std::size_t>(stored.candidates);
  for (std::size_t i = 0; i < plan.columns.size(); ++i) {
    StoredColumn& column = stored.columns[i];
    input.columns.push_back(
        {plan.columns[i].property, plan.columns[i].unit, std::move(column.value), std::move(column.std)});
  }
  input.alerts = std::move(stored.alerts);
  input.structure = std::move(stored.structure);
  input.rejected = std::move(stored.rejected);
  return input;
}

RankingResult to_result(ScreeningRanking&& ranked, const Profile& profile) {
  RankingResult result;
  result.algorithm_version = std::move(ranked.ranking.algorithm_version);
  result.input_sha256 = ranked.input_sha256;
  result.seed = profile.uncertainty.seed;
  result.shortcomings = std::move(ranked.shortcomings);
  result.refused = ranked.refused;
  result.objectives = profile.objectives.size();
  result.expected = std::move(ranked.ranking.expected);
  result.std = std::move(ranked.ranking.std);
  result.meets = std::move(ranked.ranking.meets);
  result.top = std::move(ranked.ranking.top);
  result.tie_group = std::move(ranked.ranking.tie_group);
  result.front = std::move(ranked.ranking.front);
  result.stays = std::move(ranked.robustness.stays);
  for (const CriticalFactors& factors : ranked.robustness.critical) {
    result.weight_down.push_back(static_cast<float>(factors.down));
    result.weight_up.push_back(static_cast<float>(factors.up));
  }
  result.rank = std::move(ranked.ranking.rank);
  result.score = std::move(ranked.ranking.score);
  result.filter = std::move(ranked.ranking.filter);
  result.desirability = std::move(ranked.ranking.desirability);
  result.contribution = std::move(ranked.ranking.contribution);
  return result;
}

}  // namespace

void rank_candidates(WorkContext& context, const Flight& flight) {
  const Lease& lease = flight.lease();
  Stopwatch watch;
  with_patience(context.database, [&flight] { return flight.keep_going(); }, [&] {
    const ScreeningRow screening = get_screening(context.database, lease.screening);
    const RankingRow ranking = get_ranking(context.database, lease.ranking);
    const ProfileVersionRow stored_profile = get_profile_version(context.database, ranking.profile_version);
    const Profile profile = parse_profile(stored_profile.toml);
    std::vector<ModelVersionRow> versions;
    for (const std::int32_t id : screening.model_versions) versions.push_back(get_model_version(context.database, id));
    std::vector<const Manifest*> manifests;
    for (const ModelVersionRow& version : versions) manifests.push_back(&version.manifest);
    const RankingPlan plan = plan_ranking(profile, manifests);
    std::vector<WantedColumn> wanted;
    for (const PlannedColumn& column : plan.columns) wanted.push_back({versions[column.model].id, column.column});
    RankingColumns stored = read_ranking_columns(context.database, lease.screening, wanted, plan.catalogues);
    const std::vector<std::uint8_t> outside = std::move(stored.outside);
    const RankingInput input = to_input(plan, std::move(stored));
    ThreadPool threads(usable_cores());
    ScreeningRanking ranked = rank_screening(profile, stored_profile.toml, plan, input, outside, threads);
    commit_ranking(context.database, lease, to_result(std::move(ranked), profile));
    const double seconds = watch.lap_s();
    context.metrics.stage_took("rank", seconds);
    spdlog::info("work {}: ranked {} candidates in {:.3f} s", lease.work, input.candidates, seconds);
  });
}

}  // namespace furui
