// furui explain: why one candidate has its values, its place, or none.
#include <cstdio>
#include <memory>

#include "candidate_reference.h"  // for candidate_name
#include "commands/command.h"     // for Global
#include "follow.h"               // for time_text
#include "json_output.h"          // for print_json
#include "resource_names.h"       // for short_name, told_apart
#include "result_columns.h"       // for result_columns
#include "result_pages.h"         // for describe_screening
#include "text_table.h"           // for text_table
#include "visible_text.h"         // for visible

namespace furui::cli {
namespace {

struct ExplainOptions {
  std::string screening, candidate, ranking;
  bool by_id = false;
};

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value + 0.0);  // -0 becomes 0
  return text;
}

void print_contributions(const v1::Place& place) {
  if (place.contributions().empty() || !place.has_score()) return;
  std::vector<std::vector<std::string>> rows{{"  objective", "desirability", "costs the score"}};
  for (const auto& part : place.contributions())
    rows.push_back({"  " + part.property(), part.has_desirability() ? number(part.desirability()) : "-", number(part.contribution())});
  std::printf("\nObjectives\n%s", text_table(rows).c_str());
}

void print_values(Connection& connection, const v1::Screening& screening, const std::string& ranking, const v1::CandidateResult& candidate) {
  const Screened screened = describe_screening(connection, screening, ranking);
  std::vector<std::vector<std::string>> rows{{"  property", "value", "std", "unit"}};
  for (const ValueColumn& column : result_columns({}, screened.models, {}).values) {
    for (const auto& outcome : candidate.outcomes()) {
      const auto index = static_cast<int>(column.column);
      if (outcome.model_version() != screened.models[column.model].name() || index >= outcome.value_size()) continue;
      rows.push_back({"  " + column.name, number(outcome.value(index)), index < outcome.std_size() ? number(outcome.std(index)) : "",
                      column.unit});
    }
  }
  if (rows.size() > 1) std::printf("\nValues\n%s", text_table(rows).c_str());
}

void print_provenance(const v1::Provenance& provenance, const std::string& what_of_model) {
  const auto line = [](const char* what, const std::string& value) {
    if (!value.empty()) std::printf("  %-16s %s\n", what, visible(value).c_str());
  };
  std::printf("\nWhere %s comes from\n", what_of_model.c_str());
  line("model's SHA-256", provenance.model_sha256());
  line("input's SHA-256", provenance.raw_sha256());
  line("standardization", provenance.standardization());
  line("software", provenance.environment());
  line("device", provenance.device());
  if (provenance.batch() > 0) line("batch", std::to_string(provenance.batch()));
  if (provenance.has_compute_time()) line("computed (UTC)", time_text(provenance.compute_time()));
}

void explain(const Global& global, const ExplainOptions& options) {
  Connection connection = connect(global.server);
  const auto screening = get_screening(connection, global.screening(options.screening));
  v1::ExplainCandidateRequest request;
  request.set_name(candidate_name(connection, screening.name(), options.candidate, options.by_id));
  request.set_ranking(options.ranking);
  const auto explained = call(connection, connection.screenings(), &v1::ScreeningService::Stub::ExplainCandidate, request);
  if (global.json) return print_json(to_json(explained));

  const auto& candidate = explained.candidate();
  std::printf("candidate %d of %s%s\n", candidate.ordinal(), short_name(screening.name()).c_str(),
              candidate.id().empty() ? "" : (": " + visible(candidate.id())).c_str());
  // A structure of one line; a connection table is longer than a screen.
  if (!candidate.raw().empty() && candidate.raw().find('\n') == std::string::npos) std::printf("  %s\n", visible(candidate.raw()).c_str());
  if (!candidate.standardized_smiles().empty()) std::printf("  standardized to %s\n", visible(candidate.standardized_smiles()).c_str());
  std::printf("\n");
  for (const auto& sentence : explained.sentences()) std::printf("%s\n", visible(sentence).c_str());
  print_contributions(candidate.place());
  print_values(connection, screening, options.ranking, candidate);
  std::vector<std::string> models;
  for (const auto& provenance : explained.provenance()) models.push_back(provenance.model_version());
  models = told_apart(models);
  for (int i = 0; i < explained.provenance_size(); ++i) print_provenance(explained.provenance(i), models[static_cast<std::size_t>(i)] + "'s outcome");
  if (explained.has_relaxation_provenance()) print_provenance(explained.relaxation_provenance(), "the structure relaxed by " + told_apart({explained.relaxation_provenance().model_version()}).front());
}

}  // namespace

void add_explain(CLI::App& app, Global& global) {
  const auto options = std::make_shared<ExplainOptions>();
  CLI::App* command = app.add_subcommand("explain", "Say why a candidate has its values, its place, or none");
  command->add_option("NAME", options->screening, "The screening")->required();
  command->add_option("CANDIDATE", options->candidate, "Ordinal, counted from 0 in the order of the input, or the input's id")->required();
  command->add_option("--ranking", options->ranking, "In which of the screening's rankings (default: default)");
  command->add_flag("--id", options->by_id, "CANDIDATE is an id, also where it is a number");
  command->callback([&global, options] { explain(global, *options); });
}

}  // namespace furui::cli
