// Distinct environments: equal surroundings share a row, unequal ones never do.
#include "predict/environments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "golden_cases.h"         // for graphs, permuted
#include "predict/class_index.h"  // for ClassIndex

namespace furui {
namespace {

using testing::ElementsAre;
using testing::Each;

MoleculeGraph benzene() {
  MoleculeGraph graph;
  for (std::uint16_t i = 0; i < 6; ++i) {
    graph.atoms.push_back({.atomic_number = 6, .total_degree = 3, .total_hydrogens = 1,
                           .hybridization = Hybridization::kSP2, .aromatic = true, .in_ring = true, .mass = 12.011f});
    graph.bonds.push_back({.begin = i, .end = static_cast<std::uint16_t>((i + 1) % 6), .order = BondOrder::kAromatic,
                           .conjugated = true, .in_ring = true});
  }
  return graph;
}

Environments find(const EnvironmentPlan& plan, const std::vector<MoleculeGraph>& graphs) {
  ThreadPool threads(1);
  const auto views = golden::views(graphs);
  return find_environments(plan, views, threads);
}

TEST(Environments, of_benzene_are_one_at_every_radius) {
  for (const bool atom_messages : {false, true}) {
    const Environments found = find({.atom_messages = atom_messages, .depth = 4}, {benzene(), benzene()});
    EXPECT_EQ(found.seed_atom.size(), 1u);
    ASSERT_EQ(found.levels.size(), 3u);
    for (const EnvironmentLevel& level : found.levels) {
      EXPECT_EQ(level.size(), 1u);
      EXPECT_THAT(level.incoming, Each(0u));
      EXPECT_EQ(level.incoming.size(), atom_messages ? 2u : 1u);  // a bond leaves out what comes back over it
    }
    EXPECT_EQ(found.atoms.size(), 1u);
    EXPECT_THAT(found.atoms.offset, ElementsAre(0, 2));
    EXPECT_THAT(found.molecule_offset, ElementsAre(0, 6, 12));
    EXPECT_THAT(found.molecule_atoms, Each(0u));
  }
}

TEST(Environments, tell_apart_what_a_change_far_away_reaches) {
  MoleculeGraph changed = benzene();
  changed.atoms[0].formal_charge = 1;
  // The charge is 3 bonds away from the opposite atom: depth 3 does see it there, depth 2 does not.
  const Environments near = find({.depth = 2}, {benzene(), changed});
  const Environments far = find({.depth = 3}, {benzene(), changed});
  EXPECT_EQ(near.atoms.size(), 4u);  // benzene's (also the opposite atom's); charged; its neighbours; the next ones
  EXPECT_EQ(far.atoms.size(), 5u);   // the opposite atom now has one of its own
}

TEST(Environments, are_the_same_tables_for_permuted_atoms) {
  std::mt19937 random(2);
  const auto graphs = golden::graphs();
  std::vector<MoleculeGraph> permuted;
  for (const MoleculeGraph& graph : graphs) permuted.push_back(golden::permuted(graph, random));
  const Environments a = find({.depth = 4}, graphs), b = find({.depth = 4}, permuted);
  ASSERT_EQ(a.levels.size(), b.levels.size());
  for (std::size_t i = 0; i < a.levels.size(); ++i) {
    EXPECT_EQ(a.levels[i].offset, b.levels[i].offset);
    EXPECT_EQ(a.levels[i].incoming.size(), b.levels[i].incoming.size());
  }
  EXPECT_EQ(a.atoms.size(), b.atoms.size());
  EXPECT_EQ(a.molecule_offset, b.molecule_offset);
}

TEST(ClassIndex, numbers_names_in_the_order_they_come_and_keeps_them_as_it_grows) {
  ClassIndex index(1);
  for (std::uint32_t i = 0; i < 10'000; ++i) EXPECT_EQ(index.insert(scrambled({i, 7}), 3 * i), i);
  for (std::uint32_t i = 0; i < 10'000; ++i) EXPECT_EQ(index.insert(scrambled({i, 7}), 0), i);
  EXPECT_EQ(index.size(), 10'000u);
  EXPECT_EQ(index.representatives()[5], 15u);
}

TEST(ClassIndex, tells_names_apart_that_differ_in_one_lane_only) {
  ClassIndex index;
  EXPECT_EQ(index.insert({5, 1}, 0), 0u);
  EXPECT_EQ(index.insert({5, 2}, 0), 1u);
  EXPECT_EQ(index.insert({6, 1}, 0), 2u);
}

}  // namespace
}  // namespace furui
