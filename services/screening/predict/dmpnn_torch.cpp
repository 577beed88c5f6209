// The D-MPNN forward pass by ATen operations over distinct environments, for CUDA and as a check of the CPU path.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <utility>

#include "predict/dmpnn_engine.h"  // for DmpnnEngine

namespace furui {
namespace {

struct TorchLayer {
  at::Tensor weight, bias, slopes;  // weight: inputs × outputs
};

struct TorchMember {
  at::Tensor seed_atom, seed_bond, seed_bias, step, step_bond, step_bias, final_atom, final_message, final_bias;
  at::Tensor slopes, attention, norm_scale, norm_shift;
  float attention_bias = 0;
  std::vector<TorchLayer> ffn;
  std::int64_t outputs = 0;
};

struct TorchLevel {
  at::Tensor base, offset, incoming;
};

// The tables of one batch on the device.
struct TorchTables {
  std::uint64_t serial = 0;
  at::Tensor atom_features, bond_features, seed_atom, seed_bond, star_atom;
  TorchLevel stars, atoms, molecules;
  std::vector<TorchLevel> levels;
};

at::Tensor matrix(const MatrixView& m, const at::Device& device) {
  if (m.values == nullptr) return {};
  const auto rows = static_cast<std::int64_t>(m.rows), columns = static_cast<std::int64_t>(m.columns);
  const auto stride = static_cast<std::int64_t>(m.stride);
  return at::from_blob(const_cast<float*>(m.values), {rows, columns}, {stride, 1}, at::TensorOptions(at::kFloat))
      .t().contiguous().to(device);
}

at::Tensor vector(std::span<const float> values, const at::Device& device) {
  if (values.empty()) return {};
  return at::from_blob(const_cast<float*>(values.data()), {static_cast<std::int64_t>(values.size())},
                       at::TensorOptions(at::kFloat)).clone().to(device);
}

at::Tensor rows(const std::vector<std::uint32_t>& values, const at::Device& device) {
  const auto size = static_cast<std::int64_t>(values.size());
  if (size == 0) return at::empty({0}, at::TensorOptions(at::kInt).device(device));
  return at::from_blob(const_cast<std::uint32_t*>(values.data()), {size}, at::TensorOptions(at::kInt)).clone().to(device);
}

at::Tensor features(const std::vector<float>& values, std::size_t width, const at::Device& device) {
  const auto columns = static_cast<std::int64_t>(width);
  const std::int64_t count = width == 0 ? 0 : static_cast<std::int64_t>(values.size() / width);
  if (count == 0) return at::empty({0, columns}, at::TensorOptions(at::kFloat).device(device));
  return at::from_blob(const_cast<float*>(values.data()), {count, columns}, at::TensorOptions(at::kFloat)).clone().to(device);
}

// x·w. A product with one row may round otherwise than one with more, so a single row goes in twice.
at::Tensor product(const at::Tensor& x, const at::Tensor& w) {
  if (x.size(0) != 1) return at::mm(x, w);
  return at::mm(x.expand({2, x.size(1)}).contiguous(), w).slice(0, 0, 1);
}

at::Tensor sum_lists(const at::Tensor& table, const TorchLevel& lists) {
  if (lists.incoming.numel() == 0) return at::zeros({lists.offset.size(0) - 1, table.size(1)}, table.options());
  return std::get<0>(at::_embedding_bag_forward_only(table, lists.incoming, lists.offset, false, 0, false, {}, true));
}

at::Tensor activated(const Activation& activation, const at::Tensor& slopes, const at::Tensor& x) {
  const float p = activation.parameter;
  switch (activation.kind) {
    case ActivationKind::kRelu: return at::relu(x);
    case ActivationKind::kLeakyRelu: return at::leaky_relu(x, p);
    case ActivationKind::kPrelu: return at::prelu(x, slopes);
    case ActivationKind::kTanh: return at::tanh(x);
    case ActivationKind::kSelu: return at::selu(x);
    case ActivationKind::kElu: return at::elu(x, p);
    case ActivationKind::kGelu: return at::gelu(x, "none");
    case ActivationKind::kGeluTanh: return at::gelu(x, "tanh");
    case ActivationKind::kSilu: return at::silu(x);
    case ActivationKind::kSigmoid: return at::sigmoid(x);
    case ActivationKind::kSoftplus: return at::softplus(x, p, 20);
  }
  return x;
}

class TorchEngine final : public DmpnnEngine {
 public:
  TorchEngine(const DmpnnParameters& parameters, const std::vector<DmpnnWeights>& members, const std::string& device,
              StageClock* clock)
      : parameters_(parameters), device_(device), clock_(clock) {
    const c10::InferenceMode guard;
    if (device_.is_cpu()) at::set_num_threads(1);
    for (const DmpnnWeights& w : members) members_.push_back(upload(w));
  }

  void run(const Environments& environments, std::size_t member, std::span<float> raw) override {
    const c10::InferenceMode guard;
    const TorchMember& m = members_[member];
    if (tables_.serial != environments.serial) {
      const StageTimer timer(clock_, PredictStage::kTransfer);
      tables_ = upload(environments);
    }
    at::Tensor atoms;
    {
      const StageTimer timer(clock_, PredictStage::kMultiply);
      atoms = final_atoms(m, pass_messages(m));
    }
    const StageTimer timer(clock_, PredictStage::kReadout);
    const at::Tensor out = read_out(m, aggregated(m, atoms)).to(at::kCPU).contiguous();
    std::copy_n(out.const_data_ptr<float>(), raw.size(), raw.data());
  }

