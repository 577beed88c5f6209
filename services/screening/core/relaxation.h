// How a crystal is to be relaxed, and how that may end.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace furui {

/// The numbers are stored: never change or reuse one.
enum class Optimizer : std::uint8_t { kFire = 1, kLbfgs = 2 };

/// The numbers are stored: never change or reuse one.
enum class RelaxationStatus : std::uint8_t {
  kConverged = 1,
  kNotConverged = 2,  ///< the steps ran out
  kExploded = 3,      ///< atoms flew apart or onto each other, or the cell did; there is no final structure
  kTimeout = 4,       ///< the time ran out
};

const char* to_string(Optimizer optimizer);      ///< "fire", "lbfgs"
const char* to_string(RelaxationStatus status);  ///< "CONVERGED", "NOT_CONVERGED", "EXPLODED", "TIMEOUT"

/// What the settings may be, ends included.
struct RelaxationLimits {
  template <typename Number>
  struct Range {
    Number least, most;
  };
  static constexpr Range<double> force_tolerance{1e-5, 10};
  static constexpr Range<int> max_steps{0, 100'000};
  static constexpr Range<double> symmetry_tolerance{1e-8, 0.5};
  static constexpr Range<double> pressure_gpa{-1000, 1000};
  static constexpr Range<double> max_seconds{1, 604'800};
};

struct RelaxationSettings {
  /// "fmax": the relaxation has converged when no atom's force is larger, and no row of the cell filter's, which counts
  /// as ASE's FrechetCellFilter has it. In eV/angstrom.
  double force_tolerance = 0.1;
  int max_steps = 500;
  Optimizer optimizer = Optimizer::kFire;
  bool relax_cell = true;       ///< false: only positions move
  bool keep_symmetry = true;    ///< forces and stress are averaged over the space group of the structure at the start
  /// Atoms within this distance count as equivalent, in angstrom. Above kExactSymmetryTolerance the structure is made
  /// exactly symmetric first.
  double symmetry_tolerance = 1e-5;
  double pressure_gpa = 0;      ///< hydrostatic, from outside
  double max_seconds = 3600;    ///< of computing for one crystal

  friend bool operator==(const RelaxationSettings&, const RelaxationSettings&) = default;
};

/// Orbits found within it, in angstrom, are equal to 1e-5 eV; those found within spglib's usual 0.01 are not.
inline constexpr double kExactSymmetryTolerance = 1e-5;

/// throws Error{INVALID_ARGUMENT} naming the field that is not within RelaxationLimits
void check(const RelaxationSettings& settings);

/// "FIRE to 0.1 eV/angstrom on atoms and cell, at most 500 steps, symmetry kept": all that bears on where it ends.
std::string in_words(const RelaxationSettings& settings);

/// As stored with a screening: an object with every field by its name.
std::string to_json(const RelaxationSettings& settings);
/// throws Error{INVALID_ARGUMENT} where it is none
RelaxationSettings parse_relaxation_settings(std::string_view json);

/// throws Error{INVALID_ARGUMENT} for another name than "fire" and "lbfgs"
Optimizer parse_optimizer(std::string_view name);

}  // namespace furui
