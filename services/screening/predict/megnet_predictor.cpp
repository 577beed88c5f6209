// A loaded MEGNet package: a graph for each cutoff, every network and member on batches of crystals, means and spreads.
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "core/error.h"               // for Error
#include "predict/crystal_batches.h"  // for CrystalBatches, judge_sites
#include "predict/crystal_graph.h"    // for crystal_graph
#include "predict/crystal_models.h"   // for load_megnet
#include "predict/megnet_engine.h"    // for MegnetEngine

namespace furui {
namespace {

constexpr std::size_t kSlice = 512;  // crystals whose graphs are held at once

struct LoadedNetwork {
  std::string name;
  MegnetParameters parameters;
  std::vector<std::unique_ptr<MegnetEngine>> members;
  std::vector<std::size_t> columns;  // of the manifest, by the network's outputs
  std::size_t cutoff = 0;            // which of the package's
};

// Mean and standard deviation (ddof 1; 0 of one member).
struct Spread {
  double mean = 0, std = 0;
};

Spread spread_of(std::span<const double> members) {
  Spread result;
  for (const double x : members) result.mean += x;
  result.mean /= static_cast<double>(members.size());
  if (members.size() < 2) return result;
  double squares = 0;
  for (const double x : members) squares += (x - result.mean) * (x - result.mean);
  result.std = std::sqrt(squares / static_cast<double>(members.size() - 1));
  return result;
}

class MegnetPredictor final : public CrystalPredictor {
 public:
  MegnetPredictor(PackageFiles files, const DeviceOptions& options)
      : manifest_(std::move(files.manifest)),
        device_(resolve_device(options.device)),
        limit_bytes_(options.memory_limit_bytes),
        threads_(options.threads > 0 ? options.threads : usable_cores()) {
    const Safetensors weights(files.weights);
    for (const Network& network : manifest_.networks) load_network(network, weights);
    if (manifest_.columns().size() != manifest_.properties.size())
      throw Error(ErrorCode::kInvalidArgument, "model '" + manifest_.name + "': a megnet gives single numbers; see models/README.md");
  }

  const Manifest& manifest() const override { return manifest_; }
  std::size_t sites_at_once() const override { return sites_at_once_on(device_, threads_); }

  Predictions predict(std::span<const Crystal* const> crystals, std::vector<CrystalFields>* fields,
                      const std::function<bool()>& keep_going) override {
    Predictions result = no_predictions(crystals.size(), manifest_.properties.size());
    if (has_std_) result.std.assign(result.value.size(), 0);
    if (fields != nullptr) fields->assign(result.rows, {});
    for (std::size_t i = 0; i < crystals.size(); ++i) judge_sites(manifest_, elements_, *crystals[i], i, result);
    for (std::size_t begin = 0; begin < crystals.size(); begin += kSlice)
      predict_slice(crystals.subspan(begin, std::min(kSlice, crystals.size() - begin)), begin, keep_going, result);
    return result;
  }

 private:
  // One crystal's graph for each cutoff, classes merged.
  using Tables = std::vector<CrystalTables>;

  void load_network(const Network& network, const Safetensors& weights) {
    if (network.architecture != "megnet" || network.members < 1)
      throw Error(ErrorCode::kInvalidArgument, "network '" + network.name + "': expected architecture megnet with one or more members, as the package's other networks");
    LoadedNetwork loaded{network.name, parse_megnet_parameters(network.parameters_json, network.name), {}, {}, 0};
    const MegnetParameters& p = loaded.parameters;
    if (network.properties.size() != p.outputs())
      throw Error(ErrorCode::kInvalidArgument, "network '" + network.name + "': expected " + std::to_string(p.outputs()) + " properties, one a state");
    for (const std::string& name : network.properties) loaded.columns.push_back(manifest_.property_index(name));
    loaded.cutoff = static_cast<std::size_t>(std::find(cutoffs_.begin(), cutoffs_.end(), p.cutoff_angstrom) - cutoffs_.begin());
    if (loaded.cutoff == cutoffs_.size()) cutoffs_.push_back(p.cutoff_angstrom);
    elements_ = std::min(elements_, p.elements);
    has_std_ = has_std_ || network.members > 1;
    for (int m = 0; m < network.members; ++m) loaded.members.push_back(make_megnet_torch_engine(p, take_megnet_weights(weights, network.name, m, p), device_));
    networks_.push_back(std::move(loaded));
  }

