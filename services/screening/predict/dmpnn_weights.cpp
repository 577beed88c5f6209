// chemprop's state-dict names to the parts that the forward pass multiplies.
#include "predict/dmpnn_weights.h"

#include <cmath>
#include <regex>
#include <set>

#include "core/error.h"  // for Error

namespace furui {
namespace {

class Taker {
 public:
  Taker(const Safetensors& file, const std::string& network, int member)
      : file_(file), prefix_(network + "/" + std::to_string(member) + "/") {}

  const TensorView& tensor(const std::string& name) {
    const TensorView* found = file_.find(prefix_ + name);
    if (found == nullptr) complain(name, "is absent, but the parameters need it");
    taken_.insert(prefix_ + name);
    return *found;
  }
  MatrixView matrix(const std::string& name, std::size_t rows, std::size_t columns) {
    const TensorView& found = tensor(name);
    const std::vector<std::int64_t> shape{static_cast<std::int64_t>(rows), static_cast<std::int64_t>(columns)};
    if (found.shape != shape) complain_shape(name, found, rows, columns);
    return {found.values.data(), rows, columns, columns};
  }
  /// A vector, also where the file keeps it as [1, size] or, of one value, as a scalar.
  std::span<const float> vector(const std::string& name, std::size_t size) {
    const TensorView& found = tensor(name);
    if (found.values.size() != size) complain_shape(name, found, 1, size);
    return found.values;
  }
  /// PReLU's weight: one slope, or one a channel.
  std::span<const float> slopes(const std::string& name, std::size_t channels) {
    const TensorView& found = tensor(name);
    if (found.values.size() != 1 && found.values.size() != channels) complain_shape(name, found, 1, channels);
    return found.values;
  }
  void refuse_untaken() const {
    static const std::regex kTrainingOnly(R"((metrics\.|predictor\.criterion\.).*|bn\.num_batches_tracked)");
    for (const auto& [name, tensor] : file_.tensors()) {
      if (name.compare(0, prefix_.size(), prefix_) != 0 || taken_.count(name) != 0) continue;
      const std::string key = name.substr(prefix_.size());
      if (!std::regex_match(key, kTrainingOnly)) complain(key, "is not explained by the parameters");
    }
  }

 private:
  [[noreturn]] void complain(const std::string& name, const std::string& what) const {
    throw Error(ErrorCode::kInvalidArgument, "weights.safetensors: tensor '" + prefix_ + name + "' " + what);
  }
  [[noreturn]] void complain_shape(const std::string& name, const TensorView& found, std::size_t rows,
                                   std::size_t columns) const {
    std::string came;
    for (std::int64_t size : found.shape) came += (came.empty() ? "" : ", ") + std::to_string(size);
    complain(name, "has shape [" + came + "]; the parameters imply " + std::to_string(rows) + " × " +
                       std::to_string(columns));
  }

