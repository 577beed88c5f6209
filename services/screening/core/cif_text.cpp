// Lengths, angles and sites in columns.
#include "core/cif_text.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "core/composition.h"  // for amounts_of, reduced_formula
#include "core/elements.h"     // for element_symbol
#include "core/number_text.h"  // for formatted, shortest

namespace furui {
namespace {

std::string in_decimals(double number) { return formatted("%.10f", number); }

double degrees_between(const Vector3& a, const Vector3& b) {
  return std::atan2(norm(cross(a, b)), dot(a, b)) * 180 / std::numbers::pi;
}

std::string block_name(std::string_view name) {
  std::string result;
  for (const char c : name) result += c > ' ' && c < 127 ? c : '_';
  return result.empty() ? "crystal" : result.substr(0, 64);
}

}  // namespace

std::string cif_text(const Crystal& crystal, std::string_view name) {
  const auto& [a, b, c] = crystal.lattice;
  std::string text = "data_" + block_name(name) + "\n";
  const auto line = [&text](const char* tag, const std::string& value) { text += std::string(tag) + std::string(36 - std::string_view(tag).size(), ' ') + value + "\n"; };
  line("_cell_length_a", in_decimals(norm(a)));
  line("_cell_length_b", in_decimals(norm(b)));
  line("_cell_length_c", in_decimals(norm(c)));
  line("_cell_angle_alpha", in_decimals(degrees_between(b, c)));
  line("_cell_angle_beta", in_decimals(degrees_between(a, c)));
  line("_cell_angle_gamma", in_decimals(degrees_between(a, b)));
  line("_cell_volume", in_decimals(std::abs(volume(crystal))));
  line("_chemical_formula_structural", reduced_formula(amounts_of(crystal)));
  line("_symmetry_space_group_name_H-M", "'P 1'");
  line("_symmetry_Int_Tables_number", "1");
  text += "loop_\n  _symmetry_equiv_pos_as_xyz\n  'x, y, z'\n";
  text += "loop_\n  _atom_site_label\n  _atom_site_type_symbol\n  _atom_site_fract_x\n  _atom_site_fract_y\n  _atom_site_fract_z\n  _atom_site_occupancy\n";
  std::map<std::uint8_t, int> seen;
  for (std::size_t i = 0; i < crystal.size(); ++i) {
    for (const auto& [number, occupancy] : crystal.occupants(i)) {
      const std::string symbol(element_symbol(number));
      text += "  " + symbol + std::to_string(++seen[number]) + " " + symbol;
      for (const double x : crystal.fractional[i]) text += " " + in_decimals(x);
      text += " " + shortest(occupancy) + "\n";
    }
  }
  return text;
}

}  // namespace furui
