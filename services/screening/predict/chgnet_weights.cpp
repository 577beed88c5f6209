// The original state dict's names to the parts that the forward pass multiplies.
#include "predict/chgnet_weights.h"

namespace furui {
namespace {

ChgnetLinear linear(TensorTaker& taker, const std::string& name, std::size_t outputs, std::size_t inputs) {
  return {taker.matrix(name + ".weight", outputs, inputs), taker.vector(name + ".bias", outputs)};
}

ChgnetNorm norm(TensorTaker& taker, const std::string& name, std::size_t width) {
  return {taker.vector(name + ".weight", width), taker.vector(name + ".bias", width)};
}

// Two linear layers are numbered 0 and 3, one alone is 1: between them the original counts activation and dropout.
std::vector<ChgnetLinear> branch(TensorTaker& taker, const std::string& name, std::size_t width, std::size_t inputs, bool deep) {
  if (!deep) return {linear(taker, name + ".layers.1", width, inputs)};
  return {linear(taker, name + ".layers.0", width, inputs), linear(taker, name + ".layers.3", width, width)};
}

ChgnetGate gate(TensorTaker& taker, const std::string& name, const ChgnetParameters& p, std::size_t parts, bool deep) {
  const std::size_t w = p.width;
  ChgnetGate gate{branch(taker, name + ".mlp_core", w, parts * w, deep), branch(taker, name + ".mlp_gate", w, parts * w, deep), {}, {}};
  if (p.norms) {
    gate.core_norm = norm(taker, name + ".bn1", w);
    gate.gate_norm = norm(taker, name + ".bn2", w);
  }
  return gate;
}

ChgnetConvolution convolution(TensorTaker& taker, const std::string& name, const std::string& message, const ChgnetParameters& p, std::size_t parts) {
  ChgnetConvolution convolution{gate(taker, name + "." + message, p, parts, true), {taker.matrix(name + ".mlp_out.layers.1.weight", p.width, p.width), {}}};
  if (p.update_bias) convolution.out.bias = taker.vector(name + ".mlp_out.layers.1.bias", p.width);
  return convolution;
}

}  // namespace

ChgnetWeights take_chgnet_weights(const Safetensors& file, const std::string& network, const ChgnetParameters& p) {
  TensorTaker taker(file, network, 0);
  const std::size_t w = p.width;
  ChgnetWeights weights;
  weights.element_energy = taker.vector("composition_model.fc.weight", p.elements);
  weights.atom_embedding = taker.matrix("atom_embedding.embedding.weight", p.elements, w);
  weights.bond_frequencies = taker.vector("bond_basis_expansion.rbf_expansion_ag.frequencies", p.radial);
  weights.short_bond_frequencies = taker.vector("bond_basis_expansion.rbf_expansion_bg.frequencies", p.radial);
  weights.angle_frequencies = taker.vector("angle_basis_expansion.fourier_expansion.frequencies", (p.angular - 1) / 2);
  weights.bond_embedding = taker.matrix("bond_embedding.weight", w, p.radial);
  weights.atom_message_weight = taker.matrix("bond_weights_ag.weight", w, p.radial);
  weights.bond_message_weight = taker.matrix("bond_weights_bg.weight", w, p.radial);
  weights.angle_embedding = taker.matrix("angle_embedding.weight", w, p.angular);
  for (std::size_t l = 0; l < p.layers; ++l)
    weights.atom_convolutions.push_back(convolution(taker, "atom_conv_layers." + std::to_string(l), "twoBody_atom", p, 3));
  for (std::size_t l = 0; l < p.bond_convolutions(); ++l)
    weights.bond_convolutions.push_back(convolution(taker, "bond_conv_layers." + std::to_string(l), "twoBody_bond", p, 4));
  for (std::size_t l = 0; l < p.angle_updates(); ++l)
    weights.angle_updates.push_back(gate(taker, "angle_layers." + std::to_string(l) + ".twoBody_bond", p, 4, false));
  weights.moment = linear(taker, "site_wise", 1, w);
  if (p.norms) weights.readout_norm = norm(taker, "readout_norm", w);
  std::size_t inputs = w;
  for (std::size_t l = 0; l < p.readout_hidden.size(); ++l) {
    weights.readout.push_back(linear(taker, "mlp.layers." + std::to_string(2 * l), p.readout_hidden[l], inputs));
    inputs = p.readout_hidden[l];
  }
  weights.readout.push_back(linear(taker, "mlp.layers." + std::to_string(2 * p.readout_hidden.size() + 1), 1, inputs));
  taker.refuse_untaken();
  return weights;
}

}  // namespace furui
