// Environments grow by one bond a round; what covers the same bonds as an earlier one is left out, and its atom rests.
#include "molecule/circular_fingerprint.h"

#include <GraphMol/PeriodicTable.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace furui {
namespace {

constexpr std::size_t kRadius = 2;
constexpr std::uint32_t kBits = 64 * kFingerprintWords;

/// boost::hash_combine with 32 bits, as RDKit uses it.
void combine(std::uint32_t& seed, std::uint32_t value) {
  seed ^= value + 0x9e3779b9U + (seed << 6) + (seed >> 2);
}

/// RDKit's number of a bond's type.
std::uint32_t type_of(BondOrder order) {
  switch (order) {
    case BondOrder::kSingle: return 1;
    case BondOrder::kDouble: return 2;
    case BondOrder::kTriple: return 3;
    case BondOrder::kAromatic: return 12;
    case BondOrder::kDative: return 17;
    case BondOrder::kZero: return 21;
    case BondOrder::kOther: return 20;
  }
  return 20;
}

/// What distinguishes an atom by itself: element, neighbours, hydrogens, charge, isotope, ring.
///
/// hydrogen_atoms  neighbours that are hydrogens with a place among the atoms
std::uint32_t invariant_of(const Atom& atom, std::uint32_t hydrogen_atoms) {
  int excess = 0;
  if (atom.isotope != 0) {
    const RDKit::PeriodicTable& table = *RDKit::PeriodicTable::getTable();
    excess = static_cast<int>(atom.mass - table.getAtomicWeight(atom.atomic_number));
  }
  std::uint32_t hash = 0;
  combine(hash, atom.atomic_number);
  combine(hash, atom.total_degree);
  combine(hash, atom.total_hydrogens + hydrogen_atoms);
  combine(hash, static_cast<std::uint32_t>(atom.formal_charge));
  combine(hash, static_cast<std::uint32_t>(excess));
  if (atom.in_ring) combine(hash, 1);
  return hash;
}

/// The bonds around one atom, as indices in ascending order, and what they look like.
struct Environment {
  std::vector<std::uint16_t> bonds;
  std::uint32_t hash = 0;
  std::uint16_t atom = 0;

  friend bool operator<(const Environment& a, const Environment& b) {
    if (a.bonds != b.bonds) return a.bonds < b.bonds;
    return a.hash != b.hash ? a.hash < b.hash : a.atom < b.atom;
  }
};

class Rounds {
 public:
  explicit Rounds(const MoleculeGraph& graph) : graph_(graph), bonds_of_(graph.atoms.size()), resting_(graph.atoms.size(), 0), covered_(graph.atoms.size()) {
    for (std::size_t i = 0; i < graph.bonds.size(); ++i) {
      bonds_of_[graph.bonds[i].begin].push_back(static_cast<std::uint16_t>(i));
      bonds_of_[graph.bonds[i].end].push_back(static_cast<std::uint16_t>(i));
    }
    for (std::size_t i = 0; i < graph.atoms.size(); ++i) {
      std::uint32_t hydrogen_atoms = 0;
      for (const std::uint16_t bond : bonds_of_[i]) hydrogen_atoms += graph.atoms[other_end(bond, i)].atomic_number == 1 ? 1 : 0;
      set(hash_.emplace_back(invariant_of(graph.atoms[i], hydrogen_atoms)));
    }
  }

  void grow(std::uint32_t round) {
    std::vector<std::uint32_t> hash(hash_.size(), 0);
    std::vector<std::vector<std::uint16_t>> covered = covered_;
    std::vector<Environment> grown;
    for (std::size_t atom = 0; atom < hash.size(); ++atom) {
      if (resting_[atom] != 0) continue;
      if (bonds_of_[atom].empty()) {
        resting_[atom] = 1;
        continue;
      }
      covered[atom] = bonds_around(atom);
      hash[atom] = hash_around(atom, round);
      grown.push_back({covered[atom], hash[atom], static_cast<std::uint16_t>(atom)});
      if (known(covered[atom])) resting_[atom] = 1;
    }
    std::sort(grown.begin(), grown.end());
    for (Environment& environment : grown) {
      if (known(environment.bonds)) {
        resting_[environment.atom] = 1;
        continue;
      }
      set(environment.hash);
      known_.push_back(std::move(environment.bonds));
    }
    hash_ = std::move(hash);
    covered_ = std::move(covered);
  }

  const Fingerprint& result() const { return result_; }

 private:
  void set(std::uint32_t hash) {
    const std::uint32_t bit = hash % kBits;
    result_[bit / 64] |= std::uint64_t{1} << (bit % 64);
  }

  bool known(const std::vector<std::uint16_t>& bonds) const { return std::find(known_.begin(), known_.end(), bonds) != known_.end(); }

  std::size_t other_end(std::uint16_t bond, std::size_t atom) const {
    return graph_.bonds[bond].begin == atom ? graph_.bonds[bond].end : graph_.bonds[bond].begin;
  }

  /// The atom's own bonds and what its neighbours covered in the round before.
  std::vector<std::uint16_t> bonds_around(std::size_t atom) const {
    std::vector<std::uint16_t> bonds = bonds_of_[atom];
    for (const std::uint16_t bond : bonds_of_[atom]) {
      const auto& further = covered_[other_end(bond, atom)];
      bonds.insert(bonds.end(), further.begin(), further.end());
    }
    std::sort(bonds.begin(), bonds.end());
    bonds.erase(std::unique(bonds.begin(), bonds.end()), bonds.end());
    return bonds;
  }

  std::uint32_t hash_around(std::size_t atom, std::uint32_t round) const {
    std::vector<std::pair<std::int32_t, std::uint32_t>> neighbours;
    for (const std::uint16_t bond : bonds_of_[atom])
      neighbours.emplace_back(static_cast<std::int32_t>(type_of(graph_.bonds[bond].order)), hash_[other_end(bond, atom)]);
    std::sort(neighbours.begin(), neighbours.end());
    std::uint32_t hash = round;
    combine(hash, hash_[atom]);
    for (const auto& [type, neighbour] : neighbours) {
      std::uint32_t pair = 0;
      combine(pair, static_cast<std::uint32_t>(type));
      combine(pair, neighbour);
      combine(hash, pair);
    }
    return hash;
  }

  const MoleculeGraph& graph_;
  std::vector<std::vector<std::uint16_t>> bonds_of_;  // of each atom
  std::vector<std::uint8_t> resting_;                 // of each atom: its environment is one that was met before
  std::vector<std::uint32_t> hash_;                   // of each atom's environment of the round before
  std::vector<std::vector<std::uint16_t>> covered_;   // of each atom: the bonds of that environment
  std::vector<std::vector<std::uint16_t>> known_;     // sets of bonds that were counted
  Fingerprint result_{};
};

}  // namespace

Fingerprint circular_fingerprint(const MoleculeGraph& graph) {
  Rounds rounds(graph);
  for (std::uint32_t round = 0; round < kRadius; ++round) rounds.grow(round);
  return rounds.result();
}

}  // namespace furui
