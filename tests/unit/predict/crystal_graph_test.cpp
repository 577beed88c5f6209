// Bonds and angles of crystals against plain enumeration, the laws of space, and cells that mean harm.
#include "predict/crystal_graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <map>
#include <set>
#include <tuple>

#include "crystals.h"  // for rock_salt, random_crystal, supercell, …

namespace furui {
namespace {

using testing::HasSubstr;

CrystalGraph graph_of(const Crystal& crystal, const GraphLimits& limits = {}) {
  auto result = crystal_graph(crystal, limits);
  if (const auto* rejection = std::get_if<Rejection>(&result)) {
    ADD_FAILURE() << to_string(rejection->reason) << ": " << rejection->detail;
    return {};
  }
  return std::get<CrystalGraph>(std::move(result));
}

Rejection rejection_of(const Crystal& crystal, const GraphLimits& limits = {}) {
  auto result = crystal_graph(crystal, limits);
  if (const auto* rejection = std::get_if<Rejection>(&result)) return *rejection;
  ADD_FAILURE() << "a graph of " << std::get<CrystalGraph>(result).bonds.size() << " bonds";
  return {};
}

using Directed = std::tuple<std::uint32_t, std::uint32_t, int, int, int>;

// Every pair within the cutoff, by going through images far enough for any cell of these tests.
std::set<Directed> enumerated(const Crystal& crystal, double cutoff, int images) {
  std::set<Directed> pairs;
  for (std::uint32_t i = 0; i < crystal.size(); ++i) {
    for (std::uint32_t j = 0; j < crystal.size(); ++j) {
      for (int a = -images; a <= images; ++a) {
        for (int b = -images; b <= images; ++b) {
          for (int c = -images; c <= images; ++c) {
            if (i == j && a == 0 && b == 0 && c == 0) continue;
            Vector3 apart = crystal.fractional[i];
            const Vector3 image{double(a), double(b), double(c)};
            for (std::size_t k = 0; k < 3; ++k) apart[k] -= crystal.fractional[j][k] + image[k];
            const Vector3 x = cartesian(crystal.lattice, apart);
            if (std::hypot(x[0], x[1], x[2]) <= cutoff) pairs.insert({i, j, a, b, c});
          }
        }
      }
    }
  }
  return pairs;
}

std::set<Directed> directed(const CrystalGraph& graph) {
  std::set<Directed> pairs;
  for (const CrystalBond& bond : graph.bonds) {
    const auto [a, b, c] = bond.image;
    EXPECT_TRUE(pairs.insert({bond.first, bond.second, a, b, c}).second) << "a bond twice";
    EXPECT_TRUE(pairs.insert({bond.second, bond.first, -a, -b, -c}).second) << "a bond twice";
  }
  return pairs;
}

// What no permutation of sites changes: for each site the sorted lengths of its bonds and cosines of its angles.
std::multiset<std::vector<long>> environments(const Crystal& crystal) {
  const CrystalGraph graph = graph_of(crystal);
  std::vector<std::vector<long>> lengths(crystal.size()), cosines(crystal.size());
  for (DirectedBond d = 0; d < 2 * graph.bonds.size(); ++d) {
    lengths[graph.center(d)].push_back(std::lround(graph.bonds[d / 2].length * 1e7) * 200 + graph.atomic_numbers[graph.neighbor(d)]);
  }
  for (const CrystalAngle& angle : graph.angles) cosines[angle.center].push_back(std::lround(graph.cosine(angle) * 1e7));
  std::multiset<std::vector<long>> result;
  for (std::size_t i = 0; i < crystal.size(); ++i) {
    std::sort(lengths[i].begin(), lengths[i].end());
    std::sort(cosines[i].begin(), cosines[i].end());
    lengths[i].push_back(crystal.atomic_numbers[i]);
    lengths[i].insert(lengths[i].end(), cosines[i].begin(), cosines[i].end());
    result.insert(lengths[i]);
  }
  return result;
}

TEST(CrystalGraph, finds_the_pairs_that_plain_enumeration_finds) {
  std::mt19937 random(7);
  for (int round = 0; round < 30; ++round) {
    const Crystal crystal = crystals::random_crystal(1 + random() % 9, random);
    EXPECT_EQ(directed(graph_of(crystal)), enumerated(crystal, 6, 6)) << "round " << round;
  }
}

TEST(CrystalGraph, finds_them_in_cells_of_many_boxes_and_outside_the_unit_interval) {
  std::mt19937 random(8);
  Crystal crystal = crystals::random_crystal(250, random);
  for (Vector3& at : crystal.fractional) {
    for (double& x : at) x += static_cast<double>(static_cast<int>(random() % 5)) - 2;
  }
  EXPECT_EQ(directed(graph_of(crystal)), enumerated(crystal, 6, 5));
}

TEST(CrystalGraph, gives_vector_length_and_order_of_each_bond) {
  std::mt19937 random(9);
  const Crystal crystal = crystals::random_crystal(6, random);
  const CrystalGraph graph = graph_of(crystal);
  for (std::size_t b = 0; b < graph.bonds.size(); ++b) {
    const CrystalBond& bond = graph.bonds[b];
    Vector3 apart = crystal.fractional[bond.first];
    for (std::size_t k = 0; k < 3; ++k) apart[k] -= crystal.fractional[bond.second][k] + bond.image[k];
    const Vector3 x = cartesian(crystal.lattice, apart);
    for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(bond.vector[k], x[k], 1e-12);
    EXPECT_NEAR(bond.length, std::hypot(x[0], x[1], x[2]), 1e-12);
    if (b > 0) {
      const CrystalBond& before = graph.bonds[b - 1];
      EXPECT_LT(std::tie(before.first, before.second, before.image), std::tie(bond.first, bond.second, bond.image));
    }
  }
}

TEST(CrystalGraph, pairs_all_short_bonds_of_a_center_in_both_orders) {
  std::mt19937 random(10);
  const Crystal crystal = crystals::random_crystal(12, random);
  const CrystalGraph graph = graph_of(crystal);
  std::set<std::tuple<std::uint32_t, DirectedBond, DirectedBond>> wanted, got;
  for (DirectedBond one = 0; one < 2 * graph.bonds.size(); ++one) {
    for (DirectedBond other = 0; other < 2 * graph.bonds.size(); ++other) {
      if (one == other || graph.center(one) != graph.center(other)) continue;
      if (graph.bonds[one / 2].length <= 3 && graph.bonds[other / 2].length <= 3) wanted.insert({graph.center(one), one, other});
    }
  }
  for (const CrystalAngle& angle : graph.angles) got.insert({angle.center, angle.one, angle.other});
  EXPECT_EQ(got, wanted);
  EXPECT_EQ(graph.angles.size(), wanted.size());
  EXPECT_FALSE(wanted.empty());
}

TEST(CrystalGraph, counts_a_bond_and_its_own_image_as_an_angle_of_180_degrees) {
  const CrystalGraph graph = graph_of(crystals::cubic(2.9, {26}, {{0, 0, 0}}));
  std::map<long, int> cosines;
  for (const CrystalAngle& angle : graph.angles) ++cosines[std::lround(graph.cosine(angle) * 1e6)];
  EXPECT_EQ(cosines, (std::map<long, int>{{-1'000'000, 6}, {0, 24}}));
}

TEST(CrystalGraph, does_not_depend_on_translation_or_the_order_of_sites) {
  std::mt19937 random(11);
  const Crystal crystal = crystals::random_crystal(14, random);
  const auto expected = environments(crystal);
  EXPECT_EQ(environments(crystals::translated(crystal, {0.37, -4.2, 11.9})), expected);
  EXPECT_EQ(environments(crystals::permuted(crystal, crystals::shuffled_order(14, random))), expected);
  EXPECT_EQ(environments(crystals::rotated(crystal, crystals::rotation(1.1))), expected);
}

TEST(CrystalGraph, is_the_same_for_each_copy_in_a_supercell_and_for_another_cell_of_the_lattice) {
  std::mt19937 random(12);
  const Crystal crystal = crystals::random_crystal(3, random);
  std::multiset<std::vector<long>> expected;
  for (const auto& one : environments(crystal)) {
    for (int copy = 0; copy < 12; ++copy) expected.insert(one);
  }
  EXPECT_EQ(environments(crystals::supercell(crystal, {2, 3, 2})), expected);
  Crystal other = crystal;  // b + 5a: coordinates along a fall by 5 times those along b
  for (std::size_t k = 0; k < 3; ++k) other.lattice[1][k] += 5 * crystal.lattice[0][k];
  for (Vector3& at : other.fractional) at[0] -= 5 * at[1];
  EXPECT_EQ(environments(other), environments(crystal));
}

TEST(CrystalGraph, takes_left_handed_cells) {
  Crystal crystal = crystals::perovskite();
  std::swap(crystal.lattice[0], crystal.lattice[1]);
  for (Vector3& at : crystal.fractional) std::swap(at[0], at[1]);
  EXPECT_EQ(environments(crystal), environments(crystals::perovskite()));
  EXPECT_GT(graph_of(crystal).volume, 0);
}

TEST(CrystalGraph, rejects_what_is_no_crystal) {
  EXPECT_EQ(rejection_of(Crystal{}).reason, Reason::kNoAtoms);
  Crystal flat = crystals::perovskite();
  flat.lattice[2] = flat.lattice[1];
  EXPECT_EQ(rejection_of(flat).reason, Reason::kBadCell);
  Crystal infinite = crystals::perovskite();
  infinite.lattice[0][0] = std::numeric_limits<double>::infinity();
  EXPECT_EQ(rejection_of(infinite).reason, Reason::kBadCell);
  Crystal nowhere = crystals::perovskite();
  nowhere.fractional[3][1] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(rejection_of(nowhere).reason, Reason::kBadCell);
  EXPECT_EQ(rejection_of(crystals::translated(crystals::perovskite(), {1e300, 0, 0})).reason, Reason::kBadCell);
}

TEST(CrystalGraph, names_an_atom_without_neighbours) {
  const Crystal helium = crystals::cubic(20, {1, 1, 2}, {{0, 0, 0}, {0.04, 0, 0}, {0.5, 0.5, 0.5}});
  EXPECT_EQ(rejection_of(helium), (Rejection{Stage::kPredict, Reason::kIsolatedAtom, "site 3 (He) has no neighbour within 6 Å"}));
}

TEST(CrystalGraph, names_atoms_on_top_of_each_other_across_a_boundary_too) {
  const Crystal twice = crystals::cubic(5, {8, 12, 8}, {{0, 0, 0.001}, {.5, .5, .5}, {0, 0, 0.999}});
  EXPECT_EQ(rejection_of(twice), (Rejection{Stage::kPredict, Reason::kOverlappingAtoms, "site 1 (O) and site 3 (O) are 0.01 Å apart"}));
  EXPECT_EQ(rejection_of(crystals::cubic(5, {8, 8}, {{0, 0, 0}, {0, 0, 0}})).reason, Reason::kOverlappingAtoms);
  EXPECT_EQ(rejection_of(crystals::cubic(0.05, {8}, {{0, 0, 0}})).reason, Reason::kOverlappingAtoms);
}

TEST(CrystalGraph, refuses_cells_that_would_take_forever) {
  Crystal needle = crystals::cubic(1, {8}, {{0, 0, 0}});  // 1e-4 Å wide: millions of images, were they not cut off
  needle.lattice = {{{1e-4, 0, 0}, {0, 1e-4, 0}, {0, 0, 200}}};
  EXPECT_EQ(rejection_of(needle).reason, Reason::kTooLarge);
  Crystal skew = crystals::cubic(1, {8}, {{0, 0, 0}});  // volume 1 Å3, but heights of 1e-12 Å
  skew.lattice = {{{1, 0, 0}, {1e9, 1, 0}, {1e9, 1e9, 1}}};
  EXPECT_EQ(rejection_of(skew).reason, Reason::kTooLarge);
  EXPECT_THAT(rejection_of(skew).detail, HasSubstr("reduce it"));
}

TEST(CrystalGraph, stops_at_its_limits) {
  const Crystal crystal = crystals::rock_salt(4.2, 12, 8);
  const CrystalGraph graph = graph_of(crystal);
  EXPECT_EQ(graph_of(crystal, {.max_bonds = graph.bonds.size(), .max_angles = graph.angles.size()}).angles.size(), graph.angles.size());
  EXPECT_THAT(rejection_of(crystal, {.max_bonds = graph.bonds.size() - 1}).detail, HasSubstr("pairs of atoms within 6 Å"));
  EXPECT_THAT(rejection_of(crystal, {.max_angles = graph.angles.size() - 1}).detail, HasSubstr("angles between bonds below 3 Å"));
  EXPECT_EQ(rejection_of(crystal, {.max_angles = graph.angles.size() - 1}).reason, Reason::kTooLarge);
  Crystal crowd = crystals::cubic(30, {}, {});  // 20,000 atoms where 4,000 would be dense
  std::mt19937 random(13);
  std::uniform_real_distribution<double> unit(0, 1);
  for (int i = 0; i < 20'000; ++i) {
    crowd.atomic_numbers.push_back(1);
    crowd.fractional.push_back({unit(random), unit(random), unit(random)});
  }
  const Reason reason = rejection_of(crowd, {.shortest_bond_angstrom = 0, .max_bonds = 400'000}).reason;
  EXPECT_EQ(reason, Reason::kTooLarge);
}

}  // namespace
}  // namespace furui
