// One value at a time, in double: a row never sees its neighbours.
#include "pipeline/calibrate.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "rank/gaussian.h"  // for normal_quantile

namespace furui {
namespace {

/// Linear between knots, and nowhere falling, whatever is rounded.
double on_the_line(const std::vector<double>& x, const std::vector<double>& y, double at) {
  const auto after = static_cast<std::size_t>(std::upper_bound(x.begin(), x.end(), at) - x.begin());
  if (after == 0) return y.front();
  if (after == x.size()) return y.back();
  const double share = (at - x[after - 1]) / (x[after] - x[after - 1]);
  return std::min(y[after - 1] + share * (y[after] - y[after - 1]), y[after]);
}

double isotonic(const Calibration& calibration, double probability) {
  return on_the_line(calibration.knot_x, calibration.knot_y, std::clamp(probability, 0.0, 1.0));
}

bool gives_std(const Calibration& calibration) { return calibration.type == CalibrationType::kSplitConformal; }

/// Half-widths of an interval of the calibrator's level in standard deviations of a Gaussian; 1 where it has no level.
double width_of(const Calibration& calibration) { return gives_std(calibration) ? normal_quantile((1 + calibration.level) / 2) : 1; }

CalibratedValue apply(const Calibration& calibration, double width, CalibratedValue raw) {
  const double value = raw.value, std = raw.std;
  switch (calibration.type) {
    case CalibrationType::kZScaling:
      return {raw.value, static_cast<float>(calibration.factor * std)};
    case CalibrationType::kIsotonic: {
      const double spread = std::isnan(std) ? std : (isotonic(calibration, value + std) - isotonic(calibration, value - std)) / 2;
      return {static_cast<float>(isotonic(calibration, value)), static_cast<float>(spread)};
    }
    case CalibrationType::kSplitConformal: {
      const double half_width = calibration.scaled ? calibration.quantile * std : calibration.quantile;
      return {raw.value, static_cast<float>(half_width / width)};
    }
  }
  return raw;
}

}  // namespace

bool scales_std(const Calibration& calibration) {
  return calibration.type == CalibrationType::kZScaling || (gives_std(calibration) && calibration.scaled);
}

CalibratedValue calibrated(const Calibration& calibration, CalibratedValue raw) {
  return apply(calibration, width_of(calibration), raw);
}

void calibrate(const Manifest& manifest, Predictions& predictions) {
  const std::vector<Column> columns = manifest.columns();
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const auto& calibration = manifest.properties[columns[c].property].calibration;
    if (!calibration) continue;
    if (predictions.std.empty() && gives_std(*calibration))
      predictions.std.assign(predictions.value.size(), std::numeric_limits<float>::quiet_NaN());
    const double width = width_of(*calibration);
    for (std::size_t row = 0; row < predictions.rows; ++row) {
      const std::size_t cell = row * predictions.columns + c;
      if (predictions.rejection[row] || std::isnan(predictions.value[cell])) continue;
      const bool has_std = !predictions.std.empty();
      const CalibratedValue corrected =
          apply(*calibration, width, {predictions.value[cell], has_std ? predictions.std[cell] : std::numeric_limits<float>::quiet_NaN()});
      predictions.value[cell] = corrected.value;
      if (has_std) predictions.std[cell] = corrected.std;
    }
  }
}

}  // namespace furui
