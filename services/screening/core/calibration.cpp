// Names of the calibrators.
#include "core/calibration.h"

namespace furui {

const char* to_string(CalibrationType type) {
  switch (type) {
    case CalibrationType::kZScaling: return "z-scaling";
    case CalibrationType::kIsotonic: return "isotonic";
    case CalibrationType::kSplitConformal: return "split-conformal";
  }
  return "unknown";
}

}  // namespace furui
