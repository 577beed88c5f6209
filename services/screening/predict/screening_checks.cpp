// Elements and sizes against the manifest.
#include "predict/screening_checks.h"

#include <algorithm>
#include <array>
#include <string>

namespace furui {
namespace {

constexpr std::array<const char*, 119> kSymbols{
    "*",  "H",  "He", "Li", "Be", "B",  "C",  "N",  "O",  "F",  "Ne", "Na", "Mg", "Al", "Si", "P",  "S",
    "Cl", "Ar", "K",  "Ca", "Sc", "Ti", "V",  "Cr", "Mn", "Fe", "Co", "Ni", "Cu", "Zn", "Ga", "Ge", "As",
    "Se", "Br", "Kr", "Rb", "Sr", "Y",  "Zr", "Nb", "Mo", "Tc", "Ru", "Rh", "Pd", "Ag", "Cd", "In", "Sn",
    "Sb", "Te", "I",  "Xe", "Cs", "Ba", "La", "Ce", "Pr", "Nd", "Pm", "Sm", "Eu", "Gd", "Tb", "Dy", "Ho",
    "Er", "Tm", "Yb", "Lu", "Hf", "Ta", "W",  "Re", "Os", "Ir", "Pt", "Au", "Hg", "Tl", "Pb", "Bi", "Po",
    "At", "Rn", "Fr", "Ra", "Ac", "Th", "Pa", "U",  "Np", "Pu", "Am", "Cm", "Bk", "Cf", "Es", "Fm", "Md",
    "No", "Lr", "Rf", "Db", "Sg", "Bh", "Hs", "Mt", "Ds", "Rg", "Cn", "Nh", "Fl", "Mc", "Lv", "Ts", "Og"};

bool contains(const std::vector<std::uint8_t>& numbers, std::uint8_t number) {
  return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

/// The first atom of an element that the featurizer maps to *other*.
std::optional<std::size_t> stranger_of(const Manifest& manifest, const MoleculeGraph& graph) {
  if (manifest.domain_elements.empty()) return std::nullopt;
  for (std::size_t i = 0; i < graph.atoms.size(); ++i) {
    if (!contains(manifest.domain_elements, graph.atoms[i].atomic_number)) return i;
  }
  return std::nullopt;
}

int heavy_atoms(const MoleculeGraph& graph) {
  return static_cast<int>(std::count_if(graph.atoms.begin(), graph.atoms.end(), [](const Atom& atom) { return atom.atomic_number != 1; }));
}

}  // namespace

const char* element_symbol(std::uint8_t atomic_number) {
  return atomic_number < kSymbols.size() ? kSymbols[atomic_number] : "*";
}

std::optional<Rejection> refuse(const Manifest& manifest, const MoleculeGraph& graph) {
  if (graph.atoms.empty()) return Rejection{Stage::kPredict, Reason::kNoAtoms, "a molecule without atoms"};
  if (manifest.refused_elements.empty()) return std::nullopt;
  for (std::size_t i = 0; i < graph.atoms.size(); ++i) {
    const std::uint8_t number = graph.atoms[i].atomic_number;
    if (!contains(manifest.refused_elements, number)) continue;
    return Rejection{Stage::kPredict, Reason::kUnsupportedElement,
                     "atom " + std::to_string(i + 1) + ": " + element_symbol(number) + " is not supported by model " +
                         manifest.name + " " + manifest.version};
  }
  return std::nullopt;
}

Domain domain_of(const Manifest& manifest, const MoleculeGraph& graph) {
  if (manifest.domain_elements.empty() && !manifest.domain_max_heavy_atoms) return Domain::kUnknown;
  if (stranger_of(manifest, graph)) return Domain::kOut;
  return manifest.domain_max_heavy_atoms && heavy_atoms(graph) > *manifest.domain_max_heavy_atoms ? Domain::kOut : Domain::kIn;
}

std::string why_outside(const Manifest& manifest, const MoleculeGraph& graph) {
  if (const auto atom = stranger_of(manifest, graph)) {
    const std::uint8_t number = graph.atoms[*atom].atomic_number;
    const std::string place = "atom " + std::to_string(*atom + 1) + ": ";
    if (number == 0) return place + "a dummy atom is none of the elements that model " + manifest.name + " tells apart";
    return place + element_symbol(number) + " is none of the elements that model " + manifest.name + " tells apart";
  }
  return std::to_string(heavy_atoms(graph)) + " heavy atoms; model " + manifest.name + " has seen at most " +
         std::to_string(manifest.domain_max_heavy_atoms.value_or(0));
}

}  // namespace furui
