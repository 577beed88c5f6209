// Smallest rings, where they are beyond dispute.
#include <algorithm>

#include "molecule/plain_molecule.h"  // for PlainMolecule, and find_plain_rings itself

namespace furui {
namespace {

constexpr std::uint16_t kNone = 0xffff;

/// Strips chains that end, again and again: what is left is rings and what joins them.
std::vector<char> core_atoms(const PlainMolecule& molecule) {
  std::vector<char> core(molecule.atoms.size(), 1);
  std::vector<std::uint8_t> degree(molecule.atoms.size());
  std::vector<std::uint16_t> ends;
  for (std::size_t i = 0; i < molecule.atoms.size(); ++i) {
    degree[i] = molecule.atoms[i].degree;
    if (degree[i] < 2) ends.push_back(static_cast<std::uint16_t>(i));
  }
  while (!ends.empty()) {
    const std::uint16_t atom = ends.back();
    ends.pop_back();
    core[atom] = 0;
    for (int n = 0; n < molecule.atoms[atom].degree; ++n) {
      const std::uint16_t neighbour = molecule.atoms[atom].neighbour[n];
      if (core[neighbour] && --degree[neighbour] == 1) ends.push_back(neighbour);
    }
  }
  return core;
}

/// The shortest ring through a bond, by breadth-first search from one end to the other.
class ShortestRing {
 public:
  explicit ShortestRing(const PlainMolecule& molecule, const std::vector<char>& core)
      : molecule_(molecule),
        core_(core),
        distance_(molecule.atoms.size()),
        paths_(molecule.atoms.size()),
        from_(molecule.atoms.size()) {}

  enum class Found { kNoRing, kUnique, kSeveral };

  Found search(std::uint16_t bond, PlainRing& ring) {
    const std::uint16_t begin = molecule_.bonds[bond].begin;
    const std::uint16_t end = molecule_.bonds[bond].end;
    std::fill(distance_.begin(), distance_.end(), kNone);
    queue_.assign(1, begin);
    distance_[begin] = 0;
    paths_[begin] = 1;
    for (std::size_t head = 0; head < queue_.size(); ++head) {
      const std::uint16_t atom = queue_[head];
      if (distance_[end] != kNone && distance_[atom] >= distance_[end]) break;
      visit(atom, bond);
    }
    if (distance_[end] == kNone) return Found::kNoRing;
    if (paths_[end] > 1) return Found::kSeveral;
    ring.atoms.clear();
    ring.bonds.assign(1, bond);
    for (std::uint16_t atom = end; atom != begin;) {
      ring.atoms.push_back(atom);
      ring.bonds.push_back(from_[atom]);
      atom = molecule_.other_end(from_[atom], atom);
    }
    ring.atoms.push_back(begin);
    return Found::kUnique;
  }

 private:
  void visit(std::uint16_t atom, std::uint16_t without) {
    const PlainAtom& from = molecule_.atoms[atom];
    for (int n = 0; n < from.degree; ++n) {
      const std::uint16_t next = from.neighbour[n];
      if (from.bond[n] == without || !core_[next]) continue;
      if (distance_[next] == kNone) {
        distance_[next] = static_cast<std::uint16_t>(distance_[atom] + 1);
        paths_[next] = paths_[atom];
        from_[next] = from.bond[n];
        queue_.push_back(next);
      } else if (distance_[next] == distance_[atom] + 1) {
        paths_[next] = static_cast<std::uint16_t>(std::min(2, paths_[next] + paths_[atom]));
      }
    }
  }

  const PlainMolecule& molecule_;
  const std::vector<char>& core_;
  std::vector<std::uint16_t> distance_, paths_, from_;
  std::vector<std::uint16_t> queue_;
};

bool is_known(const std::vector<PlainRing>& rings, const PlainRing& ring) {
  return std::any_of(rings.begin(), rings.end(),
                     [&](const PlainRing& known) { return known.bonds == ring.bonds; });
}

}  // namespace

// A ring that is the only shortest one through some bond belongs to every smallest set of smallest rings (Vismara,
// Electron. J. Combin. 4:R9, 1997). Where such rings are as many as the set has, the set is unique and is theirs.
bool find_plain_rings(PlainMolecule& molecule) {
  const std::size_t expected =
      molecule.bonds.size() + static_cast<std::size_t>(molecule.fragments) - molecule.atoms.size();
  if (expected == 0) return true;
  const std::vector<char> core = core_atoms(molecule);
  ShortestRing shortest(molecule, core);
  PlainRing ring;
  for (std::uint16_t b = 0; b < molecule.bonds.size(); ++b) {
    PlainBond& bond = molecule.bonds[b];
    if (!core[bond.begin] || !core[bond.end]) continue;
    // Within a ring that is already known, another search seldom finds a new one, but it may.
    const auto found = shortest.search(b, ring);
    if (found == ShortestRing::Found::kNoRing) continue;
    if (bond.order == 3) return false;  // an aryne's triple bond stays triple when its ring is aromatic
    bond.in_ring = true;
    molecule.atoms[bond.begin].in_ring = true;
    molecule.atoms[bond.end].in_ring = true;
    if (found == ShortestRing::Found::kSeveral) continue;
    std::sort(ring.bonds.begin(), ring.bonds.end());
    if (!is_known(molecule.rings, ring)) molecule.rings.push_back(ring);
  }
  return molecule.rings.size() == expected;
}

}  // namespace furui
