// Names of the domain grades.
#include "core/prediction.h"

namespace furui {

const char* to_string(Domain domain) {
  switch (domain) {
    case Domain::kUnknown: return "UNKNOWN";
    case Domain::kIn: return "IN";
    case Domain::kBorderline: return "BORDERLINE";
    case Domain::kOut: return "OUT";
  }
  return "UNKNOWN";
}

}  // namespace furui
