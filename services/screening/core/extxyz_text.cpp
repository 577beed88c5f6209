// A count, a line of keys, a line a site.
#include "core/extxyz_text.h"

#include <stdexcept>

#include "core/elements.h"     // for element_symbol
#include "core/number_text.h"  // for formatted, shortest

namespace furui {
namespace {

constexpr double kGPaPerEvPerCubicAngstrom = 160.21766;

std::string quoted(const std::string& value) {
  std::string text = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') text += '\\';
    text += static_cast<unsigned char>(c) < 32 ? ' ' : c;
  }
  return text + "\"";
}

/// Numbers between blanks.
template <typename Numbers>
std::string row_of(const Numbers& numbers) {
  std::string text;
  for (const auto number : numbers) text += (text.empty() ? "" : " ") + shortest(number);
  return text;
}

}  // namespace

std::string extxyz_text(const Crystal& crystal, const std::vector<std::pair<std::string, std::string>>& info, const CrystalFieldValues& values) {
  const auto& [energy, forces, stress, moments] = values;
  if ((!forces.empty() && forces.size() != 3 * crystal.size()) || (!moments.empty() && moments.size() != crystal.size()) || (!stress.empty() && stress.size() != 9))
    throw std::logic_error("fields that are not of this crystal");
  std::string text = std::to_string(crystal.size()) + "\nLattice=\"";
  for (std::size_t k = 0; k < 3; ++k) text += (k > 0 ? " " : "") + row_of(crystal.lattice[k]);
  text += std::string("\" Properties=species:S:1:pos:R:3") + (forces.empty() ? "" : ":forces:R:3") + (moments.empty() ? "" : ":magmoms:R:1");
  if (energy) text += " energy=" + shortest(*energy);
  for (const auto& [key, value] : info) text += " " + key + "=" + quoted(value);
  if (!stress.empty()) {
    std::vector<double> converted;
    for (const float component : stress) converted.push_back(component / kGPaPerEvPerCubicAngstrom);
    text += " stress=\"" + row_of(converted) + "\"";
  }
  text += " pbc=\"T T T\"\n";
  for (std::size_t i = 0; i < crystal.size(); ++i) {
    text += std::string(element_symbol(crystal.atomic_numbers[i]));
    for (const double x : cartesian(crystal.lattice, crystal.fractional[i])) text += " " + formatted("%.10f", x);
    for (std::size_t k = 0; k < 3 && !forces.empty(); ++k) text += " " + shortest(forces[3 * i + k]);
    if (!moments.empty()) text += " " + shortest(moments[i]);
    text += "\n";
  }
  return text;
}

}  // namespace furui
