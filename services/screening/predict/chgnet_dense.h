// A CHGNet's weights laid out for the CPU's loops: inputs × outputs, and the same transposed for slopes.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "predict/chgnet_weights.h"  // for ChgnetGate, ChgnetWeights
#include "predict/gate_kernel.h"     // for GateKernelWeights

namespace furui {

/// y = x·forward, dx = dy·back.
struct Dense {
  std::size_t inputs = 0, outputs = 0;
  std::vector<float> forward, back;  ///< inputs × outputs; outputs × inputs
};

/// Inputs [begin, begin + count) of a weight, followed by zeros up to `padded` inputs. Of two weights, their outputs side
/// by side.
Dense dense_of(const std::vector<MatrixView>& weights, std::size_t begin, std::size_t count, std::size_t padded);

/// One after the other as one: first.inputs → second.outputs.
Dense chained(const Dense& first, const Dense& second);

/// A gate whose first layer is cut into the parts that its input is made of, 64 → 128 each.
struct DenseGate {
  std::vector<Dense> parts;
  /// What parts[basis_part] gives of features that are still those which a basis was embedded as, by that basis: 32 → 128, at half the
  /// cost. Empty where there are none.
  Dense of_basis;
  std::vector<float> bias;      ///< 128
  std::array<Dense, 2> second;  ///< core, gate; empty without a second layer
  std::array<std::vector<float>, 2> second_bias;
  std::array<std::vector<float>, 2> scale, shift;  ///< empty without norms
  float epsilon = 0;

  /// embedding  of the basis of parts[basis_part], whose features no layer before has changed; nullptr: none are such
  DenseGate(const ChgnetGate& gate, double norm_epsilon, const Dense* embedding, std::size_t basis_part);
  GateKernelWeights kernel() const;
};

/// `rows` rows, one after the other: y = x·w or y += x·w; and the slopes dx from dy likewise.
void apply(const Dense& w, std::size_t rows, const float* x, float* y, bool add = false);
void apply_back(const Dense& w, std::size_t rows, const float* dy, float* dx, bool add);

}  // namespace furui
