// The activation functions of chemprop and PyTorch, by name and parameter.
#pragma once

#include <span>
#include <string>

namespace furui {

enum class ActivationKind {
  kRelu,
  kLeakyRelu,  ///< parameter: negative slope
  kPrelu,      ///< slope from the weights: one, or one a channel
  kTanh,
  kSelu,
  kElu,        ///< parameter: alpha
  kGelu,       ///< exact, by erf
  kGeluTanh,   ///< the tanh approximation
  kSilu,
  kSigmoid,
  kSoftplus,   ///< parameter: beta; linear above beta·x = 20, as PyTorch's default threshold
};

struct Activation {
  ActivationKind kind = ActivationKind::kRelu;
  float parameter = 0;
};

/// Applies the activation in place, each value for itself; formulas and constants are torch.nn's.
///
/// slopes  PReLU's weight, of size 1 or row.size(); unused otherwise
void activate(const Activation& activation, std::span<const float> slopes, std::span<float> row);

}  // namespace furui
