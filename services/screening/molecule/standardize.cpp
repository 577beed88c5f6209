// The steps of RDKit's chargeParent, each run only where it could change something, and what they did in words.
#include "molecule/standardize.h"

#include <GraphMol/Descriptors/MolDescriptors.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/MolStandardize/Charge.h>
#include <GraphMol/MolStandardize/Fragment.h>
#include <GraphMol/MolStandardize/Metal.h>
#include <GraphMol/MolStandardize/Normalize.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesWrite.h>

#include <memory>
#include <utility>

#include "molecule/change_words.h"  // for changes_in_words
#include "molecule/graph_of.h"      // for graph_of, to see whether anything changed
#include "molecule/parent_needs.h"  // for parent_needs
#include "molecule/rdkit_log.h"     // for RdkitLogCapture, which hears what the steps do

namespace furui {
namespace {

namespace steps = RDKit::MolStandardize;
using Molecule = std::unique_ptr<RDKit::ROMol>;

// Building these parses some hundred SMARTS; they are built once a process.
struct Steps {
  steps::MetalDisconnector metals;
  steps::Normalizer normalizer;
  steps::Reionizer reionizer;
  steps::Uncharger uncharger;
};

Steps& the_steps() {
  static Steps steps;
  return steps;
}

/// RDKit's cleanup(), for a molecule that is sanitized but for hydrogens that removeHs may take away.
void cleanup(Molecule& molecule, bool& changed) {
  const ParentNeeds needs = parent_needs(*molecule);
  if (!needs.hydrogens && !needs.metals && !needs.normalize && !needs.reionize) return;
  changed = true;
  const bool cut = needs.hydrogens || needs.metals;
  if (cut) {
    auto cleaned = std::make_unique<RDKit::RWMol>(*molecule);
    if (needs.hydrogens) RDKit::MolOps::removeHs(*cleaned);
    if (needs.metals) the_steps().metals.disconnect(*cleaned);
    molecule = std::move(cleaned);
  }
  // A metal that was cut off leaves charges that only these two can judge; so does a transform.
  if (cut || needs.normalize) molecule.reset(the_steps().normalizer.normalize(*molecule));
  if (cut || needs.normalize || needs.reionize) molecule.reset(the_steps().reionizer.reionize(*molecule));
  RDKit::MolOps::assignStereochemistry(*molecule, true, true);
}

/// Atoms with hydrogens, then exact mass: what RDKit's LargestFragmentChooser compares first.
std::pair<unsigned, double> size_of(const RDKit::ROMol& fragment) {
  unsigned atoms = 0;
  for (const RDKit::Atom* atom : fragment.atoms()) atoms += 1 + atom->getTotalNumHs();
  return {atoms, RDKit::Descriptors::calcExactMW(fragment)};
}

/// RDKit's LargestFragmentChooser; where sizes are equal the SMILES that sorts first wins. Notes the others.
Molecule largest_fragment(const RDKit::ROMol& molecule, std::vector<std::string>& removed) {
  const auto fragments = RDKit::MolOps::getMolFrags(molecule, false);
  std::vector<std::string> smiles(fragments.size());
  const auto smiles_of = [&](std::size_t i) -> const std::string& {
    if (smiles[i].empty()) smiles[i] = RDKit::MolToSmiles(*fragments[i]);
    return smiles[i];
  };
  std::size_t best = 0;
  auto best_size = size_of(*fragments[0]);
  for (std::size_t i = 1; i < fragments.size(); ++i) {
    const auto size = size_of(*fragments[i]);
    if (size < best_size || (size == best_size && smiles_of(i) > smiles_of(best))) continue;
    best = i;
    best_size = size;
  }
  for (std::size_t i = 0; i < fragments.size(); ++i) {
    if (i != best) removed.push_back(smiles_of(i));
  }
  return std::make_unique<RDKit::ROMol>(*fragments[best]);
}

Molecule run_steps(const RDKit::RWMol& molecule, std::vector<std::string>& removed) {
  Molecule parent = std::make_unique<RDKit::ROMol>(molecule);
  bool changed = false;
  cleanup(parent, changed);
  std::vector<int> fragment_of;
  if (RDKit::MolOps::getMolFrags(*parent, fragment_of) > 1) parent = largest_fragment(*parent, removed);
  if (parent_needs(*parent).uncharge) {
    parent.reset(the_steps().uncharger.uncharge(*parent));
    changed = true;
  }
  if (!changed) return parent;  // a fragment as it was: perceived already, and clean
  auto sanitized = std::make_unique<RDKit::RWMol>(*parent);
  RDKit::MolOps::removeHs(*sanitized);
  parent = std::move(sanitized);
  cleanup(parent, changed);
  return parent;
}

}  // namespace

std::optional<Parent> parent_of(const RDKit::RWMol& molecule) {
  if (!parent_needs(molecule).any()) return std::nullopt;
  std::vector<std::string> removed;
  Molecule parent;
  std::string log;
  {
    const RdkitLogCapture capture(RdkitChannel::kInfo);
    parent = run_steps(molecule, removed);
    log = capture.text();
  }
  if (removed.empty() && graph_of(*parent) == graph_of(molecule)) return std::nullopt;

  Parent result{RDKit::MolToSmiles(*parent), changes_in_words(removed, log)};
  if (result.changes.empty() && result.smiles == RDKit::MolToSmiles(molecule)) return std::nullopt;
  if (result.changes.empty()) result.changes.emplace_back("perceived anew");
  return result;
}

}  // namespace furui
