// Transposing and padding, once at load.
#include "predict/chgnet_dense.h"

namespace furui {
namespace {

std::vector<float> copied(std::span<const float> values) { return {values.begin(), values.end()}; }

/// Takes off the mean of each 64 numbers that follow each other.
void center(std::vector<float>& values) {
  for (std::size_t begin = 0; begin < values.size(); begin += kGateWidth) {
    double mean = 0;
    for (std::size_t o = 0; o < kGateWidth; ++o) mean += values[begin + o] / double{kGateWidth};
    for (std::size_t o = 0; o < kGateWidth; ++o) values[begin + o] = static_cast<float>(values[begin + o] - mean);
  }
}

/// The same over the outputs of each input.
void center(Dense& dense) {
  center(dense.forward);
  for (std::size_t k = 0; k < dense.inputs; ++k) {
    for (std::size_t o = 0; o < dense.outputs; ++o) dense.back[o * dense.inputs + k] = dense.forward[k * dense.outputs + o];
  }
}

}  // namespace

Dense dense_of(const std::vector<MatrixView>& weights, std::size_t begin, std::size_t count, std::size_t padded) {
  Dense dense;
  dense.inputs = padded;
  for (const MatrixView& w : weights) dense.outputs += w.rows;
  dense.forward.assign(dense.inputs * dense.outputs, 0);
  dense.back.assign(dense.inputs * dense.outputs, 0);
  std::size_t column = 0;
  for (const MatrixView& w : weights) {
    for (std::size_t o = 0; o < w.rows; ++o, ++column) {
      for (std::size_t k = 0; k < count; ++k) {
        const float value = w.values[o * w.stride + begin + k];
        dense.forward[k * dense.outputs + column] = value;
        dense.back[column * dense.inputs + k] = value;
      }
    }
  }
  return dense;
}

Dense chained(const Dense& first, const Dense& second) {
  Dense dense{first.inputs, second.outputs, std::vector<float>(first.inputs * second.outputs), std::vector<float>(first.inputs * second.outputs)};
  for (std::size_t k = 0; k < dense.inputs; ++k) {
    for (std::size_t o = 0; o < dense.outputs; ++o) {
      double sum = 0;
      for (std::size_t m = 0; m < first.outputs; ++m) sum += double{first.forward[k * first.outputs + m]} * second.forward[m * second.outputs + o];
      dense.forward[k * dense.outputs + o] = dense.back[o * dense.inputs + k] = static_cast<float>(sum);
    }
  }
  return dense;
}

DenseGate::DenseGate(const ChgnetGate& gate, double norm_epsilon, const Dense* embedding, std::size_t basis_part) : epsilon(static_cast<float>(norm_epsilon)) {
  const MatrixView &core = gate.core[0].weight, &open = gate.gate[0].weight;
  for (std::size_t begin = 0; begin < core.columns; begin += kGateWidth) parts.push_back(dense_of({core, open}, begin, kGateWidth, kGateWidth));
  bias = copied(gate.core[0].bias);
  bias.insert(bias.end(), gate.gate[0].bias.begin(), gate.gate[0].bias.end());
  if (gate.core.size() > 1) {
    second = {dense_of({gate.core[1].weight}, 0, kGateWidth, kGateWidth), dense_of({gate.gate[1].weight}, 0, kGateWidth, kGateWidth)};
    second_bias = {copied(gate.core[1].bias), copied(gate.gate[1].bias)};
  }
  if (gate.core_norm && gate.gate_norm) {
    if (gate.core.size() > 1) {
      for (std::size_t half = 0; half < 2; ++half) center(second[half]), center(second_bias[half]);
    } else {
      for (Dense& part : parts) center(part);
      center(bias);
    }
    scale = {copied(gate.core_norm->scale), copied(gate.gate_norm->scale)};
    shift = {copied(gate.core_norm->shift), copied(gate.gate_norm->shift)};
  }
  if (embedding != nullptr) of_basis = chained(*embedding, parts[basis_part]);
}

GateKernelWeights DenseGate::kernel() const {
  GateKernelWeights k;
  for (std::size_t half = 0; half < 2; ++half) {
    if (second[half].inputs > 0) {
      k.second[half] = second[half].forward.data();
      k.second_back[half] = second[half].back.data();
      k.bias[half] = second_bias[half].data();
    }
    if (scale[half].empty()) continue;
    k.scale[half] = scale[half].data();
    k.shift[half] = shift[half].data();
  }
  k.epsilon = epsilon;
  return k;
}

void apply(const Dense& w, std::size_t rows, const float* x, float* y, bool add) {
  multiply_dense(rows, w.inputs, w.outputs, x, w.inputs, w.forward.data(), y, w.outputs, add);
}

void apply_back(const Dense& w, std::size_t rows, const float* dy, float* dx, bool add) {
  multiply_dense(rows, w.outputs, w.inputs, dy, w.outputs, w.back.data(), dx, w.inputs, add);
}

}  // namespace furui
