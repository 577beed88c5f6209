// torch.nn's activations, one value at a time.
#include "predict/activation.h"

#include <cmath>

namespace furui {
namespace {

template <typename Function>
void each(std::span<float> row, Function function) {
  for (float& x : row) x = function(x);
}

// SELU's constants: Klambauer et al. 2017, "Self-Normalizing Neural Networks", as in PyTorch.
constexpr float kSeluAlpha = 1.6732632423543772848170429916717f;
constexpr float kSeluScale = 1.0507009873554804934193349852946f;
constexpr float kSqrtHalf = 0.70710678118654752440f;        // 1/√2
constexpr float kSqrtTwoOverPi = 0.79788456080286535588f;   // √(2/π)
constexpr float kSoftplusThreshold = 20;

}  // namespace

void activate(const Activation& activation, std::span<const float> slopes, std::span<float> row) {
  const float p = activation.parameter;
  switch (activation.kind) {
    case ActivationKind::kRelu:
      return each(row, [](float x) { return x < 0 ? 0.0f : x; }  /* NaN stays NaN */);
    case ActivationKind::kLeakyRelu:
      return each(row, [p](float x) { return x > 0 ? x : p * x; });
    case ActivationKind::kPrelu:
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (!(row[i] > 0)) row[i] *= slopes.size() == 1 ? slopes[0] : slopes[i];
      }
      return;
    case ActivationKind::kTanh:
      return each(row, [](float x) { return std::tanh(x); });
    case ActivationKind::kSelu:
      return each(row, [](float x) { return x > 0 ? kSeluScale * x : kSeluScale * kSeluAlpha * std::expm1(x); });
    case ActivationKind::kElu:
      return each(row, [p](float x) { return x > 0 ? x : p * std::expm1(x); });
    case ActivationKind::kGelu:
      return each(row, [](float x) { return 0.5f * x * (1 + std::erf(x * kSqrtHalf)); });
    case ActivationKind::kGeluTanh:
      return each(row, [](float x) {
        return 0.5f * x * (1 + std::tanh(kSqrtTwoOverPi * (x + 0.044715f * x * x * x)));
      });
    case ActivationKind::kSilu:
      return each(row, [](float x) { return x / (1 + std::exp(-x)); });
    case ActivationKind::kSigmoid:
      return each(row, [](float x) { return 1 / (1 + std::exp(-x)); });
    case ActivationKind::kSoftplus:
      return each(row, [p](float x) {
        return x * p > kSoftplusThreshold ? x : std::log1p(std::exp(x * p)) / p;
      });
  }
}

}  // namespace furui
