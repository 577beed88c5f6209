// Names of the domain grades, and empty tables.
#include "core/prediction.h"

#include <limits>

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

Predictions no_predictions(std::size_t rows, std::size_t columns) {
  Predictions result;
  result.rows = rows;
  result.columns = columns;
  result.value.assign(rows * columns, std::numeric_limits<float>::quiet_NaN());
  result.domain.assign(rows, Domain::kUnknown);
  result.rejection.resize(rows);
  return result;
}

}  // namespace furui
