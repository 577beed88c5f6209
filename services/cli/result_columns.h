// Names of the columns of a result file: input columns, then the place in the ranking, properties, alerts, status.
#pragma once

#include <string>
#include <vector>

#include "furui/v1/model_service.pb.h"

namespace furui::cli {

/// One output column of one model, with its name in the result file.
struct ValueColumn {
  std::string name;       ///< "hERG", or "admet-ai/hERG" where two models share it; with version and project at need
  std::string std_name;   ///< "hERG_std"; empty where the model states no std for it
  std::size_t model = 0;  ///< index into the screening's models
  std::size_t column = 0; ///< index into Outcome.value
  std::string unit;
};

/// Columns that only some screenings have.
struct OptionalColumns {
  bool crystals = false;  ///< formula and space group
  bool relaxed = false;   ///< how the relaxation ended
  bool ranked = false;  ///< rank, score, and how sure they are
  bool fronts = false;  ///< Pareto fronts
  bool picks = false;   ///< picks that are unlike each other
  bool alerts = false;  ///< structural alerts
  bool decomposition = false;  ///< the competing phases that a candidate decomposes into
};

struct ResultColumns {
  std::vector<std::string> input;  ///< input column names; one that collides is "input.NAME"
  std::vector<ValueColumn> values;
  OptionalColumns optional;

  /// All names in order.
  std::vector<std::string> header() const;
};

/// input   names of the screening's columns
/// models  the screening's model versions, in its order
ResultColumns result_columns(const std::vector<std::string>& input, const std::vector<v1::ModelVersion>& models,
                             const OptionalColumns& optional);

}  // namespace furui::cli
