// One ensemble member's weights under names that say what each multiplies, every shape checked.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "predict/dmpnn_parameters.h"  // for DmpnnParameters, what shapes to expect
#include "predict/safetensors.h"       // for Safetensors, where the weights lie
#include "predict/tensor_taker.h"      // for MatrixView

namespace furui {

/// y = W·x + b.
struct DenseLayer {
  MatrixView weight;
  std::span<const float> bias;
  std::span<const float> slopes;  ///< PReLU's weight of the activation before this layer; empty elsewhere
};

/// Views into a Safetensors, which must outlive them. h: hidden, d_v, d_e: feature widths.
struct DmpnnWeights {
  MatrixView seed_atom;            ///< h × d_v: W_i's part for the atom
  MatrixView seed_bond;            ///< h × d_e: W_i's part for the bond; empty with atom messages
  std::span<const float> seed_bias;     ///< h, or empty
  MatrixView step;                 ///< h × h: W_h's part for messages
  MatrixView step_bond;            ///< h × d_e: W_h's part for bonds; atom messages only
  std::span<const float> step_bias;     ///< h, or empty
  MatrixView final_atom;           ///< h × d_v: W_o's part for the atom
  MatrixView final_message;        ///< h × h: W_o's part for messages
  std::span<const float> final_bias;    ///< h
  std::span<const float> slopes;        ///< PReLU's weight in message passing, or empty
  std::span<const float> attention;     ///< h, attentive aggregation only
  float attention_bias = 0;
  std::vector<float> norm_scale, norm_shift;  ///< h each: batch norm as scale·x + shift; empty without
  std::vector<DenseLayer> ffn;
  std::span<const float> output_mean, output_scale;  ///< tasks each, or empty

  std::size_t outputs() const { return ffn.back().weight.rows; }
};

/// Numbers that the last layer gives for each task.
std::size_t raw_outputs_per_task(const DmpnnParameters& parameters);

/// Takes member `member` of `network`, which predicts `tasks` properties, from the file.
///
/// throws Error{INVALID_ARGUMENT} naming a tensor that is absent, of another shape, or unknown to the parameters
DmpnnWeights take_dmpnn_weights(const Safetensors& file, const std::string& network, int member,
                                const DmpnnParameters& parameters, std::size_t tasks);

}  // namespace furui
