// Double bonds of aromatic rings, and hydrogens.
#include <algorithm>
#include <optional>

#include "molecule/plain_molecule.h"  // for PlainMolecule, and complete_plain_valences itself

namespace furui {
namespace {

constexpr std::uint16_t kNone = 0xffff;

/// Whether an atom written aromatic takes part in a double bond of its ring; nothing where it is no everyday one.
std::optional<bool> wants_double_bond(const PlainMolecule& molecule, const PlainAtom& atom) {
  int outside = 0;  // double bonds that are written
  for (int n = 0; n < atom.degree; ++n) {
    const PlainBond& bond = molecule.bonds[atom.bond[n]];
    if (bond.order > 1 && bond.in_ring)
      return std::nullopt;  // as in c1=cccc1: aromatic symbols, Kekulé bonds
    outside += bond.order - 1;
  }
  if (!atom.in_ring || outside > 1 || (outside == 1 && atom.number != 6)) return std::nullopt;
  switch (atom.number) {
    case 6:
      if (atom.bracket || atom.degree > 3 || atom.degree < 2) return std::nullopt;
      return outside == 0;
    case 7: {
      const int sigma = atom.degree + atom.explicit_hydrogens;
      if (atom.charge == 0 && sigma == 3 && atom.explicit_hydrogens < 2) return false;
      if (atom.charge == 0 && sigma == 2 && !atom.bracket) return true;
      if (atom.charge == 1 && sigma == 3 && atom.explicit_hydrogens < 2) return true;
      if (atom.charge == -1 && sigma == 2 && atom.degree == 2) return false;
      return std::nullopt;
    }
    case 8:
    case 16:
      if (atom.degree != 2) return std::nullopt;
      return false;
    default:
      return std::nullopt;
  }
}

/// A perfect matching of the atoms that want a double bond, by augmenting paths. Bipartite or not does not matter:
/// where the simple search fails, RDKit decides.
class Matching {
 public:
  Matching(PlainMolecule& molecule, const std::vector<char>& wants)
      : molecule_(molecule), wants_(wants), partner_(wants.size(), kNone) {}

  bool complete() {
    for (std::uint16_t atom = 0; atom < wants_.size(); ++atom) {
      if (!wants_[atom] || partner_[atom] != kNone) continue;
      seen_.assign(wants_.size(), 0);
      seen_[atom] = 1;
      if (!augment(atom)) return false;
    }
    for (PlainBond& bond : molecule_.bonds) {
      if (bond.written_aromatic && wants_[bond.begin] && partner_[bond.begin] == bond.end) bond.order = 2;
    }
    return true;
  }

 private:
  bool augment(std::uint16_t atom) {
    const PlainAtom& from = molecule_.atoms[atom];
    for (int n = 0; n < from.degree; ++n) {
      const std::uint16_t next = from.neighbour[n];
      if (!molecule_.bonds[from.bond[n]].written_aromatic || !wants_[next] || seen_[next]) continue;
      seen_[next] = 1;
      const std::uint16_t old = partner_[next];
      if (old != kNone) {
        if (seen_[old]) continue;
        seen_[old] = 1;
        partner_[old] = kNone;
        if (!augment(old)) {
          partner_[old] = next;
          continue;
        }
      }
      partner_[atom] = next;
      partner_[next] = atom;
      return true;
    }
    return false;
  }

  PlainMolecule& molecule_;
  const std::vector<char>& wants_;
  std::vector<std::uint16_t> partner_;
  std::vector<char> seen_;
};

bool kekulize(PlainMolecule& molecule) {
  bool any = false;
  std::vector<char> wants(molecule.atoms.size(), 0);
  // A bond between two aromatic rings, as in c1ccccc1c1ccccc1, is single.
  for (PlainBond& bond : molecule.bonds) bond.written_aromatic &= bond.in_ring;
  for (std::size_t i = 0; i < molecule.atoms.size(); ++i) {
    if (!molecule.atoms[i].written_aromatic) continue;
    const std::optional<bool> wish = wants_double_bond(molecule, molecule.atoms[i]);
    if (!wish) return false;
    wants[i] = *wish;
    any = true;
  }
  return !any || Matching(molecule, wants).complete();
}

/// The valence that an atom in brackets must have to be no radical; -1 where it is no everyday one.
int bracket_valence(const PlainAtom& atom) {
  switch (atom.number) {
    case 6:
      return atom.charge == 0 ? 4 : atom.charge < 0 ? 3 : -1;
    case 7:
      return 3 + atom.charge;
    case 8:
      return atom.charge > 0 ? -1 : 2 + atom.charge;
    case 15:
      return atom.charge < 0 ? -1 : 3 + atom.charge;
    case 16:
      return atom.charge > 0 ? -1 : 2 + atom.charge;
    case 9:
    case 17:
    case 35:
    case 53:
      return atom.charge > 0 ? -1 : 1 + atom.charge;
    default:
      return -1;
  }
}

/// The smallest valence of the element that holds the bonds; -1 where none does.
int organic_valence(int number, int bond_orders) {
  switch (number) {
    case 6:
      return bond_orders <= 4 ? 4 : -1;
    case 7:
      return bond_orders <= 3 ? 3 : -1;
    case 8:
      return bond_orders <= 2 ? 2 : -1;
    case 15:
      return bond_orders <= 3 ? 3 : bond_orders <= 5 ? 5 : -1;
    case 16:
      return bond_orders <= 2 ? 2 : bond_orders <= 4 ? 4 : bond_orders <= 6 ? 6 : -1;
    default:
      return bond_orders <= 1 ? 1 : -1;
  }
}

}  // namespace

bool complete_plain_valences(PlainMolecule& molecule) {
  if (!kekulize(molecule)) return false;
  for (PlainAtom& atom : molecule.atoms) {
    int sum = atom.explicit_hydrogens;
    for (int n = 0; n < atom.degree; ++n) sum += molecule.bonds[atom.bond[n]].order;
    atom.bond_orders = static_cast<std::uint8_t>(sum);
    if (atom.bracket) {
      if (sum != bracket_valence(atom)) return false;
      continue;
    }
    const int valence = organic_valence(atom.number, sum);
    if (valence < 0) return false;
    atom.hydrogens = static_cast<std::uint8_t>(valence - sum);
    // C=P(=O)X is rewritten by RDKit, and two of them look alike.
    if (atom.number == 15 && sum == 5 && atom.degree < 4) return false;
  }
  return true;
}

}  // namespace furui
