// `properties[].calibration` of manifest.json, held to what the property allows.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/calibration.h"  // for Calibration
#include "core/manifest.h"     // for Property

namespace furui {

/// where      the key, for complaints: "properties[0].calibration"
/// property   with task and has_std
/// throws     Error{INVALID_ARGUMENT} naming the key, what was expected and what came
Calibration calibration_of(const nlohmann::json& object, const std::string& where, const Property& property);

}  // namespace furui
