// A loaded model version that takes crystals: energies and the like as columns, forces and stress beside them.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/crystal.h"       // for Crystal, the input
#include "core/manifest.h"      // for Manifest
#include "core/prediction.h"    // for Predictions, the columns
#include "predict/predictor.h"  // for DeviceOptions, GoldenReport

namespace furui {

/// What a crystal model gives that is no column: the manifest's fields. Empty where the crystal is rejected.
struct CrystalFields {
  double energy_per_atom = 0;            ///< in eV, as its column but in double precision
  std::vector<Vector3> forces;           ///< "forces": sites, cartesian, in eV/angstrom
  Matrix3 stress{};                      ///< "stress": (1/V) dE/d(strain) in GPa, positive on the diagonal where the cell wants to shrink
  std::vector<double> magnetic_moments;  ///< "magnetic_moments": sites, in Bohr magnetons, without signs
};

/// One model version ready to predict crystals. On CPU predictions of a crystal are bitwise the same alone, in any
/// order and in any company; on CUDA within 1e-6 eV an atom (chgnet) or of a property's unit (megnet).
class CrystalPredictor {
 public:
  /// Loads a package folder and checks each file's SHA-256 against the manifest. On CPU a crystal may take half of the
  /// machine's memory, at most 8 GiB, where the options state no limit.
  ///
  /// throws Error{INVALID_ARGUMENT} where the package is not one, takes no crystals, or its architecture, a parameter or
  ///        a tensor is not as models/README.md states
  static std::unique_ptr<CrystalPredictor> load(const std::filesystem::path& package, const DeviceOptions& options);

  virtual ~CrystalPredictor() = default;
  virtual const Manifest& manifest() const = 0;

  /// How many sites keep the device busy: fewer are no faster, more wait.
  virtual std::size_t sites_at_once() const = 0;

  /// Predicts every crystal; rows of the result, and of `fields` where it is not nullptr, are in the order of `crystals`.
  ///
  /// Elements that the training did not see are predicted and marked Domain::kOut. Rejections of stage PREDICT, which
  /// cost their own row only: UNSUPPORTED_ELEMENT, those of crystal_graph(), NONFINITE_OUTPUT, and TOO_LARGE where one
  /// crystal does not fit into memory. `keep_going` is asked between batches, always on the calling thread; returning
  /// false ends early with Error{ABORTED}.
  virtual Predictions predict(std::span<const Crystal* const> crystals, std::vector<CrystalFields>* fields,
                              const std::function<bool()>& keep_going = {}) = 0;
};

/// The "input" crystals of golden.jsonl in order.
/// throws Error{INVALID_ARGUMENT} naming the line that holds none
std::vector<Crystal> golden_crystals(std::string_view golden);

/// Compares predictions of the golden crystals with the golden values and fields. In the report `worst` is the largest
/// difference as a share of what its property or field tolerates, `worst_column` that one's name.
///
/// throws Error{INVALID_ARGUMENT} when golden.jsonl does not fit the manifest, or a property states no tolerance
GoldenReport compare_with_golden(CrystalPredictor& predictor, std::string_view golden);

}  // namespace furui
