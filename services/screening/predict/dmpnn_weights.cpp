// chemprop's state-dict names to the parts that the forward pass multiplies.
#include "predict/dmpnn_weights.h"

#include <cmath>
#include <regex>

#include "predict/tensor_taker.h"  // for TensorTaker

namespace furui {
namespace {

// Columns [begin, begin + count) of a matrix.
MatrixView columns_of(const MatrixView& matrix, std::size_t begin, std::size_t count) {
  return {matrix.values + begin, matrix.rows, count, matrix.stride};
}

void take_message_passing(TensorTaker& taker, const DmpnnParameters& p, DmpnnWeights& weights) {
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

void take_readout(TensorTaker& taker, const DmpnnParameters& p, DmpnnWeights& weights) {
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

void take_predictor(TensorTaker& taker, const DmpnnParameters& p, DmpnnWeights& weights, std::size_t outputs) {
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
  TensorTaker taker(file, network, member);
  DmpnnWeights weights;
  take_message_passing(taker, parameters, weights);
  take_readout(taker, parameters, weights);
  take_predictor(taker, parameters, weights, tasks * raw_outputs_per_task(parameters));
  if (parameters.unscaled) {
    weights.output_mean = taker.vector("predictor.output_transform.mean", tasks);
    weights.output_scale = taker.vector("predictor.output_transform.scale", tasks);
  }
  static const std::regex kTrainingOnly(R"((metrics\.|predictor\.criterion\.).*|bn\.num_batches_tracked)");
  taker.refuse_untaken([](const std::string& name) { return std::regex_match(name, kTrainingOnly); });
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
