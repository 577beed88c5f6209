// A CHGNet's weights under names that say what each multiplies, every shape checked.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "predict/chgnet_parameters.h"  // for ChgnetParameters, what shapes to expect
#include "predict/safetensors.h"        // for Safetensors, where the weights lie
#include "predict/tensor_taker.h"       // for MatrixView

namespace furui {

/// y = W·x + b; `bias` may be empty.
struct ChgnetLinear {
  MatrixView weight;
  std::span<const float> bias;
};

/// Layer norm's scale and shift, w each.
struct ChgnetNorm {
  std::span<const float> scale, shift;
};

/// SiLU(norm(core(x)))·sigmoid(norm(gate(x))). Each branch is one linear layer, or two with a SiLU between them.
struct ChgnetGate {
  std::vector<ChgnetLinear> core, gate;
  std::optional<ChgnetNorm> core_norm, gate_norm;  ///< both or neither
};

/// A gate on what a message is made of, and the linear layer on the sum of messages.
struct ChgnetConvolution {
  ChgnetGate message;
  ChgnetLinear out;  ///< w × w
};

/// Views into a Safetensors, which must outlive them. w: width; r, a: sizes of the radial and angular basis.
struct ChgnetWeights {
  std::span<const float> element_energy;           ///< elements, in eV
  MatrixView atom_embedding;                       ///< elements × w
  std::span<const float> bond_frequencies;         ///< r, of the basis up to the bond cutoff
  std::span<const float> short_bond_frequencies;   ///< r, of the basis up to the angle cutoff
  std::span<const float> angle_frequencies;        ///< (a − 1)/2
  MatrixView bond_embedding;                       ///< w × r
  MatrixView atom_message_weight;                  ///< w × r, on the basis up to the bond cutoff
  MatrixView bond_message_weight;                  ///< w × r, on the basis up to the angle cutoff
  MatrixView angle_embedding;                      ///< w × a
  std::vector<ChgnetConvolution> atom_convolutions;  ///< layers; inputs [center, bond, neighbor]
  std::vector<ChgnetConvolution> bond_convolutions;  ///< layers − 1; inputs [bond, other bond, angle, center]
  std::vector<ChgnetGate> angle_updates;             ///< layers − 2; inputs the same
  ChgnetLinear moment;                             ///< 1 × w
  std::optional<ChgnetNorm> readout_norm;
  std::vector<ChgnetLinear> readout;               ///< SiLU between them; the last gives one number
};

/// Takes the one member of `network` from the file.
///
/// throws Error{INVALID_ARGUMENT} naming a tensor that is absent, of another shape, or unknown to the parameters
ChgnetWeights take_chgnet_weights(const Safetensors& file, const std::string& network, const ChgnetParameters& parameters);

}  // namespace furui
