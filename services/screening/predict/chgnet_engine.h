// A CHGNet network: graphs of many crystals in, energies, moments and gradients along bonds out.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/crystal.h"            // for Vector3
#include "predict/chgnet_weights.h"  // for ChgnetParameters, ChgnetWeights
#include "predict/crystal_graph.h"   // for CrystalGraph, the input

namespace furui {

/// Rows of all crystals follow each other in their order.
struct ChgnetOutputs {
  std::vector<double> energy_per_atom;     ///< crystals, in eV
  std::vector<double> magnetic_moments;    ///< atoms, in Bohr magnetons, not negative
  std::vector<Vector3> bond_gradients;     ///< bonds: dE/d(bond.vector) in eV/angstrom, E the energy of the whole cell; empty unless asked for
};

class ChgnetEngine {
 public:
  virtual ~ChgnetEngine() = default;

  /// graphs  elements within the parameters' range
  /// throws  std::bad_alloc where memory does not suffice
  virtual ChgnetOutputs run(std::span<const CrystalGraph* const> graphs, bool gradients) = 0;

  /// What `run` takes at most for a graph, in bytes.
  virtual std::size_t cost(const CrystalGraph& graph, bool gradients) const = 0;
};

/// Of the network; geometry and basis functions are always in double precision.
enum class Precision { kFloat, kDouble };

/// By ATen operations and its automatic gradients, for any device ("cpu", "cuda:0"). On CPU one call runs on one
/// thread, several calls may run at once.
std::unique_ptr<ChgnetEngine> make_chgnet_torch_engine(const ChgnetParameters& parameters, const ChgnetWeights& weights,
                                                       const std::string& device, Precision precision);

}  // namespace furui
