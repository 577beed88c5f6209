// The architectures that take crystals, each loaded from a package's files.
#pragma once

#include <memory>

#include "predict/crystal_predictor.h"  // for CrystalPredictor, DeviceOptions
#include "predict/package_files.h"      // for PackageFiles

namespace furui {

/// Deng et al., Nature Machine Intelligence 2023, 5, 1031. One network of architecture "chgnet" with one member.
///
/// throws Error{INVALID_ARGUMENT} where networks, parameters or tensors are not as models/README.md states
std::unique_ptr<CrystalPredictor> load_chgnet(PackageFiles files, const DeviceOptions& options);

/// Chen et al., Chem. Mater. 2019, 31, 3564; of several fidelities: Nat. Comput. Sci. 2021, 1, 46. Any number of networks
/// of architecture "megnet".
///
/// throws Error{INVALID_ARGUMENT} as load_chgnet
std::unique_ptr<CrystalPredictor> load_megnet(PackageFiles files, const DeviceOptions& options);

}  // namespace furui
