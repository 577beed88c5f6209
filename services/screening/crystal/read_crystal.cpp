// The stages of reading one crystal, in order.
#include "crystal/read_crystal.h"

#include <cmath>
#include <exception>
#include <new>
#include <optional>
#include <stdexcept>
#include <utility>

#include "core/composition.h"  // for amounts_of, reduced_formula
#include "crystal/check_sites.h"  // for check_sites
#include "crystal/chemical_formula.h"  // for read_chemical_formula
#include "crystal/cif_block.h"    // for read_cif
#include "crystal/extxyz.h"       // for read_extxyz
#include "crystal/optimade.h"     // for read_optimade
#include "crystal/poscar.h"       // for read_poscar
#include "crystal/pymatgen_structure.h"  // for read_pymatgen
#include "crystal/symmetry.h"     // for space_group, primitive_cell

namespace furui {
namespace {

constexpr int kMostAtoms = 10'000;   // of a formula
constexpr double kNothing = 1e-6;    // of an atom

std::variant<ListedCrystal, Rejection> list_sites(std::string_view raw, const CrystalReadOptions& options) {
  switch (options.notation) {
    case Notation::kCif: return read_cif(raw, options.max_sites);
    case Notation::kPoscar: return read_poscar(raw, options.max_sites);
    case Notation::kExtxyz: return read_extxyz(raw, options.max_sites);
    case Notation::kPymatgen: return read_pymatgen(raw, options.max_sites);
    case Notation::kOptimade: return read_optimade(raw, options.max_sites);
    default: throw std::logic_error("read_crystal: a notation that is none of a crystal");
  }
}

/// A left-handed cell is turned by taking all vectors backwards, which leaves every atom where it is.
bool make_right_handed(Crystal& crystal) {
  if (volume(crystal) > 0) return false;
  for (Vector3& row : crystal.lattice) {
    for (double& component : row) component = -component;
  }
  for (Vector3& site : crystal.fractional) {
    for (double& coordinate : site) coordinate = -coordinate;
  }
  return true;
}

std::variant<CrystalReading, Rejection> read(std::string_view raw, const CrystalReadOptions& options) {
  if (raw.find_first_not_of(" \t\r\n") == std::string_view::npos) return Rejection{Stage::kRead, Reason::kEmpty, "no structure in the file"};
  if (raw.size() > options.max_record_bytes)
    return Rejection{Stage::kRead, Reason::kTooLarge,
                     std::to_string(raw.size()) + " bytes; the limit is " + std::to_string(options.max_record_bytes)};
  auto listed = list_sites(raw, options);
  if (auto* rejection = std::get_if<Rejection>(&listed)) return std::move(*rejection);
  auto checked = check_sites(std::get<ListedCrystal>(listed));
  if (auto* rejection = std::get_if<Rejection>(&checked)) return std::move(*rejection);
  CrystalReading reading;
  reading.crystal = std::move(std::get<CheckedCrystal>(checked).crystal);
  reading.warnings = std::move(std::get<CheckedCrystal>(checked).warnings);
  if (make_right_handed(reading.crystal)) reading.changes.emplace_back("made the left-handed cell right-handed");
  wrap(reading.crystal);
  *options.stage = Stage::kStandardize;
  const std::size_t sites = reading.crystal.size();
  if (options.primitive) {
    if (std::optional<Crystal> primitive = primitive_cell(reading.crystal)) {
      reading.crystal = *std::move(primitive);
      make_right_handed(reading.crystal);
      wrap(reading.crystal);
      reading.changes.push_back("primitive cell of " + std::to_string(reading.crystal.size()) + " of " + std::to_string(sites) + " sites");
    }
  }
  *options.stage = Stage::kDescribe;
  reading.formula = reduced_formula(amounts_of(reading.crystal));
  if (const std::optional<SpaceGroup> group = space_group(reading.crystal)) {
    reading.space_group = group->number;
    reading.space_group_symbol = group->symbol;
  }
  return reading;
}

}  // namespace

std::variant<CrystalReading, Rejection> read_crystal(std::string_view raw, const CrystalReadOptions& options) {
  std::atomic<Stage> own;
  CrystalReadOptions watched = options;
  if (watched.stage == nullptr) watched.stage = &own;
  *watched.stage = Stage::kRead;
  try {
    return read(raw, watched);
  } catch (const std::bad_alloc&) {
    return Rejection{*watched.stage, Reason::kOutOfMemory, "reading this structure needs more memory than the limit"};
  }
}

std::variant<CrystalReading, Rejection> read_composition(std::string_view raw) {
  auto read = read_chemical_formula(raw);
  if (auto* rejection = std::get_if<Rejection>(&read)) return std::move(*rejection);
  const Amounts amounts = reduced(std::get<Amounts>(read));
  CrystalReading reading;
  Crystal& crystal = reading.crystal;
  double atoms = 0;
  for (const auto& [number, amount] : amounts) atoms += amount;
  if (atoms > kMostAtoms) return Rejection{Stage::kRead, Reason::kTooLarge, "a formula of more than " + std::to_string(kMostAtoms) + " atoms"};
  for (const auto& [number, amount] : amounts) crystal.atomic_numbers.insert(crystal.atomic_numbers.end(), static_cast<std::size_t>(amount), number);
  for (const auto& [number, amount] : amounts) {
    const double part = amount - std::floor(amount);
    if (part < kNothing) continue;
    crystal.atomic_numbers.push_back(static_cast<std::uint8_t>(kFirstMixture + crystal.mixtures.size()));
    crystal.mixtures.push_back({{number, part}});
  }
  crystal.fractional.resize(crystal.size());
  reading.formula = reduced_formula(amounts);
  return reading;
}

std::string primitive_version() { return "primitive/1 spglib " + spglib_version(); }

}  // namespace furui
