// Nothing is perceived anew but rings: what the graph says of its atoms and bonds is taken as it is.
#include "molecule/molecule_of_graph.h"

#include <GraphMol/MolOps.h>
#include <GraphMol/RWMol.h>

#include <memory>

namespace furui {
namespace {

RDKit::Bond::BondType type_of(BondOrder order) {
  switch (order) {
    case BondOrder::kSingle: return RDKit::Bond::SINGLE;
    case BondOrder::kDouble: return RDKit::Bond::DOUBLE;
    case BondOrder::kTriple: return RDKit::Bond::TRIPLE;
    case BondOrder::kAromatic: return RDKit::Bond::AROMATIC;
    case BondOrder::kDative: return RDKit::Bond::DATIVE;
    case BondOrder::kZero: return RDKit::Bond::ZERO;
    case BondOrder::kOther: return RDKit::Bond::OTHER;
  }
  return RDKit::Bond::OTHER;
}

std::unique_ptr<RDKit::Atom> atom_of(const Atom& from) {
  auto atom = std::make_unique<RDKit::Atom>(from.atomic_number);
  atom->setFormalCharge(from.formal_charge);
  atom->setIsotope(from.isotope);
  atom->setIsAromatic(from.aromatic);
  atom->setHybridization(static_cast<RDKit::Atom::HybridizationType>(from.hybridization));
  atom->setChiralTag(static_cast<RDKit::Atom::ChiralType>(from.chirality));
  return atom;
}

/// Hydrogens that the usual valences give stay implicit, so that an atom which loses a neighbour gains one.
void set_hydrogens(RDKit::Atom& atom, unsigned hydrogens) {
  atom.calcExplicitValence(false);
  atom.calcImplicitValence(false);
  if (atom.getTotalNumHs() == hydrogens) return;
  atom.setNoImplicit(true);
  atom.setNumExplicitHs(hydrogens);
  atom.calcExplicitValence(false);
  atom.calcImplicitValence(false);
}

}  // namespace

RdkitMolecule molecule_of(const MoleculeGraph& graph) {
  RdkitMolecule molecule(new RDKit::RWMol);
  for (const Atom& atom : graph.atoms) molecule->addAtom(atom_of(atom).release(), false, true);
  for (const Bond& from : graph.bonds) {
    const unsigned index = molecule->addBond(from.begin, from.end, type_of(from.order)) - 1;
    RDKit::Bond& bond = *molecule->getBondWithIdx(index);
    bond.setIsAromatic(from.order == BondOrder::kAromatic);
    bond.setIsConjugated(from.conjugated);
  }
  for (std::size_t i = 0; i < graph.atoms.size(); ++i) set_hydrogens(*molecule->getAtomWithIdx(static_cast<unsigned>(i)), graph.atoms[i].total_hydrogens);
  RDKit::MolOps::symmetrizeSSSR(*molecule);
  return molecule;
}

}  // namespace furui
