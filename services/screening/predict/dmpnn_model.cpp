// Networks of equal plan share one set of environments; members share everything but weights.
#include "predict/dmpnn_model.h"

#include <algorithm>
#include <optional>

#include "core/error.h"           // for Error
#include "predict/output_head.h"  // for apply_output_head, combine_members
#include "predict/row_kernel.h"   // for padded_columns

namespace furui {
namespace {

constexpr std::size_t kMoleculesPerBlock = 256;

// Columns of the manifest that belong to the network's properties, in the network's order.
std::vector<std::size_t> columns_of(const Manifest& manifest, const Network& network) {
  const std::vector<Column> columns = manifest.columns();
  std::vector<std::size_t> result;
  for (const std::string& name : network.properties) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (manifest.properties[columns[c].property].name == name) result.push_back(c);
    }
  }
  return result;
}

// Tensors of no network and no member that the manifest states.
void refuse_strays(const Safetensors& file, const Manifest& manifest) {
  for (const auto& [name, tensor] : file.tensors()) {
    const bool known = std::any_of(manifest.networks.begin(), manifest.networks.end(), [&](const Network& network) {
      for (int m = 0; m < network.members; ++m) {
        if (name.rfind(network.name + "/" + std::to_string(m) + "/", 0) == 0) return true;
      }
      return false;
    });
    if (!known) {
      throw Error(ErrorCode::kInvalidArgument, "weights.safetensors: tensor '" + name.substr(0, 200) +
                                                   "' belongs to no network and member of the manifest");
    }
  }
}

}  // namespace

DmpnnModel::DmpnnModel(const Manifest& manifest, std::string_view weights, const std::string& device,
                       const PredictScope& scope, ThreadPool& threads, StageClock* clock)
    : manifest_(manifest), file_(weights), threads_(threads), clock_(clock) {
  refuse_strays(file_, manifest);
  const std::vector<Column> columns = manifest.columns();
  predicts_.resize(columns.size());
  states_std_.resize(columns.size());
  for (const Network& network : manifest.networks) {
    if (scope.networks > 0 && parts_.size() >= static_cast<std::size_t>(scope.networks)) break;
    if (network.architecture != "dmpnn") {
      throw Error(ErrorCode::kInvalidArgument, "network '" + network.name + "': unknown architecture '" +
                                                   network.architecture + "'; known: dmpnn");
    }
    if (network.members < 1)
      throw Error(ErrorCode::kInvalidArgument, "network '" + network.name + "': expected one member or more");
    Part part;
    part.parameters = parse_dmpnn_parameters(network.parameters_json, network.name);
    part.columns = columns_of(manifest, network);
    const std::size_t tasks = network.properties.size();
    if (part.columns.size() != value_columns(part.parameters, tasks)) {
      throw Error(ErrorCode::kInvalidArgument,
                  "network '" + network.name + "': its output gives " +
                      std::to_string(value_columns(part.parameters, tasks)) + " columns, but its properties have " +
                      std::to_string(part.columns.size()));
    }
    const int members = scope.members > 0 ? std::min(scope.members, network.members) : network.members;
    for (int m = 0; m < members; ++m)
      part.members.push_back(take_dmpnn_weights(file_, network.name, m, part.parameters, tasks));
    const bool spread = members > 1 || has_head_variance(part.parameters.output);
    for (std::size_t column : part.columns) {
      predicts_[column] = true;
      states_std_[column] = spread && manifest.properties[columns[column].property].has_std;
    }
    if (device == "cpu") {
      part.engine = make_cpu_engine(part.parameters, part.members, threads, clock);
    } else {
      part.engine = make_torch_engine(part.parameters, part.members, device == "torch-cpu" ? "cpu" : device, clock);
    }
    parts_.push_back(std::move(part));
  }
}

