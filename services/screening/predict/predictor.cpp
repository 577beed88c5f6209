// A loaded model version: checks, batches within memory, and one outcome a graph.
#include "predict/predictor.h"

#include <c10/core/impl/alloc_cpu.h>
#include <c10/util/Exception.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <new>

#include "core/error.h"                // for Error
#include "predict/batch_cost.h"        // for batch_sizes
#include "predict/dmpnn_model.h"       // for DmpnnModel, the networks
#include "predict/package_files.h"     // for read_package
#include "predict/screening_checks.h"  // for refuse, domain_of
#include "predict/torch_runtime.h"     // for free_device_bytes

namespace furui {
namespace {

constexpr std::size_t kDefaultCpuBytes = std::size_t{1} << 30;

std::size_t measured_limit(const std::string& device) {
  if (device == "cpu") return kDefaultCpuBytes;
  return free_device_bytes(device) / 4 * 3;  // the rest is for what other work on the device may take
}

class DmpnnPredictor final : public Predictor {
 public:
  DmpnnPredictor(PackageFiles files, const DeviceOptions& options, const PredictScope& scope)
      : manifest_(std::move(files.manifest)),
        device_(resolve_device(options.device)),
        limit_bytes_(options.memory_limit_bytes),
        threads_(options.threads > 0 ? options.threads : usable_cores()),
        model_(manifest_, files.weights, device_, scope, threads_, &clock_),
        columns_(manifest_.columns()) {
    for (std::size_t c = 0; c < columns_.size(); ++c) has_std_ = has_std_ || model_.states_std(c);
  }

  const Manifest& manifest() const override { return manifest_; }
  bool states_std(std::size_t column) const override { return model_.states_std(column); }

  Predictions predict(std::span<const MoleculeGraph* const> graphs,
                      const std::function<bool()>& keep_going) override {
    Predictions result;
    result.rows = graphs.size();
    result.columns = columns_.size();
    result.value.assign(result.rows * result.columns, std::numeric_limits<float>::quiet_NaN());
    if (has_std_) result.std = result.value;
    result.domain.assign(result.rows, Domain::kUnknown);
    result.rejection.resize(result.rows);

    std::vector<const MoleculeGraph*> taken;
    std::vector<std::size_t> row_of;
    for (std::size_t i = 0; i < graphs.size(); ++i) {
      result.rejection[i] = refuse(manifest_, *graphs[i]);
      result.domain[i] = domain_of(manifest_, *graphs[i]);
      if (result.domain[i] == Domain::kOut) {
        result.domain_note.resize(result.rows);
        result.domain_note[i] = why_outside(manifest_, *graphs[i]);
      }
      if (result.rejection[i]) continue;
      taken.push_back(graphs[i]);
      row_of.push_back(i);
    }
    const std::size_t limit = limit_bytes_ > 0 ? limit_bytes_ : measured_limit(device_);
    const BatchCost cost = model_.cost();
    std::size_t begin = 0;
    for (const std::size_t size : batch_sizes(taken, cost, limit)) {
      predict_within_memory(std::span(taken).subspan(begin, size), std::span(row_of).subspan(begin, size), cost,
                            limit, keep_going, result);
      begin += size;
    }
    return result;
  }

  const StageClock* stage_clock() const override { return &clock_; }
  void reset_stage_clock() override { clock_.reset(); }

 private:
  // One batch; on out-of-memory its halves, down to one molecule.
  void predict_within_memory(std::span<const MoleculeGraph* const> graphs, std::span<const std::size_t> rows,
                             const BatchCost& cost, std::size_t limit, const std::function<bool()>& keep_going,
                             Predictions& result) {
    if (keep_going && !keep_going()) throw Error(ErrorCode::kAborted, "prediction was stopped before its end");
    bool fits = graphs.size() > 1 || cost.of(*graphs[0]) <= limit;
    if (fits) fits = try_batch(graphs, rows, result);
    if (fits) return;
    if (graphs.size() == 1) {
      throw Error(ErrorCode::kResourceExhausted,
                  "a molecule of " + std::to_string(graphs[0]->atoms.size()) + " atoms does not fit into the " +
                      std::to_string(limit >> 20) + " MiB for prediction on " + device_ +
                      "; raise the memory limit or lower the limit on heavy atoms");
    }
    const std::size_t half = graphs.size() / 2;
    predict_within_memory(graphs.first(half), rows.first(half), cost, limit, keep_going, result);
    predict_within_memory(graphs.subspan(half), rows.subspan(half), cost, limit, keep_going, result);
  }

  bool try_batch(std::span<const MoleculeGraph* const> graphs, std::span<const std::size_t> rows,
                 Predictions& result) {
    try {
      const std::size_t columns = columns_.size();
      std::vector<float> value(graphs.size() * columns), spread(has_std_ ? value.size() : 0);
      model_.predict(graphs, value, spread);
      for (std::size_t i = 0; i < rows.size(); ++i) store(i, rows[i], value, spread, result);
      return true;
    } catch (const std::bad_alloc&) {
    } catch (const c10::OutOfMemoryError&) {
    }
    release_device_memory(device_);
    return false;
  }

  // Columns outside the scope stay NaN and are no failure.
  void store(std::size_t from, std::size_t row, const std::vector<float>& value, const std::vector<float>& spread,
             Predictions& result) const {
    const std::size_t columns = columns_.size();
    for (std::size_t c = 0; c < columns; ++c) {
      if (!model_.predicts(c)) continue;
      const float x = value[from * columns + c];
      const bool spread_is_number = !model_.states_std(c) || std::isfinite(spread[from * columns + c]);
      if (!std::isfinite(x) || !spread_is_number) {
        result.rejection[row] = Rejection{
            Stage::kPredict, Reason::kNonfiniteOutput,
            "the network's output for " + columns_[c].name + (std::isfinite(x) ? " has no finite spread" : " is not a finite number")};
        return;
      }
      result.value[row * columns + c] = x;
      if (model_.states_std(c)) result.std[row * columns + c] = spread[from * columns + c];
    }
  }

  Manifest manifest_;
  std::string device_;
  std::size_t limit_bytes_;
  ThreadPool threads_;
  StageClock clock_;
  DmpnnModel model_;
  std::vector<Column> columns_;
  bool has_std_ = false;
};

}  // namespace

std::unique_ptr<Predictor> Predictor::load(const std::filesystem::path& package, const DeviceOptions& options,
                                           const PredictScope& scope) {
  PackageFiles files = read_package(package);
  if (files.manifest.input != "molecule") {
    throw Error(ErrorCode::kInvalidArgument, "model '" + files.manifest.name + "' takes input '" +
                                                 files.manifest.input + "'; known: molecule");
  }
  return std::make_unique<DmpnnPredictor>(std::move(files), options, scope);
}

}  // namespace furui
