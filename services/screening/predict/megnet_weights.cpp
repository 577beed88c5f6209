// The importer's tensor names to the parts that the forward pass multiplies.
#include "predict/megnet_weights.h"

namespace furui {
namespace {

MegnetLinear linear(TensorTaker& taker, const std::string& name, std::size_t inputs, std::size_t outputs) {
  return {taker.matrix(name + ".weight", outputs, inputs), taker.vector(name + ".bias", outputs)};
}

MegnetLayers layers(TensorTaker& taker, const std::string& name, const std::vector<std::size_t>& widths) {
  MegnetLayers result;
  for (std::size_t l = 0; l + 1 < widths.size(); ++l) result.push_back(linear(taker, name + "." + std::to_string(l), widths[l], widths[l + 1]));
  return result;
}

MegnetReadout readout(TensorTaker& taker, const std::string& name, std::size_t width, std::size_t r) {
  return {linear(taker, name + ".memory", width, r), linear(taker, name + ".gates", 2 * r, 4 * r)};
}

}  // namespace

MegnetWeights take_megnet_weights(const Safetensors& file, const std::string& network, int member, const MegnetParameters& p) {
  TensorTaker taker(file, network, member);
  const std::size_t h = p.hidden, w = p.width, r = p.readout_width;
  MegnetWeights weights;
  weights.atom_embedding = taker.matrix("atom_embedding", p.elements + 1, p.embedding);
  if (p.states > 0) weights.state_embedding = taker.matrix("state_embedding", p.states, p.state_width);
  for (std::size_t b = 0; b < p.blocks; ++b) {
    const std::string name = "blocks." + std::to_string(b);
    MegnetBlock block;
    block.atom_before = layers(taker, name + ".before.atom", {b == 0 ? p.embedding : w, h, w});
    block.bond_before = layers(taker, name + ".before.bond", {b == 0 ? p.centers : w, h, w});
    block.state_before = layers(taker, name + ".before.state", {b == 0 ? p.state_width : w, h, w});
    block.bond_update = layers(taker, name + ".update.bond", {4 * w, h, h, w});
    block.atom_update = layers(taker, name + ".update.atom", {3 * w, h, h, w});
    block.state_update = layers(taker, name + ".update.state", {3 * w, h, h, w});
    weights.blocks.push_back(std::move(block));
  }
  weights.atom_readout = readout(taker, "readout.atom", w, r);
  weights.bond_readout = readout(taker, "readout.bond", w, r);
  weights.readout = layers(taker, "readout", {4 * r + w, w, r, 1});
  taker.refuse_untaken();
  return weights;
}

}  // namespace furui
