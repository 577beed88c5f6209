// Hull work: what is assessed over a whole screening. Its energies, and those of who competes, become stabilities; its
// structures become duplicates.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/elements.h"         // for element_symbol
#include "core/error.h"            // for Error
#include "core/hull_parameters.h"  // for hull_parameters
#include "core/thread_pool.h"      // for usable_cores
#include "pipeline/duplicates.h"   // for find_duplicates
#include "stability/stability.h"   // for assess_stability
#include "store/hulls.h"           // for read_hull_entries, commit_hull
#include "store/models.h"          // for get_model_version
#include "store/screenings.h"      // for get_screening
#include "worker/patience.h"       // for with_patience
#include "worker/stopwatch.h"      // for Stopwatch, utc_now
#include "worker/work_context.h"   // for assess_candidates

namespace furui {
namespace {

/// The screening's model version whose energies a hull is made of, and the column.
std::pair<std::int32_t, std::size_t> energies_of(Database& database, const ScreeningRow& screening, const Manifest& hull) {
  const HullParameters parameters = hull_parameters(hull).value();
  for (const std::int32_t id : screening.model_versions) {
    const Manifest manifest = get_model_version(database, id).manifest;
    if (manifest.name + "/" + manifest.version != parameters.energies) continue;
    const std::vector<Column> columns = manifest.columns();
    const auto column = std::find_if(columns.begin(), columns.end(), [&](const Column& of) { return of.name == parameters.property; });
    if (column != columns.end()) return {id, static_cast<std::size_t>(column - columns.begin())};
  }
  throw Error(ErrorCode::kFailedPrecondition, "model '" + hull.name + "' needs the energies of " + parameters.energies + ", which the screening does not run; add it");
}

/// Phases of one hull: first the screening's own candidates that have an energy, then those that compete.
struct Phases {
  std::vector<Phase> phases;
  std::vector<std::string> formulas, sources;  // of each phase

  void add(const HullEntry& entry, const std::string& screening) {
    phases.push_back({entry.composition, entry.energy_per_atom});
    formulas.push_back(entry.formula);
    sources.push_back(screening + "/candidates/" + std::to_string(entry.ordinal));
  }
};

std::string resource_of(const ScreeningRow& screening) { return "projects/" + screening.project + "/screenings/" + screening.name; }

void write(const Stability& stability, std::size_t row, const Phases& of, HullResult& result) {
  Predictions& predictions = result.predictions;
  predictions.rejection[row] = stability.rejection;
  if (stability.rejection) return;
  predictions.value[2 * row] = static_cast<float>(stability.formation_energy);
  predictions.value[2 * row + 1] = static_cast<float>(stability.above_hull);
  predictions.domain[row] = stability.trust;
  predictions.domain_note[row] = stability.note;
  for (const Product& product : stability.products) {
    StoredDecomposition& decomposition = result.decompositions[row];
    decomposition.formulas.push_back(product.element != 0 ? std::string(element_symbol(product.element)) : of.formulas[product.phase]);
    decomposition.sources.push_back(product.element != 0 ? std::string() : of.sources[product.phase]);
    decomposition.shares.push_back(static_cast<float>(product.share));
  }
}

HullResult duplicates(WorkContext& context, const Flight& flight, const ScreeningRow& screening, const LoadedModel& model) {
  HullResult result;
  result.computation = {model.id, model.model->device(), model.environment_json, utc_now(), {}};
  std::vector<MaybeCrystal> candidates;
  for (StructureEntry& entry : read_structures(context.database, screening.id)) {
    result.structures.push_back(entry.structure);
    candidates.push_back({std::move(entry.content), std::move(entry.rejection)});
  }
  result.predictions = find_duplicates(*model.model->duplicates(), candidates, usable_cores(), [&flight] { return flight.keep_going(); });
  result.computation.finished_at = utc_now();
  return result;
}

HullResult assess(WorkContext& context, const ScreeningRow& screening, const LoadedModel& hull) {
  HullResult result;
  result.computation = {hull.id, hull.model->device(), hull.environment_json, utc_now(), {}};
  const auto [model_version, column] = energies_of(context.database, screening, hull.model->manifest());
  const std::vector<HullEntry> entries = read_hull_entries(context.database, screening.id, model_version, column);
  Phases of;
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < entries.size(); ++row) {
    if (entries[row].rejection) continue;
    rows.push_back(row);
    of.add(entries[row], resource_of(screening));
  }
  for (const std::int64_t id : screening.competing) {
    const ScreeningRow other = get_screening(context.database, id);
    for (const HullEntry& entry : read_hull_entries(context.database, id, model_version, column)) {
      if (!entry.rejection) of.add(entry, resource_of(other));
    }
  }
  const std::vector<Stability> stabilities = assess_stability(of.phases, rows.size(), *hull.model->references());
  Predictions& predictions = result.predictions;
  predictions = no_predictions(entries.size(), 2);
  predictions.domain_note.resize(entries.size());
  result.decompositions.resize(entries.size());
  for (const HullEntry& entry : entries) result.structures.push_back(entry.structure);
  for (std::size_t row = 0; row < entries.size(); ++row) predictions.rejection[row] = entries[row].rejection;
  for (std::size_t i = 0; i < rows.size(); ++i) write(stabilities[i], rows[i], of, result);
  result.computation.finished_at = utc_now();
  return result;
}

}  // namespace

void assess_candidates(WorkContext& context, const Flight& flight) {
  const auto keep_going = [&flight] { return flight.keep_going(); };
  Stopwatch watch;
  const std::vector<HullResult> results = with_patience(context.database, keep_going, [&] {
    const ScreeningRow screening = get_screening(context.database, flight.lease().screening);
    std::vector<HullResult> found;
    for (const std::int32_t id : flight.lease().model_versions) {
      const auto model = context.models.get(id);
      found.push_back(model->model->duplicates() ? duplicates(context, flight, screening, *model) : assess(context, screening, *model));
    }
    return found;
  });
  with_patience(context.database, keep_going, [&] { commit_hull(context.database, flight.lease(), results); });
  context.metrics.stage_took("hull", watch.lap_s());
}

}  // namespace furui
