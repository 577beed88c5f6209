// One member of a MEGNet network: the merged graphs of many crystals in, one value a crystal and state out.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "predict/crystal_tables.h"  // for CrystalTables, the input
#include "predict/megnet_weights.h"  // for MegnetParameters, MegnetWeights

namespace furui {

class MegnetEngine {
 public:
  virtual ~MegnetEngine() = default;

  /// tables   within the network's cutoff, without angles; each has a bond; elements within the parameters' range
  /// returns  tables × parameters.outputs(), in the property's unit
  /// throws   std::bad_alloc where memory does not suffice
  virtual std::vector<double> run(std::span<const CrystalTables* const> tables) const = 0;
};

/// What `run` takes at most for one of them, in bytes.
std::size_t megnet_cost(const MegnetParameters& parameters, const CrystalTables& tables);

/// In float, for any device ("cpu", "cuda:0"). On CPU one call runs on one thread, several may run at
/// once, and a crystal's values are bitwise the same in any company.
///
/// Features depend on elements, lengths and the state only, so atoms of one class share theirs, and so do the bonds from
/// one class to another of one length; means and the readout's attention count each as often as it is there.
std::unique_ptr<MegnetEngine> make_megnet_torch_engine(const MegnetParameters& parameters, const MegnetWeights& weights, const std::string& device);

}  // namespace furui
