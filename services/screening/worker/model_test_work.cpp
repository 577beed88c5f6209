// Golden tests: the original library's inputs through our readers and networks, compared with its own outputs.
#include <spdlog/spdlog.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <variant>
#include <vector>

#include "core/error.h"            // for Error
#include "core/number_text.h"      // for shortest
#include "core/thread_pool.h"      // for usable_cores
#include "pipeline/duplicates.h"   // for compare_with_golden
#include "pipeline/model.h"        // for Model
#include "predict/predictor.h"     // for compare_with_golden, golden_inputs
#include "stability/hull_golden.h"  // for compare_with_golden
#include "store/models.h"          // for materialize_package, read_model_file, set_model_state
#include "worker/patience.h"       // for with_patience
#include "worker/work_context.h"   // for test_model

namespace furui {
namespace {

constexpr const char* kDeviations = "standard deviations";
constexpr double kHullTolerance = 1e-6;  // eV/atom: both sides compute in double precision

struct Verdict {
  ModelState state = ModelState::kUnavailable;
  std::string reason;
  std::string golden_json;
};

/// rows_are           "molecules"
/// measure            of differences, in words
/// inputs, readings   of the golden lines; a reading's warnings say where RDKit's versions are known to differ
Verdict judge_report(const GoldenReport& report, const std::string& rows_are, double tolerance, const std::string& measure,
                     const std::vector<std::string>& inputs = {}, const std::vector<ReadOutcome>& readings = {}) {
  Verdict verdict;
  verdict.golden_json = nlohmann::json{{"rows", report.rows},
                                       {"rows_are", rows_are},
                                       {"measure", measure},
                                       {"skipped", report.skipped},
                                       {"worst", report.worst},
                                       {"worst_column", report.worst_column},
                                       {"worst_row", report.worst_row},
                                       {"tolerance", tolerance},
                                       {"reproduced", report.reproduced}}
                            .dump();
  if (report.reproduced) {
    verdict.state = ModelState::kAvailable;
  } else {
    verdict.reason = "golden set not reproduced: row " + std::to_string(report.worst_row) + ", column '" +
                     report.worst_column + "' differs by " + shortest(report.worst) +
                     " " + measure + " (tolerance " + shortest(tolerance) + ")";
    if (report.worst_row < inputs.size()) verdict.reason += "; its input is " + inputs[report.worst_row];
    if (report.worst_row < readings.size()) {
      const auto* reading = std::get_if<Reading>(&readings[report.worst_row]);
      for (const std::string& warning : reading ? reading->molecule.warnings : std::vector<std::string>{}) verdict.reason += "; " + warning;
    }
  }
  return verdict;
}

/// Reads the golden inputs as the original library does, without standardization.
std::vector<ReadOutcome> read_inputs(WorkContext& context, const Flight& flight, const std::vector<std::string>& inputs,
                                     bool describe) {
  std::vector<Question> questions;
  for (const std::string& input : inputs) questions.push_back({Notation::kSmiles, input});
  ReadOptions options;
  options.limits = context.options.molecule;
  options.describe = describe;
  return context.pool.read(questions, options, [&flight] { return flight.keep_going(); });
}

/// What a model of descriptors gives for the golden inputs: one row a line, rejected where reading failed.
Predictions described(const Model& model, const std::vector<ReadOutcome>& outcomes) {
  Predictions table;
  table.rows = outcomes.size();
  table.columns = model.columns();
  table.value.resize(table.rows * table.columns);
  table.domain.assign(table.rows, Domain::kUnknown);
  table.rejection.resize(table.rows);
  for (std::size_t row = 0; row < outcomes.size(); ++row) {
    const auto* reading = std::get_if<Reading>(&outcomes[row]);
    if (reading == nullptr) {
      table.rejection[row] = std::get<Rejection>(outcomes[row]);
      continue;
    }
    for (std::size_t column = 0; column < table.columns; ++column)
      table.value[row * table.columns + column] = reading->molecule.descriptors.at(model.descriptors()[column]);
  }
  return table;
}

Verdict test(WorkContext& context, const Flight& flight, std::int32_t version) {
  const auto folder = context.options.state_folder / "cache" / "models";
  const auto package = materialize_package(context.database, version, folder);
  try {
    const std::unique_ptr<Model> model = Model::load(package, context.options.device);
    const std::string golden = read_model_file(context.database, version, "golden.jsonl"), rows_are = model->manifest().input + "s";
    if (model->references() != nullptr) {
      const HullGoldenReport hull = compare_with_golden(*model->references(), golden);
      return judge_report({.rows = hull.rows, .worst = hull.worst, .worst_column = "energy_above_hull", .worst_row = hull.worst_line, .reproduced = hull.worst <= kHullTolerance},
                          rows_are, kHullTolerance, "eV/atom");
    }
    if (model->duplicates()) {
      const DuplicatesGolden found = compare_with_golden(*model->duplicates(), golden, usable_cores());
      return judge_report({.rows = found.rows, .worst = static_cast<double>(found.wrong), .worst_column = "duplicate_of", .worst_row = found.first_wrong_line, .reproduced = found.wrong == 0},
                          rows_are, 0, "crystals told wrongly");
    }
    if (model->crystal_predictor() != nullptr) {
      StageGate::Pass predicting(context.predicting);
      return judge_report(compare_with_golden(*model->crystal_predictor(), golden), rows_are, 1, "times what the model tolerates");
    }
    const std::vector<std::string> inputs = golden_inputs(golden);
    const std::vector<ReadOutcome> outcomes = read_inputs(context, flight, inputs, !model->predictor());
    if (!model->predictor())
      return judge_report(compare_with_golden(model->manifest(), described(*model, outcomes), golden), rows_are, model->manifest().tolerance,
                          kDeviations, inputs, outcomes);
    std::vector<const MoleculeGraph*> graphs;
    for (const ReadOutcome& outcome : outcomes) {
      const auto* reading = std::get_if<Reading>(&outcome);
      graphs.push_back(reading ? &reading->molecule.graph : nullptr);
    }
    StageGate::Pass predicting(context.predicting);
    return judge_report(compare_with_golden(*model->predictor(), graphs, golden), rows_are, model->manifest().tolerance, kDeviations, inputs, outcomes);
  } catch (const Error& error) {
    if (error.retry_after() || error.code() == ErrorCode::kAborted) throw;
    return {ModelState::kUnavailable, error.what(), ""};
  }
}

}  // namespace

void test_model(WorkContext& context, const Flight& flight) {
  const Lease& lease = flight.lease();
  const auto keep_going = [&flight] { return flight.keep_going(); };
  for (const std::int32_t version : lease.model_versions) {
    with_patience(context.database, keep_going, [&] {
      const Verdict verdict = test(context, flight, version);
      set_model_state(context.database, version, verdict.state, verdict.reason, verdict.golden_json);
      // The reason may name an input, which can be a team's own structure: it is stored, not logged.
      spdlog::info("work {}: model version {} {}", lease.work, version,
                   verdict.state == ModelState::kAvailable ? "reproduces its golden set" : "does not serve; 'furui model list' says why");
    });
  }
  with_patience(context.database, keep_going, [&] { finish_work(context.database, lease); });
}

}  // namespace furui
