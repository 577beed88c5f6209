// ListCandidates and ExplainCandidate: what was stored about rows of a screening.
#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "api/explain.h"         // for explain
#include "api/page_token.h"      // for make_page_token
#include "api/place_facts.h"     // for facts_of
#include "api/resource_names.h"  // for parse_candidate, parse_ranking
#include "api/result_pages.h"    // for read_page
#include "api/screening_service.h"
#include "core/error.h"     // for Error
#include "core/sha256.h"    // for sha256
#include "store/models.h"   // for the identity of a model version
#include "store/rankings.h"  // for get_ranking
#include "store/results.h"  // for read_results, get_provenance

namespace furui::api {
namespace {

/// "default", or the full name of a ranking of this screening.
std::string ranking_id(const std::string& text, const ScreeningRow& screening) {
  if (!text.starts_with("projects/")) {
    if (!is_resource_id(text))
      throw Error(ErrorCode::kInvalidArgument, "'ranking': expected the name of a ranking, such as default").with_field("ranking");
    return text;
  }
  const RankingName name = parse_ranking(text, "ranking");
  if (name.project != screening.project || name.screening != screening.name)
    throw Error(ErrorCode::kInvalidArgument, "'ranking': expected a ranking of the same screening").with_field("ranking");
  return name.ranking;
}

bool is_done(const RankingRow& ranking) {
  return ranking.state == static_cast<std::uint8_t>(ScreeningState::kSucceeded);
}

/// Places exist once the ranking is stored; before that it is left out.
void add_ranking(const RankingRow& ranking, ResultsQuery& query, CandidateContext& context) {
  if (!is_done(ranking)) return;
  query.ranking = ranking.id;
  context.profile = context.versions->profile(ranking.profile_version);
}

/// Those just above and below in rank, and the ranks with which the candidate is tied.
void add_neighbours(Database& database, ResultsQuery query, const CandidateRow& row, std::vector<CandidateRow>& neighbours,
                    ExplainedRanking& in) {
  if (!row.place || row.place->rank == 0) return;
  query.by_rank = true;
  query.with_fields = query.with_alerts = false;
  query.after = row.place->rank - 2;  // a rank below 1 is nobody's
  query.limit = 3;
  neighbours = read_results(database, query);
  for (const CandidateRow& neighbour : neighbours) {
    if (neighbour.place->rank == row.place->rank - 1) in.above = &neighbour;
    if (neighbour.place->rank == row.place->rank + 1) in.below = &neighbour;
  }
  if (row.place->tie_group > 0) std::tie(in.first_tied, in.last_tied) = ranks_of_tie_group(database, query.ranking, row.place->tie_group);
}

/// The values of the objectives' properties, and what their models state of them.
///
/// models  filled with the models, which must outlive `in`
void add_values(const CandidateRow& row, VersionCache& versions, std::vector<std::shared_ptr<const KnownModel>>& models, ExplainedRanking& in) {
  const Profile& profile = *in.profile;
  auto& values = in.values;
  values.assign(profile.objectives.size(), std::numeric_limits<float>::quiet_NaN());
  in.stds.assign(values.size(), std::numeric_limits<float>::quiet_NaN());
  in.properties.assign(values.size(), nullptr);
  in.filtered.assign(profile.filters.size(), std::numeric_limits<float>::quiet_NaN());
  for (const OutcomeRow& outcome : row.outcomes) {
    const auto& model = models.emplace_back(versions.model(outcome.model_version));
    for (std::size_t column = 0; column < outcome.value.size() && column < model->columns.size(); ++column) {
      const std::string& name = model->columns[column].name;
      const auto is_named = [&](const std::string& property) { return property == name || property == model->manifest.name + "/" + name; };
      // A short name is the first model's that has it, as when it was ranked.
      for (std::size_t i = 0; i < in.filtered.size(); ++i) {
        if (std::isnan(in.filtered[i]) && is_named(profile.filters[i].property)) in.filtered[i] = outcome.value[column];
      }
      for (std::size_t i = 0; i < values.size(); ++i) {
        if (!std::isnan(values[i]) || !is_named(profile.objectives[i].property)) continue;
        values[i] = outcome.value[column];
        if (column < outcome.std.size()) in.stds[i] = outcome.std[column];
        in.properties[i] = &model->manifest.properties[model->columns[column].property];
      }
    }
  }
}

v1::Neighbour to_proto(const NeighbourFacts& facts, const Profile& profile, const ScreeningRow& screening) {
  v1::Neighbour message;
  const RankedPlace& place = *facts.row->place;
  message.set_name(candidate_name(screening.project, screening.name, facts.row->ordinal));
  message.set_ordinal(facts.row->ordinal);
  message.set_id(facts.row->id);
  message.set_rank(place.rank);
  message.set_score(*place.score);
  message.set_expected_score(place.expected.value_or(*place.score));
  message.set_score_std(place.std.value_or(0));
  message.set_chance_of_being_better(facts.chance_of_being_better);
  std::vector<CostGap> gaps = facts.own;
  for (const CostGap& gap : facts.theirs) gaps.push_back({gap.objective, -gap.gain});
  std::stable_sort(gaps.begin(), gaps.end(), [](const CostGap& a, const CostGap& b) { return std::abs(a.gain) > std::abs(b.gain); });
  for (const CostGap& gap : gaps) {
    v1::Gap& one = *message.add_gaps();
    one.set_property(profile.objectives[gap.objective].property);
    one.set_gain(gap.gain);
  }
  return message;
}

v1::PlaceExplanation to_proto(const PlaceFacts& facts, const ExplainedRanking& in, const ScreeningRow& screening) {
  v1::PlaceExplanation message;
  const Profile& profile = *in.profile;
  if (!facts.costs.empty()) message.set_limiting_property(profile.objectives[facts.costs.front()].property);
  for (const std::size_t i : facts.missing) message.add_missing_properties(profile.objectives[i].property);
  for (const FailedFilter& failed : facts.failed) {
    if (failed.has_value) message.add_failed_ranges(failed.in_words);
  }
  message.set_first_tied(in.first_tied);
  message.set_last_tied(in.last_tied);
  if (facts.above) *message.mutable_above() = to_proto(*facts.above, profile, screening);
  if (facts.below) *message.mutable_below() = to_proto(*facts.below, profile, screening);
  for (const NeededChange& change : facts.changes) {
    v1::NeededChange& one = *message.add_needed_changes();
    one.set_property(profile.objectives[change.objective].property);
    one.set_value(in.values[change.objective]);
    one.set_needed(*change.value);
  }
  return message;
}

v1::Provenance provenance_of(std::int32_t model_version, std::int64_t batch, const std::string& raw_sha256, Database& database, VersionCache& versions) {
  const auto model = versions.model(model_version);
  v1::Provenance message;
  message.set_model_version(model->name);
  message.set_model_sha256(to_hex(model->manifest.identity));
  const Provenance from = get_provenance(database, batch);
  message.set_standardization(from.standardization);
  message.set_environment(from.environment_json);
  message.set_device(from.device);
  message.set_worker(from.worker);
  message.set_raw_sha256(raw_sha256);
  message.set_batch(batch);
  google::protobuf::util::TimeUtil::FromString(from.finished_at, message.mutable_compute_time());
  return message;
}

}  // namespace

grpc::ServerUnaryReactor* ScreeningService::ListCandidates(grpc::CallbackServerContext* context,
                                                           const v1::ListCandidatesRequest* request,
                                                           v1::ListCandidatesResponse* response) {
  return calls_.unary(context, "ListCandidates", request->parent(),
                      [this, request, response] { list_candidates(*request, *response); });
}

void ScreeningService::list_candidates(const v1::ListCandidatesRequest& request, v1::ListCandidatesResponse& response) {
  const ScreeningRow screening = find(request.parent(), "parent");
  const std::string scope = "candidates " + std::to_string(screening.id) + " " + request.ranking();
  CandidateContext candidates{screening.project, screening.name, 0, &versions_, nullptr};
  if (request.with_fields()) candidates.fields = screening.columns.size();
  ResultsQuery query;
  query.screening = screening.id;
  query.with_fields = request.with_fields();
  query.with_alerts = screening.compute_alerts;
  query.limit = page_size(request.page_size(), 1000, 10'000);
  query.after = read_page_token(request.page_token(), scope, -1);
  if (!request.ranking().empty())
    add_ranking(get_ranking(database_, screening.id, ranking_id(request.ranking(), screening)), query, candidates);

  const bool more = read_page(database_, query, candidates,
                              [&](v1::CandidateResult&& result) { *response.add_candidates() = std::move(result); });
  if (more) response.set_next_page_token(make_page_token(scope, response.candidates().rbegin()->ordinal()));
}

grpc::ServerUnaryReactor* ScreeningService::ExplainCandidate(grpc::CallbackServerContext* context,
                                                             const v1::ExplainCandidateRequest* request,
                                                             v1::ExplainCandidateResponse* response) {
  return calls_.unary(context, "ExplainCandidate", request->name(),
                      [this, request, response] { explain_candidate(*request, *response); });
}

void ScreeningService::explain_candidate(const v1::ExplainCandidateRequest& request,
                                         v1::ExplainCandidateResponse& response) {
  const CandidateName name = parse_candidate(request.name(), "name");
  const ScreeningRow screening = get_screening(database_, name.project, name.screening);
  CandidateContext context{screening.project, screening.name, screening.columns.size(), &versions_, nullptr};
  ResultsQuery query;
  query.screening = screening.id;
  query.after = std::int64_t{name.ordinal} - 1;
  query.limit = 1;
  ExplainedRanking in;
  const bool has_default = screening.profile_version.has_value();
  if (!request.ranking().empty() || has_default) {
    const std::string wanted = request.ranking().empty() ? "default" : ranking_id(request.ranking(), screening);
    in.ranking = get_ranking(database_, screening.id, wanted);
    add_ranking(in.ranking, query, context);
  }

  std::vector<CandidateRow> rows = read_results(database_, query);
  if (rows.empty() || rows.front().ordinal != name.ordinal)
    throw Error(ErrorCode::kNotFound, "candidate " + std::to_string(name.ordinal) + " is not there: the screening has " +
                                          std::to_string(screening.candidates) + " candidates, counted from 0")
        .with_field("name");
  CandidateRow& row = rows.front();
  std::vector<CandidateRow> neighbours;
  std::vector<std::shared_ptr<const KnownModel>> models;
  if (context.profile) {
    in.profile = &context.profile->profile;
    add_neighbours(database_, query, row, neighbours, in);
    add_values(row, versions_, models, in);
  }
  std::string relaxed;
  if (screening.relaxation) {
    const Manifest& by = versions_.model(screening.relaxation->model_version)->manifest;
    relaxed = by.name + "/" + by.version + ", " + in_words(screening.relaxation->settings);
  }
  std::optional<PlaceFacts> facts;
  if (row.place && in.profile != nullptr) {
    name_the_alert(row, *in.profile);
    facts = facts_of(row, in);
    *response.mutable_explanation() = to_proto(*facts, in, screening);
  }
  for (std::string& sentence : explain(row, in, facts ? &*facts : nullptr, relaxed)) response.add_sentences(std::move(sentence));
  const std::string raw_sha256 = to_hex(sha256(row.raw));
  for (const OutcomeRow& outcome : row.outcomes) *response.add_provenance() = provenance_of(outcome.model_version, outcome.batch, raw_sha256, database_, versions_);
  if (row.relaxation && screening.relaxation)
    *response.mutable_relaxation_provenance() = provenance_of(screening.relaxation->model_version, row.relaxation->batch, raw_sha256, database_, versions_);
  *response.mutable_candidate() = to_proto(std::move(row), context);
  for (const v1::Outcome& outcome : response.candidate().outcomes()) {
    std::string columns;
    for (const std::string& column : outcome.beyond_bounds()) columns += (columns.empty() ? "" : ", ") + column;
    if (!columns.empty()) response.add_sentences("Physically impossible as predicted, not to be trusted: " + columns + ".");
  }
}

}  // namespace furui::api
