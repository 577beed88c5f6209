// Elements and sizes against the manifest.
#include "predict/screening_checks.h"

#include <algorithm>
#include <string>

#include "core/elements.h"  // for element_symbol

namespace furui {
namespace {

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

std::optional<Rejection> refuse(const Manifest& manifest, const MoleculeGraph& graph) {
  if (graph.atoms.empty()) return Rejection{Stage::kPredict, Reason::kNoAtoms, "a molecule without atoms"};
  if (manifest.refused_elements.empty()) return std::nullopt;
  for (std::size_t i = 0; i < graph.atoms.size(); ++i) {
    const std::uint8_t number = graph.atoms[i].atomic_number;
    if (!contains(manifest.refused_elements, number)) continue;
    return Rejection{Stage::kPredict, Reason::kUnsupportedElement,
                     "atom " + std::to_string(i + 1) + ": " + std::string(element_symbol(number)) + " is not supported by model " +
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
    return place + std::string(element_symbol(number)) + " is none of the elements that model " + manifest.name + " tells apart";
  }
  return std::to_string(heavy_atoms(graph)) + " heavy atoms; model " + manifest.name + " has seen at most " +
         std::to_string(manifest.domain_max_heavy_atoms.value_or(0));
}

}  // namespace furui
