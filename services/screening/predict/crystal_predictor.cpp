// A loaded crystal model: checks, graphs, batches of about equal cost, and one outcome a crystal.
#include "predict/crystal_predictor.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <new>
#include <optional>

#include "core/elements.h"            // for element_symbol
#include "core/error.h"               // for Error
#include "core/thread_pool.h"         // for ThreadPool, usable_cores
#include "predict/chgnet_engine.h"    // for ChgnetEngine
#include "predict/crystal_outputs.h"  // for crystal_fields, crystal_columns
#include "predict/package_files.h"    // for read_package
#include "predict/torch_runtime.h"    // for free_device_bytes, release_device_memory

namespace furui {
namespace {

constexpr std::size_t kMostCpuBytes = std::size_t{8} << 30;
constexpr std::size_t kCpuBatchBytes = std::size_t{16} << 20;  // small enough to share out evenly
constexpr std::size_t kBatchesAThread = 8;
constexpr std::size_t kWideBytes = std::size_t{1} << 20;  // of a crystal below which threads gain nothing: some 0.5 ms
constexpr std::size_t kCpuSites = 256, kGpuSites = 8192;
constexpr std::size_t kSlice = 512;                            // crystals whose graphs are held at once
constexpr std::size_t kColumns = 4;

std::size_t half_of_memory() {
  const long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
  if (pages <= 0 || page <= 0) return std::size_t{1} << 30;
  return std::min(kMostCpuBytes, static_cast<std::size_t>(pages) / 2 * static_cast<std::size_t>(page));
}

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
    for (std::size_t c = 0; c < kColumns; ++c) {
      const auto& properties = manifest_.properties;
      column_[c] = static_cast<std::size_t>(std::find_if(properties.begin(), properties.end(), [&](const Property& property) {
                                              return property.name == network.properties[c];
                                            }) - properties.begin());
    }
    const ChgnetParameters parameters = parse_chgnet_parameters(network.parameters_json, network.name);
    elements_ = parameters.elements;
    limits_.bond_cutoff_angstrom = parameters.bond_cutoff_angstrom;
    limits_.angle_cutoff_angstrom = parameters.angle_cutoff_angstrom;
    const Safetensors weights(files.weights);
    const ChgnetWeights views = take_chgnet_weights(weights, network.name, parameters);
    engine_ = device_ == "cpu" && fits_cpu_engine(parameters) ? make_chgnet_cpu_engine(parameters, views)
                                                              : make_chgnet_torch_engine(parameters, views, device_, Precision::kFloat);
  }

  const Manifest& manifest() const override { return manifest_; }
  std::size_t sites_at_once() const override { return device_ == "cpu" ? kCpuSites * static_cast<std::size_t>(threads_.threads()) : kGpuSites; }

  Predictions predict(std::span<const Crystal* const> crystals, std::vector<CrystalFields>* fields,
                      const std::function<bool()>& keep_going) override {
    Predictions result;
    result.rows = crystals.size();
    result.columns = kColumns;
    result.value.assign(result.rows * kColumns, std::numeric_limits<float>::quiet_NaN());
    result.domain.assign(result.rows, Domain::kUnknown);
    result.rejection.resize(result.rows);
    if (fields != nullptr) fields->assign(result.rows, {});
    for (std::size_t i = 0; i < crystals.size(); ++i) judge_elements(*crystals[i], i, result);
    for (std::size_t begin = 0; begin < crystals.size(); begin += kSlice) {
      const std::size_t end = std::min(crystals.size(), begin + kSlice);
      predict_slice(crystals, begin, end, fields, keep_going, result);
    }
    return result;
  }

 private:
  struct Row {
    const CrystalGraph* graph;
    const CrystalTables* tables;
    std::size_t row;
    std::size_t cost;
  };
  struct Sink {
    Predictions& result;
    std::vector<CrystalFields>* fields;
  };

