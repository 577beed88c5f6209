// Sigmoid, softmax, softplus and the output transform, in double from float32 outputs.
#include "predict/output_head.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace furui {
namespace {

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }
// torch's softplus: linear above 20.
double softplus(double x) { return x > 20 ? x : std::log1p(std::exp(x)); }

void softmax(std::span<const float> raw, std::span<double> value) {
  const double most = *std::max_element(raw.begin(), raw.end());
  double total = 0;
  for (std::size_t c = 0; c < raw.size(); ++c) total += value[c] = std::exp(double{raw[c]} - most);
  for (double& share : value) share /= total;
}

// Dirichlet: the share of class c is α_c / Σα with α = softplus + 1.
void dirichlet(std::span<const float> raw, std::span<double> value) {
  double total = 0;
  for (std::size_t c = 0; c < raw.size(); ++c) total += value[c] = softplus(raw[c]) + 1;
  for (double& share : value) share /= total;
}

}  // namespace

std::size_t value_columns(const DmpnnParameters& parameters, std::size_t tasks) {
  return tasks * std::max<std::size_t>(1, parameters.classes);
}

bool has_head_variance(OutputKind output) { return output == OutputKind::kMve || output == OutputKind::kEvidential; }

void apply_output_head(const DmpnnParameters& parameters, const DmpnnWeights& weights, std::span<const float> raw,
                       std::span<double> value, std::span<double> variance) {
  const std::size_t tasks = raw.size() / raw_outputs_per_task(parameters);
  const auto unscaled = [&](std::size_t task, double x) {
    return weights.output_scale.empty() ? x : x * weights.output_scale[task] + weights.output_mean[task];
  };
  const auto unscaled_variance = [&](std::size_t task, double x) {
    return weights.output_scale.empty() ? x : x * weights.output_scale[task] * weights.output_scale[task];
  };
  // Heads of several numbers a task keep them in chunks: all tasks' first numbers, then all second ones, …
  const auto chunk = [&](std::size_t number, std::size_t task) { return double{raw[number * tasks + task]}; };
  for (std::size_t t = 0; t < tasks; ++t) {
    switch (parameters.output) {
      case OutputKind::kRegression:
        value[t] = unscaled(t, raw[t]);
        break;
      case OutputKind::kBinary:
        value[t] = sigmoid(raw[t]);
        break;
      case OutputKind::kMve:
        value[t] = unscaled(t, chunk(0, t));
        variance[t] = unscaled_variance(t, softplus(chunk(1, t)));
        break;
      case OutputKind::kEvidential: {
        const double nu = softplus(chunk(1, t)), alpha = softplus(chunk(2, t)) + 1;
        const double beta = unscaled_variance(t, softplus(chunk(3, t)));
        value[t] = unscaled(t, chunk(0, t));
        variance[t] = (1 + 1 / nu) * beta / (alpha - 1);
        break;
      }
      case OutputKind::kQuantile:
        value[t] = (unscaled(t, chunk(0, t)) + unscaled(t, chunk(1, t))) / 2;
        break;
      case OutputKind::kBinaryDirichlet: {
        double share[2];
        dirichlet(raw.subspan(2 * t, 2), share);
        value[t] = share[1];
        break;
      }
      case OutputKind::kMulticlass:
        softmax(raw.subspan(t * parameters.classes, parameters.classes),
                value.subspan(t * parameters.classes, parameters.classes));
        break;
      case OutputKind::kMulticlassDirichlet:
        dirichlet(raw.subspan(t * parameters.classes, parameters.classes),
                  value.subspan(t * parameters.classes, parameters.classes));
        break;
    }
  }
}

void combine_members(std::span<const double> value, std::span<const double> variance, std::size_t members,
                     std::span<float> mean, std::span<float> std) {
  const std::size_t columns = mean.size();
  for (std::size_t c = 0; c < columns; ++c) {
    double sum = 0, within = 0, between = 0;
    for (std::size_t m = 0; m < members; ++m) sum += value[m * columns + c];
    const double centre = sum / static_cast<double>(members);
    for (std::size_t m = 0; m < members; ++m) {
      const double off = value[m * columns + c] - centre;
      between += off * off;
      if (!variance.empty()) within += variance[m * columns + c];
    }
    mean[c] = static_cast<float>(centre);
    if (members == 1 && variance.empty()) {
      std[c] = std::numeric_limits<float>::quiet_NaN();
      continue;
    }
    const double spread = members > 1 ? between / static_cast<double>(members - 1) : 0;
    std[c] = static_cast<float>(std::sqrt(spread + within / static_cast<double>(members)));
  }
}

}  // namespace furui