 private:
  TorchMember upload(const DmpnnWeights& w) const {
    TorchMember m{matrix(w.seed_atom, device_), matrix(w.seed_bond, device_), vector(w.seed_bias, device_),
                  matrix(w.step, device_), matrix(w.step_bond, device_), vector(w.step_bias, device_),
                  matrix(w.final_atom, device_), matrix(w.final_message, device_), vector(w.final_bias, device_),
                  vector(w.slopes, device_), vector(w.attention, device_), vector(w.norm_scale, device_),
                  vector(w.norm_shift, device_), w.attention_bias, {}, static_cast<std::int64_t>(w.outputs())};
    for (const DenseLayer& layer : w.ffn)
      m.ffn.push_back({matrix(layer.weight, device_), vector(layer.bias, device_), vector(layer.slopes, device_)});
    return m;
  }

  TorchTables upload(const Environments& e) const {
    const auto level = [this](const EnvironmentLevel& l) {
      return TorchLevel{rows(l.base, device_), rows(l.offset, device_), rows(l.incoming, device_)};
    };
    TorchTables t{e.serial, features(e.atom_features, e.atom_width, device_),
                  features(e.bond_features, e.bond_width, device_), rows(e.seed_atom, device_),
                  rows(e.seed_bond, device_), rows(e.stars.atom, device_),
                  {{}, rows(e.stars.offset, device_), rows(e.stars.bonds, device_)}, level(e.atoms),
                  {{}, rows(e.molecule_offset, device_), rows(e.molecule_atoms, device_)}, {}};
    for (const EnvironmentLevel& l : e.levels) t.levels.push_back(level(l));
    return t;
  }

  at::Tensor tau(const TorchMember& m, const at::Tensor& x) const { return activated(parameters_.activation, m.slopes, x); }

  static at::Tensor with_bias(const at::Tensor& x, const at::Tensor& bias) { return bias.defined() ? x + bias : x; }

  // W·h of the deepest radius, W being W_o's message part.
  at::Tensor pass_messages(const TorchMember& m) const {
    const at::Tensor atom = with_bias(product(tables_.atom_features, m.seed_atom), m.seed_bias);
    at::Tensor seed = atom.index_select(0, tables_.seed_atom), base;
    if (parameters_.plan.atom_messages) {
      const at::Tensor bond = product(tables_.bond_features, m.step_bond);
      base = with_bias(atom.index_select(0, tables_.star_atom), m.step_bias);
      base = base + sum_lists(bond, tables_.stars);
    } else {
      seed = seed + product(tables_.bond_features, m.seed_bond).index_select(0, tables_.seed_bond);
      base = with_bias(seed, m.step_bias);
    }
    at::Tensor message = tau(m, seed);
    for (const TorchLevel& level : tables_.levels) {
      at::Tensor sum = sum_lists(product(message, m.step), level);
      if (parameters_.plan.undirected) sum.mul_(0.5);
      message = tau(m, sum.add_(base.index_select(0, level.base)));
    }
    return product(message, m.final_message);
  }

  at::Tensor final_atoms(const TorchMember& m, const at::Tensor& products) const {
    const at::Tensor base = with_bias(product(tables_.atom_features, m.final_atom), m.final_bias);
    return tau(m, sum_lists(products, tables_.atoms).add_(base.index_select(0, tables_.atoms.base)));
  }

  at::Tensor aggregated(const TorchMember& m, const at::Tensor& atoms) const {
    const TorchLevel& lists = tables_.molecules;
    const at::Tensor count = lists.offset.slice(0, 1) - lists.offset.slice(0, 0, -1);
    switch (parameters_.aggregation) {
      case Aggregation::kSum: return sum_lists(atoms, lists);
      case Aggregation::kNorm: return sum_lists(atoms, lists).div_(parameters_.aggregation_norm);
      case Aggregation::kMean: return sum_lists(atoms, lists).div_(count.unsqueeze(1));
      case Aggregation::kAttentive: break;
    }
    const at::Tensor weight = at::exp((atoms * m.attention).sum(1, true) + m.attention_bias);
    const at::Tensor total = sum_lists(weight, lists).squeeze(1);
    const at::Tensor share = weight.squeeze(1).index_select(0, lists.incoming) / at::repeat_interleave(total, count.to(at::kLong));
    return std::get<0>(
        at::_embedding_bag_forward_only(atoms, lists.incoming, lists.offset, false, 0, false, share, true));
  }

  at::Tensor read_out(const TorchMember& m, at::Tensor x) const {
    if (m.norm_scale.defined()) x = x * m.norm_scale + m.norm_shift;
    for (std::size_t l = 0; l < m.ffn.size(); ++l) {
      if (l > 0) x = activated(parameters_.ffn_activation, m.ffn[l].slopes, x);
      x = product(x, m.ffn[l].weight) + m.ffn[l].bias;
    }
    return x;
  }

  DmpnnParameters parameters_;
  at::Device device_;
  StageClock* clock_;
  std::vector<TorchMember> members_;
  TorchTables tables_;
};

}  // namespace

std::unique_ptr<DmpnnEngine> make_torch_engine(const DmpnnParameters& parameters,
                                               const std::vector<DmpnnWeights>& members, const std::string& device,
                                               StageClock* clock) {
  return std::make_unique<TorchEngine>(parameters, members, device, clock);
}

}  // namespace furui