  const Safetensors& file_;
  std::string prefix_;
  std::set<std::string> taken_;
};

// Columns [begin, begin + count) of a matrix.
MatrixView columns_of(const MatrixView& matrix, std::size_t begin, std::size_t count) {
  return {matrix.values + begin, matrix.rows, count, matrix.stride};
}

void take_message_passing(Taker& taker, const DmpnnParameters& p, DmpnnWeights& weights) {
  const std::size_t h = p.hidden;
  const std::size_t atom = atom_feature_width(p.plan.featurizer), bond = bond_feature_width(p.plan.featurizer);
  if (p.plan.atom_messages) {
    weights.seed_atom = taker.matrix("message_passing.W_i.weight", h, atom);
    const MatrixView step = taker.matrix("message_passing.W_h.weight", h, h + bond);
    weights.step = columns_of(step, 0, h);
    weights.step_bond = columns_of(step, h, bond);
  } else {
    const MatrixView seed = taker.matrix("message_passing.W_i.weight", h, atom + bond);
    weights.seed_atom = columns_of(seed, 0, atom);
    weights.seed_bond = columns_of(seed, atom, bond);
    weights.step = taker.matrix("message_passing.W_h.weight", h, h);
  }
  const MatrixView final = taker.matrix("message_passing.W_o.weight", h, atom + h);
  weights.final_atom = columns_of(final, 0, atom);
  weights.final_message = columns_of(final, atom, h);
  weights.final_bias = taker.vector("message_passing.W_o.bias", h);
  if (p.bias) {
    weights.seed_bias = taker.vector("message_passing.W_i.bias", h);
    weights.step_bias = taker.vector("message_passing.W_h.bias", h);
  }
  if (p.activation.kind == ActivationKind::kPrelu) weights.slopes = taker.slopes("message_passing.tau.weight", h);
}

void take_readout(Taker& taker, const DmpnnParameters& p, DmpnnWeights& weights) {
  const std::size_t h = p.hidden;
  if (p.aggregation == Aggregation::kAttentive) {
    weights.attention = taker.vector("agg.W.weight", h);
    weights.attention_bias = taker.vector("agg.W.bias", 1)[0];
  }
  if (!p.batch_norm) return;
  const auto scale = taker.vector("bn.weight", h), shift = taker.vector("bn.bias", h);
  const auto mean = taker.vector("bn.running_mean", h), variance = taker.vector("bn.running_var", h);
  for (std::size_t i = 0; i < h; ++i) {
    const double factor = double{scale[i]} / std::sqrt(double{variance[i]} + p.batch_norm_epsilon);
    weights.norm_scale.push_back(static_cast<float>(factor));
    weights.norm_shift.push_back(static_cast<float>(double{shift[i]} - double{mean[i]} * factor));
  }
}

void take_predictor(Taker& taker, const DmpnnParameters& p, DmpnnWeights& weights, std::size_t outputs) {
  std::size_t width = p.hidden;
  for (std::size_t layer = 0; layer <= p.ffn_hidden.size(); ++layer) {
    const std::string block = "predictor.ffn." + std::to_string(layer);
    const std::string linear = block + (layer == 0 ? ".0" : ".2");
    const std::size_t next = layer < p.ffn_hidden.size() ? p.ffn_hidden[layer] : outputs;
    DenseLayer dense;
    dense.weight = taker.matrix(linear + ".weight", next, width);
    dense.bias = taker.vector(linear + ".bias", next);
    if (layer > 0 && p.ffn_activation.kind == ActivationKind::kPrelu)
      dense.slopes = taker.slopes(block + ".0.weight", width);
    weights.ffn.push_back(dense);
    width = next;
  }
}

}  // namespace

DmpnnWeights take_dmpnn_weights(const Safetensors& file, const std::string& network, int member,
                                const DmpnnParameters& parameters, std::size_t tasks) {
  Taker taker(file, network, member);
  DmpnnWeights weights;
  take_message_passing(taker, parameters, weights);
  take_readout(taker, parameters, weights);
  take_predictor(taker, parameters, weights, tasks * raw_outputs_per_task(parameters));
  if (parameters.unscaled) {
    weights.output_mean = taker.vector("predictor.output_transform.mean", tasks);
    weights.output_scale = taker.vector("predictor.output_transform.scale", tasks);
  }
  taker.refuse_untaken();
  return weights;
}

std::size_t raw_outputs_per_task(const DmpnnParameters& parameters) {
  switch (parameters.output) {
    case OutputKind::kRegression:
    case OutputKind::kBinary: return 1;
    case OutputKind::kMve:
    case OutputKind::kQuantile:
    case OutputKind::kBinaryDirichlet: return 2;
    case OutputKind::kEvidential: return 4;
    case OutputKind::kMulticlass:
    case OutputKind::kMulticlassDirichlet: return parameters.classes;
  }
  return 0;
}

}  // namespace furui
