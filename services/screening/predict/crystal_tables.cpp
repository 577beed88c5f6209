// Colour refinement over atoms, bonds and angles together.
#include "predict/crystal_tables.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "predict/class_index.h"  // for ClassIndex
#include "predict/hash128.h"      // for Hash128, chained, in_multiset

namespace furui {
namespace {

Hash128 binned(double value, double width) { return scrambled({static_cast<std::uint64_t>(std::llround(value / width)), 1}); }

// Names as numbers from 0, in the order in which they first come.
std::vector<std::uint32_t> numbered(const std::vector<Hash128>& names, std::size_t& classes) {
  ClassIndex index(std::min<std::size_t>(names.size(), 64));
  std::vector<std::uint32_t> result;
  result.reserve(names.size());
  for (const Hash128& name : names) result.push_back(index.insert(name, 0));
  classes = index.size();
  return result;
}

class Refinement {
 public:
  Refinement(const CrystalGraph& graph, const Sameness& sameness) : graph_(graph) {
    for (const std::uint8_t z : graph.atomic_numbers) atoms_.push_back(scrambled({z, 0}));
    for (const CrystalBond& bond : graph.bonds) bonds_.push_back(binned(bond.length, sameness.length_angstrom));
    for (const CrystalAngle& angle : graph.angles) cosines_.push_back(binned(graph.cosine(angle), sameness.cosine));
  }

  // Classes of the three kinds, once a round splits none.
  void run(CrystalTables& tables) {
    std::size_t atom_classes = 0, bond_classes = 0, angle_classes = 0;
    tables.atom_class = numbered(atoms_, atom_classes);
    tables.bond_class = numbered(bonds_, bond_classes);
    // Angles are the most, and seldom split what atoms and bonds have left together: they come in last. Where it ends does
    // not depend on that.
    for (const bool with_angles : {false, true}) {
      if (with_angles && graph_.angles.empty()) break;
      for (std::size_t before = 0; atom_classes + bond_classes > before;) {
        before = atom_classes + bond_classes;
        refine(with_angles);
        tables.atom_class = numbered(atoms_, atom_classes);
        tables.bond_class = numbered(bonds_, bond_classes);
      }
    }
    std::vector<Hash128> angles;
    angles.reserve(graph_.angles.size());
    for (std::size_t a = 0; a < graph_.angles.size(); ++a) angles.push_back(chained(of_angle(a), bonds_[graph_.angles[a].one / 2]));
    tables.angle_class = numbered(angles, angle_classes);
  }

 private:
  // As the first of its bonds sees it.
  Hash128 of_angle(std::size_t a) const {
    const CrystalAngle& angle = graph_.angles[a];
    return chained(chained(cosines_[a], bonds_[angle.other / 2]), atoms_[angle.center]);
  }

  void refine(bool with_angles) {
    std::vector<Hash128> around_atom(atoms_.size()), around_bond(bonds_.size());
    for (std::size_t b = 0; b < bonds_.size(); ++b) {
      const CrystalBond& bond = graph_.bonds[b];
      const Hash128 first = in_multiset(chained(bonds_[b], atoms_[bond.first])), second = in_multiset(chained(bonds_[b], atoms_[bond.second]));
      around_atom[bond.first] = around_atom[bond.first] + second;
      around_atom[bond.second] = around_atom[bond.second] + first;
      around_bond[b] = around_bond[b] + first + second;
    }
    for (std::size_t a = 0; with_angles && a < graph_.angles.size(); ++a) {
      Hash128& sum = around_bond[graph_.angles[a].one / 2];
      sum = sum + in_multiset(of_angle(a));
    }
    for (std::size_t i = 0; i < atoms_.size(); ++i) atoms_[i] = chained(atoms_[i], around_atom[i]);
    for (std::size_t b = 0; b < bonds_.size(); ++b) bonds_[b] = chained(bonds_[b], around_bond[b]);
  }

