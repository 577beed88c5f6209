// The stages of a chunk, and the scattering of a model's rows back to the candidates they belong to.
#include "pipeline/screen_chunk.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "core/crystal.h"         // for parse_crystal
#include "core/molecule_graph.h"  // for parse_molecule_graph
#include "pipeline/calibrate.h"   // for calibrate

namespace furui {
namespace {

bool wants_descriptors(const ChunkRequest& request) {
  return std::any_of(request.models.begin(), request.models.end(),
                     [](const Model* model) { return model->predictor() == nullptr && model->crystal_predictor() == nullptr; });
}

Reading known_reading(std::string_view content, CandidateKind kind) {
  Reading reading;
  reading.content = content;
  reading.structure = sha256(content);
  if (kind != CandidateKind::kMolecule) reading.crystal.emplace().crystal = parse_crystal(content);
  else reading.molecule.graph = parse_molecule_graph(content);
  return reading;
}

Rejection not_applicable(const Model& model, CandidateKind kind) {
  const std::string& input = model.manifest().input;
  const char* takes = input == "composition" ? "crystals and formulas" : input == "crystal" ? "crystals with a structure" : "molecules";
  const char* is = kind == CandidateKind::kMolecule ? "a molecule" : kind == CandidateKind::kCrystal ? "a crystal" : "a formula without a structure";
  return {Stage::kPredict, Reason::kNotApplicable, "model " + model.manifest().name + " takes " + takes + ", and this is " + is};
}

/// Copies the rows of `part` to the candidates they belong to.
void scatter(Predictions part, const std::vector<std::uint32_t>& rows, Predictions& whole) {
  const std::size_t columns = whole.columns;
  if (!part.std.empty()) whole.std.assign(whole.rows * columns, 0.0F);
  if (!part.domain_note.empty()) whole.domain_note.resize(whole.rows);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::size_t row = rows[i];
    std::copy_n(part.value.begin() + static_cast<std::ptrdiff_t>(i * columns), columns,
                whole.value.begin() + static_cast<std::ptrdiff_t>(row * columns));
    if (!part.std.empty()) {
      std::copy_n(part.std.begin() + static_cast<std::ptrdiff_t>(i * columns), columns,
                  whole.std.begin() + static_cast<std::ptrdiff_t>(row * columns));
    }
    whole.domain[row] = part.domain[i];
    if (!part.domain_note.empty()) whole.domain_note[row] = std::move(part.domain_note[i]);
    whole.rejection[row] = std::move(part.rejection[i]);
  }
}

void take_descriptors(const Model& model, std::span<const ChunkReading> readings,
                      const std::vector<std::uint32_t>& rows, Predictions& whole) {
  const std::vector<std::string>& names = descriptor_names();
  for (std::uint32_t row : rows) {
    const std::vector<float>& values = readings[row].reading->molecule.descriptors;
    for (std::size_t column = 0; column < whole.columns; ++column) {
      const std::size_t descriptor = model.descriptors()[column];
      const float value = descriptor < values.size() ? values[descriptor] : std::numeric_limits<float>::quiet_NaN();
      whole.value[row * whole.columns + column] = value;
      if (!std::isfinite(value) && !whole.rejection[row]) {
        whole.rejection[row] =
            Rejection{Stage::kDescribe, Reason::kNonfiniteOutput, "descriptor " + names[descriptor] + " is no number"};
      }
    }
  }
}

}  // namespace

std::vector<ChunkReading> read_chunk(ReaderPool& pool, const ChunkRequest& request, const std::function<bool()>& keep_going) {
  ReadOptions options;
  options.standardization = request.standardization;
  options.limits = request.limits;
  options.describe = wants_descriptors(request);
  options.alerts = request.alerts;
  std::vector<ChunkReading> result(request.candidates.size());
  std::vector<Question> questions;
  std::vector<std::uint32_t> rows;
  for (std::size_t i = 0; i < result.size(); ++i) {
    const Candidate& candidate = request.candidates[i];
    const bool again = candidate.kind == CandidateKind::kMolecule && (options.describe || options.alerts);
    if (i < request.known.size() && !request.known[i].empty() && !again) {
      result[i].reading = known_reading(request.known[i], candidate.kind);
      continue;
    }
    questions.push_back({candidate.notation, candidate.raw});
    rows.push_back(static_cast<std::uint32_t>(i));
  }
  std::vector<ReadOutcome> outcomes = pool.read(questions, options, keep_going);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    ChunkReading& reading = result[rows[i]];
    reading.fresh = true;
    if (auto* read = std::get_if<Reading>(&outcomes[i])) {
      reading.reading = std::move(*read);
    } else {
      reading.rejection = std::move(std::get<Rejection>(outcomes[i]));
    }
  }
  return result;
}

Predictions predict_chunk(const Model& model, std::span<const Candidate> candidates, std::span<const ChunkReading> readings,
                          const std::function<bool()>& keep_going, std::vector<CrystalFields>* fields) {
  Predictions whole = no_predictions(candidates.size(), model.columns());
  std::vector<std::uint32_t> rows;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (!model.takes(candidates[i].kind) || (!readings[i].reading && !readings[i].rejection)) {
      whole.rejection[i] = not_applicable(model, candidates[i].kind);
    } else if (readings[i].rejection) {
      whole.rejection[i] = readings[i].rejection;
    } else {
      rows.push_back(static_cast<std::uint32_t>(i));
    }
  }
  if (model.crystal_predictor() != nullptr) {
    std::vector<const Crystal*> crystals;
    for (const std::uint32_t row : rows) crystals.push_back(readings[row].relaxed ? &readings[row].relaxed->crystal : &readings[row].reading->crystal->crystal);
    std::vector<CrystalFields> of_rows;
    scatter(model.crystal_predictor()->predict(crystals, fields == nullptr ? nullptr : &of_rows, keep_going), rows, whole);
    if (fields != nullptr) fields->assign(candidates.size(), {});
    for (std::size_t i = 0; i < of_rows.size(); ++i) (*fields)[rows[i]] = std::move(of_rows[i]);
    return whole;
  }
  if (!model.predictor()) {
    take_descriptors(model, readings, rows, whole);
    return whole;
  }
  std::vector<const MoleculeGraph*> graphs;
  graphs.reserve(rows.size());
  for (std::uint32_t row : rows) graphs.push_back(&readings[row].reading->molecule.graph);
  Predictions part = model.predictor()->predict(graphs, keep_going);
  calibrate(model.manifest(), part);
  if (model.training() != nullptr) model.training()->grade(graphs, part);
  if (rows.size() == candidates.size()) return part;
  scatter(std::move(part), rows, whole);
  return whole;
}

}  // namespace furui
