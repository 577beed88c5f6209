// Tells the architectures of crystal models apart.
#include "predict/crystal_predictor.h"

#include <algorithm>

#include "core/error.h"              // for Error
#include "predict/crystal_models.h"  // for load_chgnet, load_megnet

namespace furui {

std::unique_ptr<CrystalPredictor> CrystalPredictor::load(const std::filesystem::path& package, const DeviceOptions& options) {
  PackageFiles files = read_package(package);
  if (files.manifest.input != "crystal") {
    throw Error(ErrorCode::kInvalidArgument, "model '" + files.manifest.name + "' takes input '" + files.manifest.input + "', not crystals");
  }
  const auto& networks = files.manifest.networks;
  const bool megnet = std::any_of(networks.begin(), networks.end(), [](const Network& network) { return network.architecture == "megnet"; });
  return megnet ? load_megnet(std::move(files), options) : load_chgnet(std::move(files), options);
}

}  // namespace furui
