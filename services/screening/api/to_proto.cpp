// Rows to messages, field by field.
#include "api/to_proto.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <cmath>

#include "api/plan_relaxation.h"  // for to_proto
#include "api/resource_names.h"  // for names
#include "core/atoms_text.h"     // for atoms_text
#include "rank/ranking.h"        // for describe, a filter in words

namespace furui::api {
namespace {

google::protobuf::Timestamp to_time(const std::string& rfc3339) {
  google::protobuf::Timestamp time;
  google::protobuf::util::TimeUtil::FromString(rfc3339, &time);
  return time;
}

/// The numbers of core and schema are the same by design, but for the ranking's missing UPLOADING.
v1::Screening::State to_proto(ScreeningState state) { return static_cast<v1::Screening::State>(state); }

v1::Domain to_proto(Domain domain) { return static_cast<v1::Domain>(domain); }

v1::ModelVersion::State to_proto(ModelState state) { return static_cast<v1::ModelVersion::State>(state); }

v1::Outcome to_proto(const OutcomeRow& row, VersionCache& versions) {
  v1::Outcome outcome;
  const auto model = versions.model(row.model_version);
  outcome.set_model_version(model->name);
  outcome.mutable_value()->Add(row.value.begin(), row.value.end());
  outcome.mutable_std()->Add(row.std.begin(), row.std.end());
  outcome.set_domain(to_proto(row.domain));
  outcome.set_domain_note(row.domain_note);
  if (row.rejection) {
    v1::Rejection& rejection = *outcome.mutable_rejection();
    rejection.set_stage(static_cast<v1::Rejection::Stage>(row.rejection->stage));
    rejection.set_reason(to_string(row.rejection->reason));
    rejection.set_detail(row.rejection->detail);
  }
  for (std::size_t i = 0; i < row.value.size() && i < model->columns.size(); ++i) {
    const Property& property = model->manifest.properties[model->columns[i].property];
    if (property.lies_beyond_bounds(row.value[i])) outcome.add_beyond_bounds(model->columns[i].name);
  }
  return outcome;
}

v1::Calibration to_proto(const Calibration& calibration) {
  v1::Calibration message;
  message.set_type(to_string(calibration.type));
  message.set_rows(calibration.rows);
  message.set_dataset(calibration.dataset);
  for (const auto& [figure, value] : calibration.before) (*message.mutable_before())[figure] = value;
  for (const auto& [figure, value] : calibration.after) (*message.mutable_after())[figure] = value;
  switch (calibration.type) {
    case CalibrationType::kZScaling:
      message.set_factor(calibration.factor);
      break;
    case CalibrationType::kIsotonic:
      message.mutable_knot_x()->Add(calibration.knot_x.begin(), calibration.knot_x.end());
      message.mutable_knot_y()->Add(calibration.knot_y.begin(), calibration.knot_y.end());
      break;
    case CalibrationType::kSplitConformal:
      message.set_level(calibration.level);
      message.set_quantile(calibration.quantile);
      message.set_scaled(calibration.scaled);
      break;
  }
  return message;
}

v1::Property to_proto(const Property& property) {
  v1::Property message;
  message.set_name(property.name);
  message.set_title(property.title);
  message.set_unit(property.unit);
  message.set_task(to_string(property.task));
  for (const std::string& name : property.classes) message.add_classes(name);
  message.set_direction(to_string(property.direction));
  if (property.lower_bound) message.set_lower_bound(*property.lower_bound);
  if (property.upper_bound) message.set_upper_bound(*property.upper_bound);
  message.set_species(property.species);
  for (const auto& [metric, value] : property.quality) (*message.mutable_quality())[metric] = value;
  message.set_has_std(property.has_std);
  if (property.calibration) *message.mutable_calibration() = to_proto(*property.calibration);
  return message;
}

}  // namespace

v1::Screening to_proto(const ScreeningRow& row, VersionCache& versions) {
  v1::Screening message;
  message.set_name(screening_name(row.project, row.name));
  message.set_title(row.title);
  message.set_state(to_proto(row.state));
  message.set_error(row.error);
  for (const std::int32_t id : row.model_versions) message.add_models(versions.model(id)->name);
  if (row.profile_version) message.set_profile(versions.profile(*row.profile_version)->name);
  message.set_standardization(static_cast<v1::Screening::Standardization>(row.standardization));
  message.set_alerts(row.compute_alerts);
  for (const std::string& column : row.columns) message.add_columns(column);
  message.set_candidates(row.candidates);
  message.set_done(row.done);
  message.set_predicted(row.predicted);
  message.set_rejected(row.rejected);
  message.set_file_name(row.file_name);
  message.set_file_summary(row.file_summary_json);
  if (row.input_sha256) message.set_input_sha256(to_hex(*row.input_sha256));
  if (row.relaxation) *message.mutable_relaxation() = to_proto(*row.relaxation, versions.model(row.relaxation->model_version)->name);
  message.set_relaxed(row.relaxed);
  for (const std::string& name : row.competing_names) message.add_competing(screening_name(row.project, name));
  message.set_relaxation_steps(row.relaxation_steps);
  if (!row.created_at.empty()) *message.mutable_create_time() = to_time(row.created_at);
  if (!row.finalized_at.empty()) *message.mutable_finalize_time() = to_time(row.finalized_at);
  if (!row.started_at.empty()) *message.mutable_start_time() = to_time(row.started_at);
  if (!row.finished_at.empty()) *message.mutable_finish_time() = to_time(row.finished_at);
  return message;
}

v1::ModelVersion to_proto(const ModelVersionRow& row) {
  const Manifest& manifest = row.manifest;
  v1::ModelVersion message;
  message.set_name(model_version_name(row.project, manifest.name, manifest.version));
  message.set_title(manifest.title);
  message.set_input(manifest.input);
  message.set_state(to_proto(row.state));
  message.set_state_reason(row.state_reason);
  for (const Column& column : manifest.columns()) message.add_columns(column.name);
  for (const Property& property : manifest.properties) *message.add_properties() = to_proto(property);
  message.set_sha256(to_hex(manifest.identity));
  message.set_licence_code(manifest.licence_code);
  message.set_licence_weights(manifest.licence_weights);
  for (const std::string& reference : manifest.citation) message.add_citation(reference);
  message.set_golden(row.golden_json);
  if (const auto& training = manifest.training) {
    v1::TrainingDomain& domain = *message.mutable_training_domain();
    domain.set_fingerprint(training->fingerprint);
    domain.set_molecules(training->molecules);
    domain.set_in(training->in);
    domain.set_borderline(training->borderline);
  }
  if (!row.created_at.empty()) *message.mutable_create_time() = to_time(row.created_at);
  return message;
}

v1::Profile to_proto(const ProfileVersionRow& row) {
  v1::Profile message;
  message.set_name(profile_version_name(row.project, row.profile, row.version));
  message.set_title(row.title);
  message.set_toml(row.toml);
  message.set_description(parse_profile(row.toml).description);
  if (!row.created_at.empty()) *message.mutable_create_time() = to_time(row.created_at);
  return message;
}

v1::Place to_proto(const RankedPlace& row, const Profile& profile) {
  v1::Place place;
  place.set_rank(row.rank);
  if (row.score) place.set_score(*row.score);
  if (row.filter >= 0 && static_cast<std::size_t>(row.filter) < profile.filters.size())
    place.set_failed_filter(describe(profile.filters[static_cast<std::size_t>(row.filter)]));
  place.set_failed_filter_detail(row.filter_detail);
  for (const std::int16_t filter : row.also_failed) {
    if (static_cast<std::size_t>(filter) < profile.filters.size()) place.add_also_failed(describe(profile.filters[static_cast<std::size_t>(filter)]));
  }
  place.set_pick(row.pick);
  place.set_pick_group(row.pick_group);
  if (row.pick_similarity) place.set_pick_similarity(*row.pick_similarity);
  if (row.expected) place.set_expected_score(*row.expected);
  if (row.std) place.set_score_std(*row.std);
  if (row.meets) place.set_meets_all(*row.meets);
  if (row.top) place.set_in_top(*row.top);
  if (row.stays) place.set_stays_in_top(*row.stays);
  place.set_tie_group(row.tie_group);
  if (row.front) place.set_front(*row.front);
  for (std::size_t i = 0; i < profile.objectives.size() && i < row.contribution.size(); ++i) {
    v1::Contribution& contribution = *place.add_contributions();
    contribution.set_property(profile.objectives[i].property);
    if (i < row.desirability.size() && row.desirability[i] == row.desirability[i])  // NaN: no value
      contribution.set_desirability(row.desirability[i]);
    if (row.contribution[i] == row.contribution[i]) contribution.set_contribution(row.contribution[i]);
  }
  return place;
}

namespace {

v1::Diversity to_proto(const Diversity& diversity) {
  v1::Diversity message;
  message.set_pick(static_cast<std::int32_t>(diversity.pick));
  message.set_from(static_cast<std::int32_t>(diversity.pool()));
  message.set_method(static_cast<v1::Diversity::Method>(static_cast<int>(diversity.method) + 1));
  if (diversity.method != PickMethod::kMaxMin) message.set_most(static_cast<std::int32_t>(diversity.most));
  if (diversity.method == PickMethod::kCluster) message.set_similarity(diversity.similarity);
  return message;
}

}  // namespace

v1::Ranking to_proto(const RankingRow& row, const ScreeningRow& screening, VersionCache& versions) {
  v1::Ranking message;
  message.set_name(ranking_name(screening.project, screening.name, row.name));
  const auto profile = versions.profile(row.profile_version);
  message.set_profile(profile->name);
  for (const ParetoAxis& axis : profile->profile.pareto) message.add_pareto(axis.property);
  if (row.hypervolume) message.set_hypervolume(*row.hypervolume);
  message.set_top(static_cast<std::int64_t>(profile->profile.uncertainty.top_of(static_cast<std::size_t>(row.ranked))));
  for (std::size_t i = 0; i < row.weight_down.size() && i < row.weight_up.size() && i < profile->profile.objectives.size(); ++i) {
    v1::CriticalWeight& weight = *message.add_critical_weights();
    weight.set_property(profile->profile.objectives[i].property);
    if (!std::isnan(row.weight_down[i])) weight.set_down(row.weight_down[i]);
    if (!std::isnan(row.weight_up[i])) weight.set_up(row.weight_up[i]);
  }
  const Diversity& diversity = row.diversity ? *row.diversity : profile->profile.diversity;
  if (diversity.pick > 0) *message.mutable_diversity() = to_proto(diversity);
  // Before its screening is finalized a ranking waits like any other.
  const bool uploading = row.state == static_cast<std::uint8_t>(ScreeningState::kUploading);
  message.set_state(uploading ? v1::Ranking::STATE_QUEUED : static_cast<v1::Ranking::State>(row.state));
  message.set_error(row.error);
  message.set_algorithm_version(row.algorithm_version);
  message.set_seed(row.seed);
  message.set_input_sha256(row.input_sha256_hex);
  message.set_ranked(row.ranked);
  message.set_filtered(row.filtered);
  message.set_rejected(row.rejected);
  if (!row.finished_at.empty()) *message.mutable_finish_time() = to_time(row.finished_at);
  if (row.shortcomings) {
    message.set_decision_grade(row.shortcomings->empty() && message.state() == v1::Ranking::STATE_SUCCEEDED);
    for (const std::string& shortcoming : *row.shortcomings) message.add_shortcomings(shortcoming);
  }
  return message;
}

v1::RelaxationEnd to_proto(const RelaxationEnd& row) {
  v1::RelaxationEnd message;
  message.set_status(static_cast<v1::RelaxationStatus>(row.status));
  message.set_steps(row.steps);
  message.set_energy_per_atom(row.energy_per_atom);
  message.set_largest_force(row.largest_force);
  message.set_volume_per_atom(row.volume_per_atom);
  message.set_structure_sha256(row.final_sha256_hex);
  for (const std::string& change : row.changes) message.add_changes(change);
  message.set_detail(row.detail);
  return message;
}

void name_the_alert(CandidateRow& row, const Profile& profile) {
  RankedPlace& place = *row.place;
  if (!place.filter_detail.empty() || place.filter < 0 || static_cast<std::size_t>(place.filter) >= profile.filters.size()) return;
  const std::vector<std::string>& catalogues = profile.filters[static_cast<std::size_t>(place.filter)].alerts;
  const auto found = std::find_if(row.alerts.begin(), row.alerts.end(), [&](const AlertRow& alert) {
    return std::find(catalogues.begin(), catalogues.end(), alert.catalogue) != catalogues.end();
  });
  if (found != row.alerts.end()) place.filter_detail = found->catalogue + " rule " + found->rule + " matches " + atoms_text(found->atoms);
}

v1::CandidateResult to_proto(CandidateRow&& row, const CandidateContext& context) {
  v1::CandidateResult message;
  message.set_name(candidate_name(context.project, context.screening, row.ordinal));
  message.set_ordinal(row.ordinal);
  message.set_id(std::move(row.id));
  message.set_raw(std::move(row.raw));
  row.fields.resize(context.fields);
  for (std::string& field : row.fields) message.add_fields(std::move(field));
  message.set_structure_sha256(row.structure_sha256_hex);
  message.set_standardized_smiles(std::move(row.standardized_smiles));
  for (std::string& change : row.changes) message.add_changes(std::move(change));
  for (std::string& warning : row.warnings) message.add_warnings(std::move(warning));
  message.set_formula(std::move(row.formula));
  message.set_space_group(row.space_group);
  if (row.relaxation) *message.mutable_relaxation() = to_proto(*row.relaxation);
  for (ProductRow& product : row.products) {
    v1::DecompositionProduct& to = *message.add_decomposition();
    to.set_model_version(context.versions->model(product.model_version)->name);
    to.set_formula(std::move(product.formula));
    to.set_candidate(std::move(product.source));
    to.set_share(product.share);
  }
  for (const OutcomeRow& outcome : row.outcomes) *message.add_outcomes() = to_proto(outcome, *context.versions);
  for (const AlertRow& alert : row.alerts) {
    v1::Alert& to = *message.add_alerts();
    to.set_catalogue(alert.catalogue);
    to.set_rule(alert.rule);
    to.mutable_atoms()->Add(alert.atoms.begin(), alert.atoms.end());
  }
  if (row.place && context.profile) {
    name_the_alert(row, context.profile->profile);
    *message.mutable_place() = to_proto(*row.place, context.profile->profile);
  }
  return message;
}

}  // namespace furui::api
