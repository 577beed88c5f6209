// Descriptors of crystals in the place of a network: computed from the structure that was read or relaxed.
#pragma once

#include <memory>
#include <string_view>

#include "core/manifest.h"              // for Manifest
#include "predict/crystal_predictor.h"  // for CrystalPredictor

namespace furui {

/// A model version of the architecture `descriptors` whose input is crystals. Rejections are of stage DESCRIBE, those of
/// CrystalDescriptors::of and NONFINITE_OUTPUT; an element that the manifest's domain does not list is Domain::kOut.
/// Predictions of a crystal are bitwise the same alone, in any order and in any company.
///
/// elements_csv  the package's table
/// throws        as CrystalDescriptors
std::unique_ptr<CrystalPredictor> describe_crystals(const Manifest& manifest, std::string_view elements_csv);

}  // namespace furui
