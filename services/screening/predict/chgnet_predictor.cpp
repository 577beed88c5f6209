// A loaded CHGNet: checks, graphs, batches of about equal cost, and one outcome a crystal.
#include "predict/crystal_models.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "core/error.h"               // for Error
#include "predict/chgnet_engine.h"    // for ChgnetEngine
#include "predict/crystal_batches.h"  // for CrystalBatches, judge_sites
#include "predict/crystal_outputs.h"  // for crystal_fields, crystal_columns

namespace furui {
namespace {

constexpr std::size_t kSlice = 512;  // crystals whose graphs are held at once
constexpr std::size_t kColumns = 4;

class ChgnetPredictor final : public CrystalPredictor {
 public:
  ChgnetPredictor(PackageFiles files, const DeviceOptions& options)
      : manifest_(std::move(files.manifest)),
        device_(resolve_device(options.device)),
        limit_bytes_(options.memory_limit_bytes),
        threads_(options.threads > 0 ? options.threads : usable_cores()) {
    const Network& network = manifest_.networks[0];
    if (manifest_.networks.size() != 1 || network.architecture != "chgnet" || network.members != 1)
      throw Error(ErrorCode::kInvalidArgument, "model '" + manifest_.name + "': expected one network of architecture chgnet with one member");
    if (network.properties.size() != kColumns || manifest_.columns().size() != kColumns)
      throw Error(ErrorCode::kInvalidArgument, "network '" + network.name + "': a chgnet gives 4 properties; see models/README.md");
    for (std::size_t c = 0; c < kColumns; ++c) column_[c] = manifest_.property_index(network.properties[c]);
    const ChgnetParameters parameters = parse_chgnet_parameters(network.parameters_json, network.name);
    elements_ = parameters.elements;
    update_bias_ = parameters.update_bias;
    limits_.bond_cutoff_angstrom = parameters.bond_cutoff_angstrom;
    limits_.angle_cutoff_angstrom = parameters.angle_cutoff_angstrom;
    const Safetensors weights(files.weights);
    const ChgnetWeights views = take_chgnet_weights(weights, network.name, parameters);
    engine_ = device_ == "cpu" && fits_cpu_engine(parameters) ? make_chgnet_cpu_engine(parameters, views)
                                                              : make_chgnet_torch_engine(parameters, views, device_, Precision::kFloat);
  }

  const Manifest& manifest() const override { return manifest_; }
  std::size_t sites_at_once() const override { return sites_at_once_on(device_, threads_); }

  Predictions predict(std::span<const Crystal* const> crystals, std::vector<CrystalFields>* fields,
                      const std::function<bool()>& keep_going) override {
    Predictions result = no_predictions(crystals.size(), kColumns);
    if (fields != nullptr) fields->assign(result.rows, {});
    for (std::size_t i = 0; i < crystals.size(); ++i) judge_sites(manifest_, elements_, *crystals[i], i, result);
    for (std::size_t begin = 0; begin < crystals.size(); begin += kSlice) {
      const std::size_t end = std::min(crystals.size(), begin + kSlice);
      predict_slice(crystals, begin, end, fields, keep_going, result);
    }
    return result;
  }

 private:
  struct Sink {
    Predictions& result;
    std::vector<CrystalFields>* fields;
  };

  void predict_slice(std::span<const Crystal* const> crystals, std::size_t begin, std::size_t end, std::vector<CrystalFields>* fields,
                     const std::function<bool()>& keep_going, Predictions& result) {
    std::vector<std::optional<CrystalGraph>> graphs(end - begin);
    std::vector<CrystalTables> tables(end - begin);
    threads_.for_each(graphs.size(), [&](std::size_t i, int) {
      if (result.rejection[begin + i]) return;
      auto made = crystal_graph(*crystals[begin + i], limits_);
      if (auto* rejection = std::get_if<Rejection>(&made)) {
        result.rejection[begin + i] = std::move(*rejection);
      } else {
        graphs[i] = std::get<CrystalGraph>(std::move(made));
        tables[i] = crystal_tables(*graphs[i]);
      }
    });
    std::vector<CrystalRow> rows;
    for (std::size_t i = 0; i < graphs.size(); ++i) {
      if (!graphs[i]) continue;
      if (update_bias_ && tables[i].angles.empty()) mark_without_angles(begin + i, result);
      rows.push_back({begin + i, engine_->cost(tables[i], true)});
    }
    const std::size_t limit = batch_memory(device_, limit_bytes_);
    const auto run = [&](std::span<const CrystalRow> batch, bool wide) { run_batch(batch, begin, graphs, tables, Sink{result, fields}, wide); };
    const auto reject = [&](const CrystalRow& row) {
      const CrystalGraph& graph = *graphs[row.row - begin];
      result.rejection[row.row] = too_large_for_memory(std::to_string(graph.atomic_numbers.size()) + " sites, " + std::to_string(graph.bonds.size()) +
                                                           " bonds and " + std::to_string(graph.angles.size()) + " angles", limit);
    };
    CrystalBatches{device_, threads_, limit, keep_going, run, reject}.run_all(rows);
  }