  // Rejects elements without weights; marks those that the training has not seen.
  void judge_elements(const Crystal& crystal, std::size_t row, Predictions& result) const {
    const auto& known = manifest_.domain_elements;
    if (!known.empty()) result.domain[row] = Domain::kIn;
    for (std::size_t i = 0; i < crystal.size(); ++i) {
      const std::uint8_t z = crystal.atomic_numbers[i];
      const std::string site = "site " + std::to_string(i + 1) + ": " + std::string(element_symbol(z));
      if (z < 1 || z > elements_) {
        result.rejection[row] = Rejection{Stage::kPredict, Reason::kUnsupportedElement,
                                          site + " is not supported by model " + manifest_.name + " " + manifest_.version};
        return;
      }
      if (known.empty() || result.domain[row] == Domain::kOut || std::find(known.begin(), known.end(), z) != known.end()) continue;
      result.domain[row] = Domain::kOut;
      result.domain_note.resize(result.rows);
      result.domain_note[row] = site + " is none of the elements that model " + manifest_.name + " was trained on";
    }
  }

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
    const std::size_t limit = limit_bytes_ > 0 ? limit_bytes_ : device_ == "cpu" ? half_of_memory() : free_device_bytes(device_) / 4 * 3;
    std::vector<Row> rows;
    for (std::size_t i = 0; i < graphs.size(); ++i) {
      if (!graphs[i]) continue;
      const std::size_t cost = engine_->cost(tables[i], true);
      if (cost > limit) {
        reject_as_too_large(begin + i, *graphs[i], limit, result);
      } else {
        rows.push_back({&*graphs[i], &tables[i], begin + i, cost});
      }
    }
    run_batches(rows, limit, Sink{result, fields}, keep_going);
  }

  // On CPU each thread takes a batch of its own; what is too large for that, or has no company, is computed by all threads,
  // one after the other. Results are the same either way.
  void run_batches(std::span<const Row> rows, std::size_t limit, Sink sink, const std::function<bool()>& keep_going) {
    const bool cpu = device_ == "cpu";
    const auto threads = static_cast<std::size_t>(threads_.threads());
    std::size_t all = 0, largest = 0;
    for (const Row& row : rows) {
      all += row.cost;
      largest = std::max(largest, row.cost);
    }
    // On CPU a batch gains nothing by its size: several a thread, so that none waits long for the other; and what is
    // larger than a thread's share of all would keep one busy while the others wait.
    const std::size_t most = std::min({kCpuBatchBytes, limit / threads, std::max(kWideBytes, all / threads)});
    const std::size_t share = cpu ? std::min(most, std::max(largest, all / (kBatchesAThread * threads))) : limit;
    std::vector<std::vector<Row>> batches, alone;
    std::size_t taken = 0;
    for (const Row& row : rows) {
      if (row.cost > share) {
        alone.push_back({row});
        continue;
      }
      if (batches.empty() || taken + row.cost > share) {
        batches.emplace_back();
        taken = 0;
      }
      taken += row.cost;
      batches.back().push_back(row);
    }
    std::atomic<bool> stop{false};
    const auto run = [&](const std::vector<Row>& batch, bool ask, bool wide = false) {
      if (ask && keep_going && !keep_going()) stop = true;
      if (!stop) run_within_memory(batch, limit, sink, wide);
    };
    if (cpu) {
      threads_.for_each(batches.size(), [&](std::size_t b, int thread) { run(batches[b], thread == 0); });
    } else {
      for (const auto& batch : batches) run(batch, true);
    }
    for (const auto& batch : alone) run(batch, true, cpu);
    if (stop) throw Error(ErrorCode::kAborted, "prediction was stopped before its end");
  }

  // One batch; on out-of-memory its halves, down to one crystal.
  void run_within_memory(std::span<const Row> batch, std::size_t limit, Sink sink, bool wide = false) {
    try {
      run_batch(batch, sink, wide);
      return;
    } catch (const std::bad_alloc&) {
    }
    release_device_memory(device_);
    if (batch.size() == 1) {
      reject_as_too_large(batch[0].row, *batch[0].graph, limit, sink.result);
      return;
    }
    run_within_memory(batch.first(batch.size() / 2), limit, sink);
    run_within_memory(batch.subspan(batch.size() / 2), limit, sink);
  }

  // wide: the one crystal by all threads.
  void run_batch(std::span<const Row> batch, Sink sink, bool wide) {
    std::vector<const CrystalTables*> tables;
    for (const Row& row : batch) tables.push_back(row.tables);
    const ChgnetOutputs outputs = wide ? engine_->run_wide(*tables[0], true, threads_) : engine_->run(tables, true);
    std::size_t atom = 0, bond = 0, angle = 0;
    for (const Row& row : batch) {
      const std::size_t atoms = row.tables->atom_count.size(), bonds = row.tables->lengths.size(), angles = row.tables->cosines.size();
      const ClassOutputs part{std::span(outputs.site_energies).subspan(atom, atoms), std::span(outputs.magnetic_moments).subspan(atom, atoms),
                              std::span(outputs.length_slopes).subspan(bond, bonds), std::span(outputs.cosine_slopes).subspan(angle, angles)};
      atom += atoms;
      bond += bonds;
      angle += angles;
      CrystalFields of_crystal = crystal_fields(*row.graph, *row.tables, part);
      of_crystal.energy_per_atom = energy_per_atom(*row.tables, part.site_energies);
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

  void reject_as_too_large(std::size_t row, const CrystalGraph& graph, std::size_t limit, Predictions& result) const {
    result.rejection[row] = Rejection{Stage::kPredict, Reason::kTooLarge,
                                      "a crystal of " + std::to_string(graph.atomic_numbers.size()) + " sites, " + std::to_string(graph.bonds.size()) +
                                          " bonds and " + std::to_string(graph.angles.size()) + " angles does not fit into the " +
                                          std::to_string(limit >> 20) + " MiB for prediction; predict its primitive cell, or raise the memory limit"};
  }

  Manifest manifest_;
  std::string device_;
  std::size_t limit_bytes_;
  ThreadPool threads_;
  GraphLimits limits_;
  std::size_t elements_ = 0;
  std::array<std::size_t, kColumns> column_{};  // of the manifest, by the network's outputs
  std::unique_ptr<ChgnetEngine> engine_;
};

}  // namespace

std::unique_ptr<CrystalPredictor> CrystalPredictor::load(const std::filesystem::path& package, const DeviceOptions& options) {
  PackageFiles files = read_package(package);
  if (files.manifest.input != "crystal") {
    throw Error(ErrorCode::kInvalidArgument, "model '" + files.manifest.name + "' takes input '" + files.manifest.input + "', not crystals");
  }
  return std::make_unique<ChgnetPredictor>(std::move(files), options);
}

}  // namespace furui
