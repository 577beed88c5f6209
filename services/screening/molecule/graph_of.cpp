// The atom and bond features that networks read, taken from an RDKit molecule.
#include "molecule/graph_of.h"

#include <GraphMol/PeriodicTable.h>
#include <GraphMol/ROMol.h>
#include <GraphMol/RingInfo.h>

#include <algorithm>

namespace furui {
namespace {

BondOrder order_of(RDKit::Bond::BondType type) {
  switch (type) {
    case RDKit::Bond::SINGLE:
      return BondOrder::kSingle;
    case RDKit::Bond::DOUBLE:
      return BondOrder::kDouble;
    case RDKit::Bond::TRIPLE:
      return BondOrder::kTriple;
    case RDKit::Bond::AROMATIC:
      return BondOrder::kAromatic;
    case RDKit::Bond::DATIVE:
    case RDKit::Bond::DATIVEL:
    case RDKit::Bond::DATIVER:
    case RDKit::Bond::DATIVEONE:
      return BondOrder::kDative;
    case RDKit::Bond::ZERO:
      return BondOrder::kZero;
    default:
      return BondOrder::kOther;
  }
}

Atom atom_of(const RDKit::Atom& from, const RDKit::RingInfo& rings) {
  Atom atom;
  atom.atomic_number = static_cast<std::uint8_t>(from.getAtomicNum());
  atom.formal_charge = static_cast<std::int8_t>(from.getFormalCharge());
  atom.chirality = static_cast<Chirality>(from.getChiralTag());
  const unsigned hydrogens = from.getTotalNumHs();
  atom.total_hydrogens = static_cast<std::uint8_t>(std::min(hydrogens, 255u));
  // RDKit's getTotalDegree() would count the hydrogens a second time.
  atom.total_degree = static_cast<std::uint8_t>(std::min(hydrogens + from.getDegree(), 255u));
  atom.hybridization = static_cast<Hybridization>(from.getHybridization());
  atom.aromatic = from.getIsAromatic();
  atom.in_ring = rings.numAtomRings(from.getIdx()) != 0;
  atom.isotope = static_cast<std::uint16_t>(from.getIsotope());
  atom.mass = static_cast<float>(from.getMass());
  return atom;
}

}  // namespace

MoleculeGraph graph_of(const RDKit::ROMol& molecule) {
  const RDKit::RingInfo& rings = *molecule.getRingInfo();
  MoleculeGraph graph;
  graph.atoms.reserve(molecule.getNumAtoms());
  graph.bonds.reserve(molecule.getNumBonds());
  for (const RDKit::Atom* atom : molecule.atoms()) graph.atoms.push_back(atom_of(*atom, rings));
  for (const RDKit::Bond* from : molecule.bonds()) {
    Bond bond;
    bond.begin = static_cast<std::uint16_t>(from->getBeginAtomIdx());
    bond.end = static_cast<std::uint16_t>(from->getEndAtomIdx());
    bond.order = order_of(from->getBondType());
    bond.stereo = static_cast<BondStereo>(from->getStereo());
    bond.conjugated = from->getIsConjugated();
    bond.in_ring = rings.numBondRings(from->getIdx()) != 0;
    graph.bonds.push_back(bond);
  }
  return graph;
}

}  // namespace furui
