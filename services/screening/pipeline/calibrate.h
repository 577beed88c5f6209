// Predictions corrected by the calibrators that a manifest states.
#pragma once

#include "core/calibration.h"  // for Calibration
#include "core/manifest.h"     // for Manifest
#include "core/prediction.h"   // for Predictions

namespace furui {

/// Whether the calibrator needs the standard deviation that the networks give, and scales it.
bool scales_std(const Calibration& calibration);

/// A value and its standard deviation; `std` NaN where there is none.
struct CalibratedValue {
  float value;
  float std;
};

/// One prediction, calibrated.
///
/// z-scaling        std' = factor * std: Levi et al., Sensors 2022, 22, 5540
/// isotonic         p' on the line between the knots around p, clamped beyond the ends: Zadrozny and Elkan, KDD 2002;
///                  std' = half of how far p - std and p + std, clamped to [0, 1], lie apart when calibrated
/// split-conformal  the interval value ± h, h = quantile (scaled: times std) holds `level` of the measured values: Lei
///                  et al., J. Am. Stat. Assoc. 2018, 113, 1094; std' = h / z, the Gaussian with that interval, z its
///                  quantile at (1 + level) / 2
CalibratedValue calibrated(const Calibration& calibration, CalibratedValue raw);

/// Calibrates each column whose property has a calibrator; without any, nothing changes, bit for bit.
///
/// predictions  columns as the manifest's. Rejected rows and values that are NaN stay as they are. `std` comes to be where
///              it was empty and a calibrator gives one; what has none is NaN.
void calibrate(const Manifest& manifest, Predictions& predictions);

}  // namespace furui
