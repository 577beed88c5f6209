// How desirable a property's value is, from 0 (useless) to 1 (as good as can be): the transforms of profiles.
#pragma once

#include <cmath>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/profile.h"  // for Transform

namespace furui {

/// An S-shaped curve: 1 / (1 + exp(-slope (x - middle))).
struct Expit {
  double slope = 0, middle = 0;
};

/// A bell: exp(-(x - middle)^2 / (2 width^2)).
struct Bell {
  double middle = 0, width = 1;
};

/// The curve of a transform, and of what it consists.
struct Desirability {
  /// A finite value in the property's unit to its desirability in [0, 1]; NaN, which counts as missing, only where a
  /// value_mapping does not hold the value.
  std::function<double(double value)> at;
  /// Rising; between two neighbours, and beyond the outer ones, the curve is monotone and smooth enough for eight nodes
  /// of a Gauss-Legendre rule.
  std::vector<double> bends;
  /// (value, desirability) of a curve of straight lines, flat beyond the outer ones; twice the same value where it
  /// jumps. Empty for other curves.
  std::vector<std::pair<double, double>> line;
  std::optional<Expit> expit;  ///< where the curve is one
  std::optional<Bell> bell;    ///< where the curve is one
  bool of_exact_values = false;  ///< a value_mapping: a std means nothing to it

  double operator()(double value) const { return at(value); }
  /// Whether a value, NaN where missing, has a desirability.
  bool has(double value) const { return !std::isnan(value) && !(of_exact_values && std::isnan(at(value))); }
};

/// The curve of a transform. x is the value; parameters in the property's unit where they are values.
///
/// type             parameters (defaults)            desirability
/// logistic         bad, good                        1 / (1 + exp(-a (x - b))), b = (bad + good) / 2,
///                                                   a = 2 ln 4 / (good - bad): 0.2 at bad, 0.8 at good
/// linear           knots [[x, d], ...]              straight lines between knots, flat beyond the outer ones
/// sigmoid          low, high, k                     1 / (1 + 10^(-10 k (x - (low + high)/2) / (high - low)))
/// reverse_sigmoid  low, high, k                     1 - sigmoid
/// double_sigmoid   low, high, coef_div (100),       left of the middle 1 / (1 + 10^(-coef_si (x - low) / coef_div)),
///                  coef_si (150), coef_se (150)     right of it 1 - 1 / (1 + 10^(-coef_se (x - high) / coef_div))
/// step             low, high                        1 where low <= x <= high, else 0
/// right_step       high (low, ignored)              1 where x >= high, else 0
/// left_step        low (high, ignored)              1 where x <= low, else 0
/// exponential_decay k                               exp(-k x), and 1 where x < 0
/// value_mapping    mapping { value = d, ... }       d of the equal value; missing where there is none
/// derringer        two or all of low, target, high, ((x - low) / (target - low))^s rising to the target,
///                  s (1), t (1)                     ((high - x) / (high - target))^t falling from it; without high
///                                                   (or low) 1 beyond the target, else 0 outside
/// harrington       b0, b1                           one-sided: exp(-exp(-(b0 + b1 x)))
/// harrington       low, high, n                     two-sided: exp(-|(2 x - high - low) / (high - low)|^n)
/// gaussian         target, sigma                    exp(-(x - target)^2 / (2 sigma^2))
///
/// The sigmoids, steps, exponential_decay and value_mapping have REINVENT 4's names (in any case, with underscores or
/// without, as there), parameters and values, hard steps at low = high
/// and coef_div = 0 included (Loeffler et al. 2024, doi:10.1186/s13321-024-00812-5), and PUMAS 1.3's; derringer is
/// Derringer & Suich 1980 (J. Qual. Technol. 12, 214), eqs. 2 and 3; harrington Harrington 1965 (Ind. Qual. Control
/// 21, 494). Limits of steps and values of mappings are rounded to float32 as the values themselves are, so that a
/// value printed as 0.1 meets a limit of 0.1.
///
/// where    begins each message, for example "profile 'cns' line 7"
/// throws   Error{INVALID_ARGUMENT} naming an unknown type or parameter and the nearest known one, a missing one, or
///          one that makes no sense and why
Desirability make_desirability(const Transform& transform, const std::string& where);

/// Every type that make_desirability knows, sorted.
const std::vector<std::string>& transform_types();

}  // namespace furui