  const CrystalGraph& graph_;
  std::vector<Hash128> atoms_, bonds_, cosines_;
};

std::vector<std::uint32_t> counted(const std::vector<std::uint32_t>& classes, std::size_t among) {
  std::vector<std::uint32_t> count(among, 0);
  for (const std::uint32_t c : classes) ++count[c];
  return count;
}

std::size_t classes_of(const std::vector<std::uint32_t>& classes) {
  return classes.empty() ? 0 : *std::max_element(classes.begin(), classes.end()) + std::size_t{1};
}

// Numbers the bond classes that angles are made of before the others; within each the order stays.
void put_short_bonds_first(const CrystalGraph& graph, CrystalTables& tables) {
  const std::size_t classes = classes_of(tables.bond_class);
  std::vector<std::uint8_t> is_short(classes, 0);
  for (const CrystalAngle& angle : graph.angles) is_short[tables.bond_class[angle.one / 2]] = 1;  // each angle is there in both orders
  tables.short_bonds = static_cast<std::size_t>(std::count(is_short.begin(), is_short.end(), 1));
  std::vector<std::uint32_t> place(classes);
  std::uint32_t next_short = 0, next_long = static_cast<std::uint32_t>(tables.short_bonds);
  for (std::size_t c = 0; c < classes; ++c) place[c] = is_short[c] ? next_short++ : next_long++;
  for (std::uint32_t& c : tables.bond_class) c = place[c];
}

// Of each atom class the first member's directed bonds, equal ones once.
void list_neighbors(const CrystalGraph& graph, CrystalTables& tables) {
  std::vector<std::uint8_t> seen(tables.atom_count.size(), 0), is_first(tables.sites(), 0);
  for (std::size_t i = 0; i < tables.sites(); ++i) is_first[i] = !std::exchange(seen[tables.atom_class[i]], 1);
  std::vector<CrystalTables::Neighbor> all;
  for (DirectedBond d = 0; d < 2 * graph.bonds.size(); ++d) {
    if (is_first[graph.center(d)])
      all.push_back({tables.atom_class[graph.center(d)], tables.atom_class[graph.neighbor(d)], tables.bond_class[d / 2], 1});
  }
  const auto key = [](const CrystalTables::Neighbor& n) { return std::tie(n.center, n.bond, n.neighbor); };
  std::sort(all.begin(), all.end(), [&](const auto& one, const auto& other) { return key(one) < key(other); });
  for (const CrystalTables::Neighbor& one : all) {
    if (!tables.neighbors.empty() && key(tables.neighbors.back()) == key(one)) {
      ++tables.neighbors.back().count;
    } else {
      tables.neighbors.push_back(one);
    }
  }
}

// Angle classes with their members' mean cosine, renumbered so that those of one bond class follow each other.
void list_angles(const CrystalGraph& graph, CrystalTables& tables) {
  const std::size_t classes = classes_of(tables.angle_class);
  std::vector<CrystalTables::Angle> angles(classes);
  std::vector<double> cosines(classes, 0);
  const std::vector<std::uint32_t> count = counted(tables.angle_class, classes);
  for (std::size_t a = 0; a < graph.angles.size(); ++a) {
    const CrystalAngle& angle = graph.angles[a];
    const std::uint32_t c = tables.angle_class[a];
    angles[c] = {tables.atom_class[angle.center], tables.bond_class[angle.one / 2], tables.bond_class[angle.other / 2], 0};
    cosines[c] += graph.cosine(angle);
  }
  std::vector<std::uint32_t> order(classes), place(classes);
  for (std::uint32_t c = 0; c < classes; ++c) order[c] = c;
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t x, std::uint32_t y) { return angles[x].one < angles[y].one; });
  for (std::uint32_t at = 0; at < classes; ++at) {
    const std::uint32_t c = order[at];
    place[c] = at;
    tables.angles.push_back(angles[c]);
    tables.angles.back().count = count[c] / tables.bond_count[angles[c].one];
    tables.cosines.push_back(cosines[c] / count[c]);
    tables.angle_count.push_back(count[c]);
  }
  for (std::uint32_t& c : tables.angle_class) c = place[c];
}

}  // namespace

CrystalTables crystal_tables(const CrystalGraph& graph, const Sameness& sameness) {
  CrystalTables tables;
  Refinement(graph, sameness).run(tables);
  put_short_bonds_first(graph, tables);
  tables.atom_count = counted(tables.atom_class, classes_of(tables.atom_class));
  tables.bond_count = counted(tables.bond_class, classes_of(tables.bond_class));
  tables.mixtures = graph.mixtures;
  tables.atomic_numbers.resize(tables.atom_count.size());
  for (std::size_t i = 0; i < tables.sites(); ++i) tables.atomic_numbers[tables.atom_class[i]] = graph.atomic_numbers[i];
  tables.lengths.assign(tables.bond_count.size(), 0);
  for (std::size_t b = 0; b < graph.bonds.size(); ++b) tables.lengths[tables.bond_class[b]] += graph.bonds[b].length;
  for (std::size_t c = 0; c < tables.lengths.size(); ++c) tables.lengths[c] /= tables.bond_count[c];
  list_neighbors(graph, tables);
  list_angles(graph, tables);
  return tables;
}

}  // namespace furui