  // Trained in batches, nearly all of which had angles, such a network knows no crystal without the bias.
  void mark_without_angles(std::size_t row, Predictions& result) const {
    if (result.domain[row] == Domain::kOut) return;
    result.domain[row] = Domain::kOut;
    result.domain_note.resize(result.rows);
    result.domain_note[row] = "no two bonds of an atom are below " + std::to_string(std::lround(limits_.angle_cutoff_angstrom)) + " Å: model " + manifest_.name +
                              " then leaves out a bias that it was trained with, and its energies may be off by tenths of an eV an atom";
  }

  void run_batch(std::span<const CrystalRow> batch, std::size_t begin, std::span<const std::optional<CrystalGraph>> graphs,
                 std::span<const CrystalTables> tables, Sink sink, bool wide) {
    std::vector<const CrystalTables*> views;
    for (const CrystalRow& row : batch) views.push_back(&tables[row.row - begin]);
    const ChgnetOutputs outputs = wide ? engine_->run_wide(*views[0], true, threads_) : engine_->run(views, true);
    std::size_t atom = 0, bond = 0, angle = 0;
    for (const CrystalRow& row : batch) {
      const CrystalTables& of_row = tables[row.row - begin];
      const std::size_t atoms = of_row.atom_count.size(), bonds = of_row.lengths.size(), angles = of_row.cosines.size();
      const ClassOutputs part{std::span(outputs.site_energies).subspan(atom, atoms), std::span(outputs.magnetic_moments).subspan(atom, atoms),
                              std::span(outputs.length_slopes).subspan(bond, bonds), std::span(outputs.cosine_slopes).subspan(angle, angles)};
      atom += atoms;
      bond += bonds;
      angle += angles;
      CrystalFields of_crystal = crystal_fields(*graphs[row.row - begin], of_row, part);
      of_crystal.energy_per_atom = energy_per_atom(of_row, part.site_energies);
      store(row.row, crystal_columns(of_crystal.energy_per_atom, of_crystal), std::move(of_crystal), sink);
    }
  }

  void store(std::size_t row, const std::array<double, kColumns>& columns, CrystalFields&& of_crystal, Sink sink) const {
    const auto reject = [&](const std::string& name) {
      sink.result.rejection[row] = Rejection{Stage::kPredict, Reason::kNonfiniteOutput, "the network's output for " + name + " is not a finite number"};
    };
    for (std::size_t c = 0; c < kColumns; ++c) {
      const auto value = static_cast<float>(columns[c]);
      if (!std::isfinite(value)) return reject(manifest_.properties[column_[c]].name);
      sink.result.value[row * kColumns + column_[c]] = value;
    }
    if (!is_finite(of_crystal)) return reject("a field");
    if (sink.fields != nullptr) (*sink.fields)[row] = std::move(of_crystal);
  }

  Manifest manifest_;
  std::string device_;
  std::size_t limit_bytes_;
  ThreadPool threads_;
  GraphLimits limits_;
  std::size_t elements_ = 0;
  bool update_bias_ = false;
  std::array<std::size_t, kColumns> column_{};  // of the manifest, by the network's outputs
  std::unique_ptr<ChgnetEngine> engine_;
};

}  // namespace

std::unique_ptr<CrystalPredictor> load_chgnet(PackageFiles files, const DeviceOptions& options) {
  return std::make_unique<ChgnetPredictor>(std::move(files), options);
}

}  // namespace furui
