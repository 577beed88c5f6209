// One row an input row: its cells, its place, its values, its alerts, its status.
#include "result_file.h"

#include <algorithm>
#include <charconv>

#include "csv_writer.h"      // for CsvWriter
#include "result_columns.h"  // for ResultColumns

namespace furui::cli {
namespace {

void write_values(CsvWriter& csv, const ResultColumns& columns, const std::vector<const v1::Outcome*>& outcomes) {
  for (const ValueColumn& column : columns.values) {
    const v1::Outcome* outcome = outcomes[column.model];
    const auto index = static_cast<int>(column.column);
    const bool value = outcome != nullptr && index < outcome->value_size();
    csv.cell(value ? number_text(outcome->value(index)) : "");
    if (!column.std_name.empty()) csv.cell(value && index < outcome->std_size() ? number_text(outcome->std(index)) : "");
  }
}

void write_place(CsvWriter& csv, const v1::Place& place) {
  csv.cell(place.rank() > 0 ? std::to_string(place.rank()) : "");
  csv.cell(place.has_score() ? number_text(place.score()) : "");
  csv.cell(place.has_score_std() ? number_text(place.score_std()) : "");
  csv.cell(place.has_meets_all() ? number_text(place.meets_all()) : "");
  csv.cell(place.has_in_top() ? number_text(place.in_top()) : "");
  csv.cell(place.has_stays_in_top() ? number_text(place.stays_in_top()) : "");
  csv.cell(place.tie_group() > 0 ? std::to_string(place.tie_group()) : "");
}

void write_pick(CsvWriter& csv, const v1::Place& place) {
  csv.cell(place.pick() > 0 ? std::to_string(place.pick()) : "");
  csv.cell(place.pick_group());
  csv.cell(place.has_pick_similarity() ? number_text(place.pick_similarity()) : "");
}

void write_relaxation(CsvWriter& csv, const v1::CandidateResult& candidate) {
  csv.cell(candidate.has_relaxation() ? relaxation_status_name(candidate.relaxation().status()) : "");
  csv.cell(candidate.has_relaxation() ? std::to_string(candidate.relaxation().steps()) : "");
  csv.cell(candidate.has_relaxation() ? number_text(candidate.relaxation().volume_per_atom()) : "");
}

/// Whether any model looks at crystals, so that there may be some.
bool takes_crystals(const Screened& screened) {
  return std::any_of(screened.models.begin(), screened.models.end(), [](const v1::ModelVersion& model) { return model.input() != "molecule"; });
}

}  // namespace

std::string number_text(float value) {
  char buffer[48];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value);
  return std::string(buffer, end.ptr);
}

Summary write_result_file(Connection& connection, const Screened& screened, const std::filesystem::path& file) {
  const std::vector<std::string> input(screened.screening.columns().begin(), screened.screening.columns().end());
  const ResultColumns columns = result_columns(
      input, screened.models,
      {.crystals = takes_crystals(screened), .relaxed = screened.screening.has_relaxation(), .ranked = !screened.ranking.empty(), .fronts = !screened.ranking.empty() && screened.ranking_row.pareto_size() > 0,
       .picks = !screened.ranking.empty() && screened.ranking_row.has_diversity(), .alerts = screened.screening.alerts(), .decomposition = assesses_stability(screened)});
  CsvWriter csv(file);
  for (const std::string& name : columns.header()) csv.cell(name);
  csv.end_row();
  Summary summary;
  summary.alerts_computed = columns.optional.alerts;
  summary.ended = has_ended_early(screened.screening);
  each_candidate(connection, screened, true, [&](const v1::CandidateResult& candidate) {
    summary.add(candidate);
    for (int c = 0; c < static_cast<int>(input.size()); ++c) csv.cell(c < candidate.fields_size() ? candidate.fields(c) : "");
    if (columns.optional.crystals) {
      csv.cell(candidate.formula());
      csv.cell(candidate.space_group() > 0 ? std::to_string(candidate.space_group()) : "");
    }
    if (columns.optional.relaxed) write_relaxation(csv, candidate);
    if (columns.optional.ranked) write_place(csv, candidate.place());
    if (columns.optional.fronts) csv.cell(candidate.place().has_front() ? std::to_string(candidate.place().front()) : "");
    if (columns.optional.picks) write_pick(csv, candidate.place());
    std::vector<const v1::Outcome*> outcomes(screened.models.size(), nullptr);
    for (const auto& outcome : candidate.outcomes()) {
      for (std::size_t m = 0; m < screened.models.size(); ++m) {
        if (outcome.model_version() == screened.models[m].name()) outcomes[m] = &outcome;
      }
    }
    write_values(csv, columns, outcomes);
    if (columns.optional.decomposition) csv.cell(decomposition_text(candidate));
    if (columns.optional.alerts) csv.cell(alerts_text(candidate));
    const RowStatus row = row_status(candidate, summary.ended);
    csv.cell(row.status);
    csv.cell(row.reason);
    csv.cell(row.detail);
    csv.end_row();
  });
  csv.finish();
  return summary;
}

Summary summarize(Connection& connection, const Screened& screened) {
  Summary summary;
  summary.alerts_computed = screened.screening.alerts();
  summary.ended = has_ended_early(screened.screening);
  each_candidate(connection, screened, false, [&](const v1::CandidateResult& candidate) { summary.add(candidate); });
  return summary;
}

}  // namespace furui::cli
