// Rank work: the profile's columns of a finished screening and what its filters ask of structures, ordered and stored.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/thread_pool.h"         // for ThreadPool, usable_cores
#include "pipeline/diverse_picks.h"    // for pick_from_best
#include "pipeline/rank_screening.h"  // for plan_ranking, rank_screening, parts_of
#include "pipeline/structure_filters.h"  // for StructureFilters, failed_domain
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

constexpr std::size_t kGraphsAtOnce = 8192;

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

/// Takes all of the ranking but what parts_of() gives.
RankingResult to_result(ScreeningRanking& ranked, const Profile& profile) {
  RankingResult result;
  result.algorithm_version = std::move(ranked.ranking.algorithm_version);
  result.input_sha256 = ranked.input_sha256;
  result.seed = profile.uncertainty.seed;
  result.shortcomings = std::move(ranked.shortcomings);
  result.refused = ranked.refused;
  result.hypervolume = ranked.ranking.hypervolume;
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
  result.failed = std::move(ranked.ranking.failed);
  return result;
}

/// One ranking from its lease to its commit.
class RankWork {
 public:
  RankWork(WorkContext& context, const Flight& flight)
      : context_(context), flight_(flight), keep_going_([&flight] { return flight.keep_going(); }) {}

  /// returns  candidates
  std::size_t run() {
    const ScreeningRow screening = get_screening(context_.database, lease().screening);
    const RankingRow ranking = get_ranking(context_.database, lease().ranking);
    const ProfileVersionRow stored_profile = get_profile_version(context_.database, ranking.profile_version);
    const Profile profile = parse_profile(stored_profile.toml);
    std::vector<ModelVersionRow> versions;
    for (const std::int32_t id : screening.model_versions) versions.push_back(get_model_version(context_.database, id));
    std::vector<const Manifest*> manifests;
    for (const ModelVersionRow& version : versions) manifests.push_back(&version.manifest);
    const RankingPlan plan = plan_ranking(profile, manifests);
    std::vector<WantedColumn> wanted;
    for (const PlannedColumn& column : plan.columns) wanted.push_back({versions[column.model].id, column.column});
    // Alerts that nobody looked for when the list was read are looked for now.
    const std::vector<std::string> catalogues = screening.compute_alerts ? plan.catalogues : std::vector<std::string>{};
    RankingColumns stored = read_ranking_columns(context_.database, lease().screening, wanted, catalogues);
    const std::vector<Domain> domain = std::move(stored.domain);
    RankingInput input = to_input(plan, std::move(stored));
    StructureFilters filters(profile, input.candidates, context_.pool, !screening.compute_alerts);
    look_at_structures(filters, input.candidates);
    input.failed = filters.take_failed();
    input.failed.merge(failed_domain(profile, domain));
    ThreadPool threads(usable_cores());
    ScreeningRanking ranked = rank_screening(plan, stored_profile.toml, input, domain, threads);
    RankingResult result = to_result(ranked, profile);
    result.parts = parts_of(plan, input, ranked.ranking);
    for (std::size_t row = 0; row < result.filter.size(); ++row) {
      if (result.filter[row] < 0) continue;
      std::string why = filters.why(static_cast<std::size_t>(result.filter[row]), row);
      if (!why.empty()) result.filter_detail.emplace(static_cast<std::int32_t>(row), std::move(why));
    }
    if (!result.refused) result.picks = pick(ranking.diversity.value_or(profile.diversity), result);
    commit_ranking(context_.database, lease(), result);
    return input.candidates;
  }

 private:
  const Lease& lease() const { return flight_.lease(); }

  void look_at_structures(StructureFilters& filters, std::size_t candidates) {
    if (!filters.asks()) return;
    for (std::size_t first = 0; first < candidates; first += kGraphsAtOnce) {
      std::vector<std::int32_t> ordinals(std::min(kGraphsAtOnce, candidates - first));
      std::iota(ordinals.begin(), ordinals.end(), static_cast<std::int32_t>(first));
      const std::map<std::int32_t, std::string> contents = graphs_of(ordinals);
      std::vector<StoredGraph> graphs;
      for (const auto& [ordinal, bytes] : contents) graphs.push_back({static_cast<std::size_t>(ordinal), bytes});
      filters.look(graphs, keep_going_);
    }
  }

  std::map<std::int32_t, RankedPick> pick(const Diversity& diversity, const RankingResult& ranked) {
    std::map<std::int32_t, RankedPick> picks;
    if (diversity.pick == 0) return picks;
    std::vector<std::int32_t> best(diversity.pool(), -1);  // by rank
    for (std::size_t row = 0; row < ranked.rank.size(); ++row) {
      if (ranked.rank[row] != 0 && ranked.rank[row] <= best.size()) best[ranked.rank[row] - 1] = static_cast<std::int32_t>(row);
    }
    best.erase(std::find(best.begin(), best.end(), -1), best.end());
    const std::map<std::int32_t, std::string> contents = graphs_of(best);
    std::vector<StoredGraph> graphs;
    for (const std::int32_t ordinal : best) {
      const auto found = contents.find(ordinal);
      if (found != contents.end()) graphs.push_back({static_cast<std::size_t>(ordinal), found->second});
    }
    for (const DiversePick& picked : pick_from_best(diversity, graphs, context_.pool, keep_going_)) {
      const auto number = static_cast<std::int32_t>(picks.size() + 1);
      picks.emplace(static_cast<std::int32_t>(picked.row), RankedPick{number, picked.group, picked.similarity});
    }
    return picks;
  }

  std::map<std::int32_t, std::string> graphs_of(const std::vector<std::int32_t>& ordinals) {
    std::map<std::int32_t, std::string> contents;
    read_graphs(context_.database, lease().screening, ordinals, [&](std::int32_t ordinal, std::string_view bytes) { contents.emplace(ordinal, bytes); });
    return contents;
  }

  WorkContext& context_;
  const Flight& flight_;
  std::function<bool()> keep_going_;
};

}  // namespace

void rank_candidates(WorkContext& context, const Flight& flight) {
  Stopwatch watch;
  with_patience(context.database, [&flight] { return flight.keep_going(); }, [&] {
    const std::size_t candidates = RankWork(context, flight).run();
    const double seconds = watch.lap_s();
    context.metrics.stage_took("rank", seconds);
    spdlog::info("work {}: ranked {} candidates in {:.3f} s", flight.lease().work, candidates, seconds);
  });
}

}  // namespace furui
