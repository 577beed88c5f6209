// One crystal on its way to a geometry without forces: what is to be evaluated next, and how it ended.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/crystal.h"             // for Crystal
#include "core/rejection.h"           // for Rejection
#include "core/relaxation.h"          // for RelaxationSettings, RelaxationStatus
#include "core/symmetry_operation.h"  // for SymmetryOperation
#include "predict/cell_filter.h"      // for CellFilter
#include "predict/geometry_optimizer.h"  // for GeometryOptimizer
#include "predict/symmetry_average.h"    // for SymmetryAverage

namespace furui {

/// A relaxation's way, a point for the start and one after each step.
struct RelaxationTrajectory {
  std::vector<float> energy_per_atom;  ///< in eV
  std::vector<float> largest_force;    ///< longest row of the filter's forces, in eV/angstrom
  std::vector<float> volume;           ///< of the cell, in cubic angstrom

  std::size_t points() const { return energy_per_atom.size(); }
};

/// What a model says of one geometry.
struct GeometryEvaluation {
  double energy_per_atom = 0;    ///< in eV
  std::vector<Vector3> forces;   ///< in eV/angstrom
  Matrix3 stress{};              ///< in GPa
};

/// A cell that has shrunk or grown by this factor has exploded; guesses of a cell are off by less.
inline constexpr double kMostVolumeChange = 10;

class RelaxingCrystal {
 public:
  /// operations  of the start's space group, where settings.keep_symmetry; else none
  RelaxingCrystal(Crystal start, const RelaxationSettings& settings, std::vector<SymmetryOperation> operations);

  /// The geometry to be evaluated next; once it has ended, the last one that was evaluated.
  const Crystal& crystal() const { return filter_.crystal(); }

  /// Records a point, and either ends or moves on.
  /// seconds  of computing that it took
  void take(GeometryEvaluation evaluation, double seconds);
  /// The geometry could not be evaluated: at the start its rejection, later EXPLODED.
  void take(const Rejection& rejection);

  bool ended() const { return status_.has_value() || rejection_.has_value(); }
  /// Nothing while it goes on, and where it was rejected at the start.
  std::optional<RelaxationStatus> status() const { return status_; }
  /// Why the start could not be evaluated.
  const std::optional<Rejection>& rejection() const { return rejection_; }
  /// Why it ended as it did where that is no convergence, in words.
  const std::string& detail() const { return detail_; }
  int steps() const { return trajectory_.points() == 0 ? 0 : static_cast<int>(trajectory_.points()) - 1; }
  const RelaxationTrajectory& trajectory() const { return trajectory_; }

  /// All that it depends on from here, besides what the constructor got.
  std::string checkpoint() const;
  /// Goes on from a checkpoint: bit for bit as if it had never stopped.
  /// throws std::runtime_error (a fault) where it is not one of this crystal and these settings
  void restore(std::string_view checkpoint);

 private:
  void end(RelaxationStatus status, std::string detail);

  RelaxationSettings settings_;
  double start_volume_;
  CellFilter filter_;
  SymmetryAverage symmetry_;
  std::unique_ptr<GeometryOptimizer> optimizer_;
  RelaxationTrajectory trajectory_;
  double seconds_ = 0;
  std::optional<RelaxationStatus> status_;
  std::optional<Rejection> rejection_;
  std::string detail_;
};

}  // namespace furui