  void predict_slice(std::span<const Crystal* const> crystals, std::size_t begin, const std::function<bool()>& keep_going, Predictions& result) {
    std::vector<Tables> tables(crystals.size());
    threads_.for_each(crystals.size(), [&](std::size_t i, int) {
      if (!result.rejection[begin + i]) result.rejection[begin + i] = make_tables(*crystals[i], tables[i]);
    });
    std::vector<CrystalRow> rows;
    for (std::size_t i = 0; i < crystals.size(); ++i) {
      if (!result.rejection[begin + i]) rows.push_back({begin + i, cost(tables[i])});
    }
    const std::size_t limit = batch_memory(device_, limit_bytes_);
    const auto run = [&](std::span<const CrystalRow> batch, bool) { run_batch(batch, begin, tables, result); };
    const auto reject = [&](const CrystalRow& row) {
      result.rejection[row.row] = too_large_for_memory(std::to_string(crystals[row.row - begin]->size()) + " sites", limit);
    };
    CrystalBatches{device_, threads_, limit, keep_going, run, reject}.run_all(rows);
  }

  std::optional<Rejection> make_tables(const Crystal& crystal, Tables& tables) const {
    for (const double cutoff : cutoffs_) {
      GraphLimits limits;
      limits.bond_cutoff_angstrom = cutoff;
      limits.angle_cutoff_angstrom = 0;
      limits.isolated_atoms = true;  // the original averages over no bonds; it refuses a crystal without any
      auto made = crystal_graph(crystal, limits);
      if (auto* rejection = std::get_if<Rejection>(&made)) return std::move(*rejection);
      tables.push_back(crystal_tables(std::get<CrystalGraph>(made)));
    }
    return std::nullopt;
  }

  // Networks run one after the other.
  std::size_t cost(const Tables& tables) const {
    std::size_t most = 0;
    for (const LoadedNetwork& network : networks_) most = std::max(most, megnet_cost(network.parameters, tables[network.cutoff]));
    return most;
  }

  void run_batch(std::span<const CrystalRow> batch, std::size_t begin, std::span<const Tables> tables, Predictions& result) const {
    for (const LoadedNetwork& network : networks_) {
      std::vector<const CrystalTables*> views;
      for (const CrystalRow& row : batch) views.push_back(&tables[row.row - begin][network.cutoff]);
      std::vector<std::vector<double>> of_members;
      for (const auto& member : network.members) of_members.push_back(member->run(views));
      std::vector<double> values(of_members.size());
      for (std::size_t i = 0; i < batch.size(); ++i) {
        for (std::size_t o = 0; o < network.columns.size(); ++o) {
          for (std::size_t m = 0; m < values.size(); ++m) values[m] = of_members[m][i * network.columns.size() + o];
          store(batch[i].row, network.columns[o], spread_of(values), result);
        }
      }
    }
  }

  void store(std::size_t row, std::size_t column, const Spread& spread, Predictions& result) const {
    const auto value = static_cast<float>(spread.mean);
    if (!std::isfinite(value) && !result.rejection[row]) {
      result.rejection[row] = Rejection{Stage::kPredict, Reason::kNonfiniteOutput,
                                        "the network's output for " + manifest_.properties[column].name + " is not a finite number"};
    }
    result.value[row * result.columns + column] = value;
    if (has_std_) result.std[row * result.columns + column] = static_cast<float>(spread.std);
  }

  Manifest manifest_;
  std::string device_;
  std::size_t limit_bytes_;
  ThreadPool threads_;
  std::vector<LoadedNetwork> networks_;
  std::vector<double> cutoffs_;  // in angstrom
  std::size_t elements_ = std::numeric_limits<std::size_t>::max();
  bool has_std_ = false;
};

}  // namespace

std::unique_ptr<CrystalPredictor> load_megnet(PackageFiles files, const DeviceOptions& options) {
  return std::make_unique<MegnetPredictor>(std::move(files), options);
}

}  // namespace furui
