// How the predictions of one property are corrected by what was measured: a calibrator, and what it was fitted on.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace furui {

/// The numbers are sent to clients.
enum class CalibrationType : std::uint8_t { kZScaling = 1, kIsotonic = 2, kSplitConformal = 3 };

/// "z-scaling", "isotonic", "split-conformal".
const char* to_string(CalibrationType type);

/// A calibrator as a manifest states it; only the fields of its type mean anything.
struct Calibration {
  CalibrationType type = CalibrationType::kZScaling;
  double factor = 1;           ///< z-scaling: of the standard deviation; above 0
  std::vector<double> knot_x;  ///< isotonic: predicted probabilities, rising strictly in [0, 1]; two or more
  std::vector<double> knot_y;  ///< isotonic: the calibrated ones, never falling in [0, 1]; as many
  double level = 0.9;          ///< split-conformal: share of measured values within the interval; in (0, 1)
  double quantile = 0;         ///< split-conformal: half of the interval's width, in the property's unit or, where
                               ///< scaled, in standard deviations
  bool scaled = false;         ///< split-conformal: the width is `quantile` standard deviations
  std::int64_t rows = 0;       ///< measured molecules that it was fitted on
  std::string dataset;         ///< their file's name
  std::map<std::string, double> before;  ///< figures of the raw predictions: "coverage90"; "ece", "brier"
  std::map<std::string, double> after;   ///< the same of calibrated ones, for molecules that the calibrator had not seen
};

}  // namespace furui
