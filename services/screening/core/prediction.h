// Predictions of many candidates by one model version: rows by candidates, columns by the manifest's properties.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/rejection.h"  // for Rejection, what a row has instead of values

namespace furui {

/// How far a candidate lies from what the model has seen. The numbers are stored.
enum class Domain : std::uint8_t { kUnknown = 0, kIn = 1, kBorderline = 2, kOut = 3 };

/// "UNKNOWN", "IN", "BORDERLINE", "OUT".
const char* to_string(Domain domain);

/// Row-major tables of one model version's outputs.
///
/// value, std   rows × columns, in the manifest's units; std is empty (size 0) where the model states none,
///              and 0 in a column whose property states none where another states one
/// domain       rows
/// domain_note  rows, or empty (size 0) where no row has one: why a row lies outside or at the border, for the owner
/// rejection    rows; where set, the row's values mean nothing and are never stored
struct Predictions {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<float> value;
  std::vector<float> std;
  std::vector<Domain> domain;
  std::vector<std::string> domain_note;
  std::vector<std::optional<Rejection>> rejection;
};

/// Tables to be filled: every value NaN, every domain unknown, no std and no rejection.
Predictions no_predictions(std::size_t rows, std::size_t columns);

}  // namespace furui
