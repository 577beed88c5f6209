// Optimizers of geometries by forces alone: FIRE and L-BFGS.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/relaxation.h"  // for Optimizer

namespace furui {

/// Of one crystal; remembers its own steps.
class GeometryOptimizer {
 public:
  virtual ~GeometryOptimizer() = default;

  /// Moves the coordinates by one step.
  /// forces  at the coordinates; as many, always as many as the first time
  virtual void step(std::span<const double> forces, std::vector<double>& coordinates) = 0;

  /// All that the next step depends on, as numbers.
  virtual std::vector<double> memory() const = 0;
  /// The inverse: with it the next step is bit for bit what it would have been.
  /// throws std::runtime_error (a fault) where the numbers are not of this optimizer
  virtual void restore(std::span<const double> memory) = 0;
};

/// With the defaults that ASE 3 gives them. FIRE: Bitzek et al., Phys. Rev. Lett. 97, 170201 (2006); first time step 0.1,
/// at most 1.0, steps of at most 0.2 angstrom in all. L-BFGS: Nocedal, Math. Comp. 35, 773 (1980); 100 pairs kept, first
/// curvature 70 eV/angstrom², no row moves more than 0.2 angstrom; pairs whose curvature is not positive are left out,
/// where ASE keeps them and may climb.
std::unique_ptr<GeometryOptimizer> make_geometry_optimizer(Optimizer optimizer);

}  // namespace furui