void DmpnnModel::predict(std::span<const MoleculeGraph* const> graphs, std::span<float> value, std::span<float> std) {
  if (graphs.empty()) return;
  std::vector<char> done(parts_.size(), 0);
  for (std::size_t first = 0; first < parts_.size(); ++first) {
    if (done[first]) continue;
    const EnvironmentPlan& plan = parts_[first].parameters.plan;
    std::optional<Environments> environments;
    {
      const StageTimer timer(clock_, PredictStage::kHash);
      environments = find_environments(plan, graphs, threads_);
    }
    for (std::size_t i = first; i < parts_.size(); ++i) {
      if (done[i] || !(parts_[i].parameters.plan == plan)) continue;
      run(parts_[i], *environments, value, std);
      done[i] = 1;
    }
  }
}

void DmpnnModel::run(Part& part, const Environments& environments, std::span<float> value, std::span<float> std) {
  const std::size_t members = part.members.size(), molecules = environments.molecules;
  const std::size_t outputs = part.members.front().outputs(), columns = part.columns.size();
  std::vector<float> raw(members * molecules * outputs);
  for (std::size_t m = 0; m < members; ++m) {
    part.engine->run(environments, m, std::span(raw).subspan(m * molecules * outputs, molecules * outputs));
  }
  const StageTimer timer(clock_, PredictStage::kReadout);
  const std::size_t stride = manifest_.columns().size();
  const bool variances = has_head_variance(part.parameters.output);
  threads_.for_each((molecules + kMoleculesPerBlock - 1) / kMoleculesPerBlock, [&](std::size_t block, int) {
    std::vector<double> of_member(members * columns), variance(variances ? members * columns : 0);
    std::vector<float> mean(columns), spread(columns);
    const std::size_t end = std::min(molecules, (block + 1) * kMoleculesPerBlock);
    for (std::size_t i = block * kMoleculesPerBlock; i < end; ++i) {
      for (std::size_t m = 0; m < members; ++m) {
        apply_output_head(part.parameters, part.members[m],
                          std::span<const float>(raw).subspan((m * molecules + i) * outputs, outputs),
                          std::span(of_member).subspan(m * columns, columns),
                          variances ? std::span(variance).subspan(m * columns, columns) : std::span<double>{});
      }
      combine_members(of_member, variance, members, mean, spread);
      for (std::size_t c = 0; c < columns; ++c) {
        value[i * stride + part.columns[c]] = mean[c];
        if (!std.empty()) std[i * stride + part.columns[c]] = spread[c];
      }
    }
  });
}

BatchCost DmpnnModel::cost() const {
  BatchCost cost;
  std::size_t raw = 0, hash_per_atom = 0, hash_per_bond = 0;
  for (const Part& part : parts_) {
    const std::size_t row = padded_columns(part.parameters.hidden) * sizeof(float);
    const auto depth = static_cast<std::size_t>(part.parameters.plan.depth);
    const bool atoms = part.parameters.plan.atom_messages;
    // Two tables of messages at once, one slice (attentive: all) of atoms; names and lists of every radius.
    const std::size_t atom_rows = part.parameters.aggregation == Aggregation::kAttentive
                                      ? row
                                      : std::min(row, kSliceColumns * sizeof(float));
    cost.bytes_per_atom = std::max(cost.bytes_per_atom, atom_rows + (atoms ? 2 * row : 0));
    cost.bytes_per_bond = std::max(cost.bytes_per_bond, atoms ? 0 : 4 * row);
    hash_per_atom = std::max(hash_per_atom, 160 + (atoms ? 64 * depth : 0));
    hash_per_bond = std::max(hash_per_bond, 64 + (atoms ? 32 : 128) * depth);
    raw = std::max(raw, part.members.size() * part.members.front().outputs() * sizeof(float) + row);
  }
  cost.bytes_per_atom += hash_per_atom;
  cost.bytes_per_bond += hash_per_bond;
  cost.bytes_per_molecule = raw + 64;
  return cost;
}

}  // namespace furui
