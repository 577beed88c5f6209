// Equal surroundings are merged, unlike ones never, and the counts add up.
#include "predict/crystal_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <numeric>

#include "crystals.h"  // for rock_salt, perovskite, …

namespace furui {
namespace {

CrystalGraph graph_of(const Crystal& crystal) { return std::get<CrystalGraph>(crystal_graph(crystal)); }
CrystalTables tables_of(const Crystal& crystal) { return crystal_tables(graph_of(crystal)); }

std::size_t sum(const std::vector<std::uint32_t>& counts) { return std::accumulate(counts.begin(), counts.end(), std::size_t{0}); }

// What holds of every table of every crystal.
void expect_sound(const Crystal& crystal) {
  const CrystalGraph graph = graph_of(crystal);
  const CrystalTables tables = crystal_tables(graph);
  EXPECT_EQ(sum(tables.atom_count), crystal.size());
  EXPECT_EQ(sum(tables.bond_count), graph.bonds.size());
  EXPECT_EQ(sum(tables.angle_count), graph.angles.size());
  std::size_t directed = 0;
  for (const auto& n : tables.neighbors) directed += std::size_t{n.count} * tables.atom_count[n.center];
  EXPECT_EQ(directed, 2 * graph.bonds.size());
  for (std::size_t i = 0; i < crystal.size(); ++i) EXPECT_EQ(tables.atomic_numbers[tables.atom_class[i]], crystal.atomic_numbers[i]);
  for (std::size_t b = 0; b < graph.bonds.size(); ++b) EXPECT_NEAR(tables.lengths[tables.bond_class[b]], graph.bonds[b].length, 1e-6);
  for (std::size_t a = 0; a < graph.angles.size(); ++a) {
    const CrystalTables::Angle& kind = tables.angles[tables.angle_class[a]];
    EXPECT_EQ(kind.center, tables.atom_class[graph.angles[a].center]);
    EXPECT_EQ(kind.one, tables.bond_class[graph.angles[a].one / 2]);
    EXPECT_EQ(kind.other, tables.bond_class[graph.angles[a].other / 2]);
    EXPECT_NEAR(tables.cosines[tables.angle_class[a]], graph.cosine(graph.angles[a]), 1e-6);
  }
  for (std::size_t c = 0; c < tables.angles.size(); ++c) {
    EXPECT_EQ(tables.angle_count[c], tables.angles[c].count * tables.bond_count[tables.angles[c].one]);
    EXPECT_LE(tables.angles[c > 0 ? c - 1 : 0].one, tables.angles[c].one);
  }
  // The classes are stable: each member has as many neighbours of each kind as the first.
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::map<std::uint32_t, std::uint32_t>> kinds;  // (center class, bond class) → atom → count
  for (DirectedBond d = 0; d < 2 * graph.bonds.size(); ++d)
    ++kinds[{tables.atom_class[graph.center(d)], tables.bond_class[d / 2]}][graph.center(d)];
  for (const auto& [kind, of_atom] : kinds) {
    EXPECT_EQ(of_atom.size(), tables.atom_count[kind.first]);
    for (const auto& [atom, count] : of_atom) EXPECT_EQ(count, of_atom.begin()->second);
  }
}

TEST(CrystalTables, count_what_they_merge) {
  std::mt19937 random(21);
  expect_sound(crystals::rock_salt(4.2, 12, 8));
  expect_sound(crystals::perovskite());
  expect_sound(crystals::cubic(2.5, {26}, {{0, 0, 0}}));
  expect_sound(crystals::supercell(crystals::perovskite(), {2, 1, 3}));
  for (int round = 0; round < 5; ++round) expect_sound(crystals::random_crystal(7, random));
  // Two copies of a cell without symmetry: every class has two members.
  const Crystal twice = crystals::supercell(crystals::random_crystal(5, random), {1, 2, 1});
  expect_sound(twice);
  EXPECT_THAT(tables_of(twice).atom_count, testing::Each(2u));
}

TEST(CrystalTables, know_the_kinds_of_atoms_of_known_crystals) {
  EXPECT_THAT(tables_of(crystals::rock_salt(4.2, 12, 8)).atom_count, testing::ElementsAre(4, 4));
  EXPECT_THAT(tables_of(crystals::rock_salt(3.1, 14, 14)).atom_count, testing::ElementsAre(8));
  EXPECT_THAT(tables_of(crystals::perovskite()).atom_count, testing::ElementsAre(1, 1, 3));
  const CrystalTables iron = tables_of(crystals::cubic(2.9, {26}, {{0, 0, 0}}));
  EXPECT_THAT(iron.bond_count, testing::UnorderedElementsAre(3, 6, 4, 3));  // at 1, √2, √3 and 2 edges
}

TEST(CrystalTables, keep_apart_what_noise_sets_apart_and_what_lies_far_away) {
  std::mt19937 random(22);
  const Crystal noisy = crystals::shaken(crystals::rock_salt(4.2, 12, 8), 0.01, 0, random);
  EXPECT_EQ(tables_of(noisy).atom_count.size(), 8u);
  // A chain of hydrogen atoms 5 Å apart with one lithium: each pair at one distance from it is a class of its own.
  Crystal chain = crystals::cubic(8, {}, {});
  chain.lattice = {{{60, 0, 0}, {0, 20, 0}, {0, 0, 20}}};
  for (int i = 0; i < 12; ++i) {
    chain.atomic_numbers.push_back(i == 0 ? 3 : 1);
    chain.fractional.push_back({i / 12.0, 0, 0});
  }
  EXPECT_THAT(tables_of(chain).atom_count, testing::ElementsAre(1, 2, 2, 2, 2, 2, 1));
}

TEST(CrystalTables, do_not_depend_on_the_order_of_sites) {
  std::mt19937 random(23);
  const Crystal crystal = crystals::supercell(crystals::perovskite(), {1, 2, 2});
  CrystalTables plain = tables_of(crystal), mixed = tables_of(crystals::permuted(crystal, crystals::shuffled_order(crystal.size(), random)));
  for (CrystalTables* tables : {&plain, &mixed}) {
    for (auto* counts : {&tables->atom_count, &tables->bond_count, &tables->angle_count}) std::sort(counts->begin(), counts->end());
  }
  EXPECT_EQ(mixed.atom_count, plain.atom_count);
  EXPECT_EQ(mixed.bond_count, plain.bond_count);
  EXPECT_EQ(mixed.angle_count, plain.angle_count);
}

}  // namespace
}  // namespace furui
