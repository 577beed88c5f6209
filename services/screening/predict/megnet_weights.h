// A MEGNet's weights under names that say what each multiplies, every shape checked.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "predict/megnet_parameters.h"  // for MegnetParameters, what shapes to expect
#include "predict/safetensors.h"        // for Safetensors, where the weights lie
#include "predict/tensor_taker.h"       // for MatrixView

namespace furui {

/// y = W·x + b.
struct MegnetLinear {
  MatrixView weight;
  std::span<const float> bias;
};

/// Linear layers, one after the other.
using MegnetLayers = std::vector<MegnetLinear>;

/// h: hidden, w: width. The first block's `before` takes what embeddings and Gaussians give.
struct MegnetBlock {
  MegnetLayers atom_before, bond_before, state_before;  ///< … → h → w, softplus after each
  MegnetLayers bond_update;   ///< [center, neighbor, bond, state] 4w → h → h → w, softplus after all but the last
  MegnetLayers atom_update;   ///< [mean of its bonds, atom, state] 3w → h → h → w
  MegnetLayers state_update;  ///< [mean of the bonds, mean of the atoms, state] 3w → h → h → w
};

/// Set2Set (Vinyals et al., ICLR 2016); r: readout_width.
struct MegnetReadout {
  MegnetLinear memory;  ///< w → r
  MegnetLinear gates;   ///< [query, read] 2r → 4r: input, forget, cell, output
};

/// Views into a Safetensors, which must outlive them.
struct MegnetWeights {
  MatrixView atom_embedding;   ///< elements + 1 × embedding; the first row belongs to no element
  MatrixView state_embedding;  ///< states × state_width; empty without states
  std::vector<MegnetBlock> blocks;
  MegnetReadout atom_readout, bond_readout;
  MegnetLayers readout;        ///< [atoms 2r, bonds 2r, state w] → w → r → 1, softplus between them
};

/// Takes one member of `network` from the file.
///
/// throws Error{INVALID_ARGUMENT} naming a tensor that is absent, of another shape, or unknown to the parameters
MegnetWeights take_megnet_weights(const Safetensors& file, const std::string& network, int member, const MegnetParameters& parameters);

}  // namespace furui
