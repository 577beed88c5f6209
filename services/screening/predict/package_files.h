// A model package's files, read whole and held to the digests that its manifest states.
#pragma once

#include <filesystem>
#include <string>

#include "core/manifest.h"  // for Manifest

namespace furui {

struct PackageFiles {
  Manifest manifest;
  std::string weights;  ///< bytes of weights.safetensors; empty where the manifest lists none
};

/// throws Error{INVALID_ARGUMENT} where the folder is no package, a file is missing or is not what the manifest
///        states
PackageFiles read_package(const std::filesystem::path& folder);

}  // namespace furui
