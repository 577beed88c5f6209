// Models and their properties on a terminal.
#pragma once

#include <string>
#include <vector>

#include "furui/v1/model_service.pb.h"

namespace furui::cli {

/// "available", "unavailable" or "removed".
std::string state_text(const v1::ModelVersion& model);

/// A line a model version; below them why one is unavailable, with its project where the name alone does not tell.
std::string model_table(const std::vector<v1::ModelVersion>& models);

/// A line a property: unit, task, what is better, physical bounds where it has them, test quality.
std::string property_table(const v1::ModelVersion& model);

/// A line a calibrated property: calibrator, what it was fitted on, figures before and after; empty where none is.
std::string calibration_text(const v1::ModelVersion& model);

/// How near candidates must lie to training molecules, in a line; empty where the model does not say.
std::string domain_text(const v1::ModelVersion& model);

/// As many digits as a reader needs.
std::string number_for_people(double value);

}  // namespace furui::cli
