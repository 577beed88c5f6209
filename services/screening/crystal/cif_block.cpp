// gemmi reads the text and knows space groups; sites, symmetry and cell are put together here, each with its complaint.
#include "crystal/cif_block.h"

#include <algorithm>
#include <cmath>
#include <gemmi/cif.hpp>
#include <gemmi/numb.hpp>
#include <gemmi/symmetry.hpp>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/elements.h"  // for atomic_number_of

namespace furui {
namespace {

namespace cif = gemmi::cif;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kSamePlace = 0.1;  // angstrom

Rejection rejected(Reason reason, std::string detail) { return {Stage::kRead, reason, std::move(detail)}; }

std::optional<std::string> value_of(const cif::Block& block, std::initializer_list<const char*> tags) {
  for (const char* tag : tags) {
    if (const std::string* value = block.find_value(tag); value != nullptr && !cif::is_null(*value)) return cif::as_string(*value);
  }
  return std::nullopt;
}

double number_of(const cif::Block& block, const char* tag) {
  const std::string* value = block.find_value(tag);
  return value == nullptr ? kNone : cif::as_number(*value, kNone);
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

/// Element of a type symbol ("Fe", "Fe3+", "FE", "O2-", "D") or of a label, which says more behind it ("Fe1", "CaM1", "O1A"); 0 where
/// there is none, or no certain one: "Wat" is water, "CO3" a group, "Si/Al1" two elements.
int element_of(const std::string& symbol, bool is_label) {
  const auto letters_end = std::find_if(symbol.begin(), symbol.end(), [](char c) { return !is_upper(c) && !is_lower(c); });
  const std::string letters(symbol.begin(), letters_end), rest(letters_end, symbol.end());
  if (rest.find_first_not_of("0123456789+-.() ") != std::string::npos && (!is_label || rest.find('/') != std::string::npos)) return 0;
  if (letters == "WAT") return 0;
  if (letters == "D" || (letters == "T" && !is_label)) return 1;  // a label's T is a tetrahedral site
  for (const std::size_t length : {std::size_t{2}, std::size_t{1}}) {
    if (letters.size() < length) continue;
    const int number = atomic_number_of(std::string(1, static_cast<char>(letters[0] & ~0x20)) + (length == 2 ? std::string(1, static_cast<char>(letters[1] | 0x20)) : ""));
    if (number <= 0) continue;
    if (is_label) return letters.size() > length && is_lower(letters[length]) ? 0 : number;
    const bool may_be_a_group = length == 2 && is_upper(letters[1]) && !rest.empty() && rest.find_first_of("+-") == std::string::npos;
    return letters.size() > length || may_be_a_group ? 0 : number;
  }
  return 0;
}

std::optional<Matrix3> lattice_of(const cif::Block& block) {
  const double a = number_of(block, "_cell_length_a"), b = number_of(block, "_cell_length_b"), c = number_of(block, "_cell_length_c");
  constexpr double kDegree = 0.017453292519943295;
  const double alpha = number_of(block, "_cell_angle_alpha") * kDegree, beta = number_of(block, "_cell_angle_beta") * kDegree,
               gamma = number_of(block, "_cell_angle_gamma") * kDegree;
  // cos 90 degrees is exactly 0, not 6e-17.
  const auto cosine = [](double angle) {
    const double value = std::cos(angle);
    return std::abs(value) < 1e-15 ? 0.0 : value;
  };
  const double x = cosine(beta), y = (cosine(alpha) - cosine(beta) * cosine(gamma)) / std::sin(gamma);
  const double z_squared = 1 - x * x - y * y;
  if (!(z_squared > 0)) return std::nullopt;  // also NaN
  return Matrix3{{{a, 0, 0}, {b * cosine(gamma), b * std::sin(gamma), 0}, {c * x, c * y, c * std::sqrt(z_squared)}}};
}

/// "x, y, z" and all others of the block; or what is wrong with them.
std::variant<std::vector<gemmi::Op>, Rejection> operators_of(cif::Block& block) {
  for (const char* tag : {"_space_group_symop_operation_xyz", "_symmetry_equiv_pos_as_xyz", "_space_group_symop.operation_xyz"}) {
    std::vector<gemmi::Op> operators;
    for (const std::string& text : block.find_values(tag)) {
      try {
        operators.push_back(gemmi::parse_triplet(cif::as_string(text)));
      } catch (const std::exception&) {
        return rejected(Reason::kParseError, "the symmetry operator '" + cif::as_string(text) + "' cannot be read; expected such as 'x, y+1/2, -z'");
      }
    }
    if (!operators.empty()) return operators;
  }
  const auto all_of = [](const gemmi::GroupOps& group) { return group.all_ops_sorted(); };
  if (const auto hall = value_of(block, {"_space_group_name_Hall", "_symmetry_space_group_name_Hall"})) {
    try {
      return all_of(gemmi::symops_from_hall(hall->c_str()));
    } catch (const std::exception&) {
      // The other names may say it.
    }
  }
  const auto name = value_of(block, {"_space_group_name_H-M_alt", "_symmetry_space_group_name_H-M", "_space_group_name_H-M_full"});
  const auto number = value_of(block, {"_space_group_IT_number", "_symmetry_Int_Tables_number"});
  const gemmi::SpaceGroup* group = nullptr;
  if (name) group = gemmi::find_spacegroup_by_name(*name, number_of(block, "_cell_angle_alpha"), number_of(block, "_cell_angle_gamma"));
  if (group == nullptr && number) group = gemmi::find_spacegroup_by_name(*number);
  if (group != nullptr) return all_of(group->operations());
  if (name || number)
    return rejected(Reason::kParseError, "the space group '" + name.value_or(*number) + "' is not known, and the file lists no symmetry operators");
  return std::vector<gemmi::Op>{gemmi::Op::identity()};
}

std::variant<std::vector<ListedSite>, Rejection> sites_of(cif::Block& block) {
  cif::Table table = block.find("_atom_site_", {"fract_x", "fract_y", "fract_z", "?label", "?type_symbol", "?occupancy"});
  enum { kX, kY, kZ, kLabel, kSymbol, kOccupancy };
  if (!table.ok()) return rejected(Reason::kParseError, "the atom sites have no fractional coordinates; expected _atom_site_fract_x, _y and _z");
  std::vector<ListedSite> sites;
  for (cif::Table::Row row : table) {
    ListedSite site;
    site.label = row.has2(kLabel) ? row.str(kLabel) : "number " + std::to_string(sites.size() + 1);
    site.atomic_number = row.has2(kSymbol) ? element_of(row.str(kSymbol), false) : row.has2(kLabel) ? element_of(row.str(kLabel), true) : 0;
    site.heavy_hydrogen = site.atomic_number == 1 && is_heavy_hydrogen(row.str(row.has2(kSymbol) ? kSymbol : kLabel).substr(0, 1));
    if (site.atomic_number == 0 && row.has2(kSymbol)) site.label += " ('" + row.str(kSymbol) + "')";
    for (int axis = kX; axis <= kZ; ++axis) site.fractional[static_cast<std::size_t>(axis)] = cif::as_number(row[axis], kNone);
    if (row.has2(kOccupancy)) site.occupancy = cif::as_number(row[kOccupancy], 1.0);
    if (std::isnan(site.fractional[0] + site.fractional[1] + site.fractional[2]))
      return rejected(Reason::kParseError, "site " + site.label + " has no coordinates");
    sites.push_back(std::move(site));
  }
  return sites;
}

/// Distance in angstrom of the nearest images, for vectors that are short beside the cell.
double distance(const Matrix3& lattice, const Vector3& a, const Vector3& b) {
  return norm(cartesian(lattice, to_nearest_image(a, b)));
}

/// The block with atoms.
std::variant<cif::Block*, Rejection> block_with_atoms(cif::Document& document) {
  cif::Block* found = nullptr;
  for (cif::Block& block : document.blocks) {
    if (block.find_loop("_atom_site_fract_x").length() == 0 && block.find_loop("_atom_site_label").length() == 0 &&
        block.find_value("_atom_site_fract_x") == nullptr)
      continue;
    if (found != nullptr)
      return rejected(Reason::kUnsupportedFeature, "two data blocks with atoms, '" + found->name + "' and '" + block.name + "'; expected one structure");
    found = &block;
  }
  if (found == nullptr) return rejected(Reason::kNoAtoms, document.blocks.empty() ? "no data block; expected one with atoms" : "no data block has atom sites");
  return found;
}

std::variant<ListedCrystal, Rejection> read_block(cif::Block& block, std::size_t max_sites) {
  ListedCrystal crystal;
  const std::optional<Matrix3> lattice = lattice_of(block);
  if (!lattice) return rejected(Reason::kBadCell, "the cell's three lengths and three angles are not all there, or enclose no volume");
  crystal.lattice = *lattice;
  auto listed = sites_of(block);
  if (auto* rejection = std::get_if<Rejection>(&listed)) return std::move(*rejection);
  auto operators = operators_of(block);
  if (auto* rejection = std::get_if<Rejection>(&operators)) return std::move(*rejection);
  for (const ListedSite& site : std::get<std::vector<ListedSite>>(listed)) {
    const std::size_t first = crystal.sites.size();
    for (const gemmi::Op& op : std::get<std::vector<gemmi::Op>>(operators)) {
      ListedSite image = site;
      const auto moved = op.apply_to_xyz({site.fractional[0], site.fractional[1], site.fractional[2]});
      image.fractional = {moved[0], moved[1], moved[2]};
      bool there = false;
      for (std::size_t i = first; i < crystal.sites.size() && !there; ++i)
        there = distance(crystal.lattice, crystal.sites[i].fractional, image.fractional) < kSamePlace;
      if (there) continue;
      if (crystal.sites.size() == max_sites) return rejected(Reason::kTooLarge, "more than " + std::to_string(max_sites) + " sites in the cell (the limit)");
      crystal.sites.push_back(std::move(image));
    }
  }
  return crystal;
}

}  // namespace

std::variant<ListedCrystal, Rejection> read_cif(std::string_view text, std::size_t max_sites) {
  cif::Document document;
  try {
    document = cif::read_memory(text.data(), text.size(), "CIF");
    auto block = block_with_atoms(document);
    if (auto* rejection = std::get_if<Rejection>(&block)) return std::move(*rejection);
    return read_block(*std::get<cif::Block*>(block), max_sites);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {
    return rejected(Reason::kParseError, error.what());
  }
}

}  // namespace furui
