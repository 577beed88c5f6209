// Groups of duplicates against comparing everything with everything.
#include "crystal/crystal_groups.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "changed_crystals.h"

namespace furui {
namespace {

using namespace furui::testing;

/// Each with the earliest that stands for itself and that it is the same as: the definition.
std::vector<std::size_t> one_by_one(const std::vector<Crystal>& crystals, const ComparisonTolerance& tolerance) {
  std::vector<std::size_t> standing;
  for (std::size_t i = 0; i < crystals.size(); ++i) {
    standing.push_back(i);
    for (std::size_t j = 0; j < i && standing[i] == i; ++j) {
      if (standing[j] == j && crystal_difference(crystals[j], crystals[i], tolerance)) standing[i] = j;
    }
  }
  return standing;
}

std::vector<std::size_t> grouped(const std::vector<Crystal>& crystals, int threads = 1, const ComparisonTolerance& tolerance = {}) {
  ThreadPool pool(threads);
  return crystal_groups(std::span<const Crystal>(crystals), tolerance, pool);
}

/// Few compositions and structures, many copies at all distances, volumes and cells.
std::vector<Crystal> mixed(std::size_t count) {
  Random random(5);
  std::vector<Crystal> seeds;
  for (int i = 0; i < 6; ++i) {
    seeds.push_back(random_crystal({22, 8, 8, 8}, random));
    seeds.push_back(random_crystal({14, 14, 14}, random));
  }
  std::vector<Crystal> crystals;
  while (crystals.size() < count) {
    Crystal crystal = with_noise(seeds[random() % seeds.size()], 0.05 * static_cast<double>(random() % 4), random);
    crystal.lattice = (1 + 0.015 * static_cast<double>(random() % 5)) * crystal.lattice;
    crystals.push_back(rebased(crystal, 1 + static_cast<int>(random() % 2), random));
  }
  return crystals;
}

TEST(CrystalGroups, AreThoseOfComparingOneByOne) {
  const std::vector<Crystal> crystals = mixed(200);
  const std::vector<std::size_t> groups = grouped(crystals);
  EXPECT_EQ(groups, one_by_one(crystals, {}));
  std::vector<std::size_t> standing = groups;
  std::sort(standing.begin(), standing.end());
  const auto count = std::unique(standing.begin(), standing.end()) - standing.begin();
  EXPECT_GT(count, 12);
  EXPECT_LT(count, 180);
}

TEST(CrystalGroups, AreTheSameForAnyNumberOfThreads) {
  const std::vector<Crystal> crystals = mixed(1500);  // several blocks
  const std::vector<std::size_t> groups = grouped(crystals);
  EXPECT_EQ(groups, grouped(crystals, 2));
  EXPECT_EQ(groups, grouped(crystals, 5));
  for (std::size_t i = 0; i < groups.size(); ++i) {
    EXPECT_LE(groups[i], i);
    EXPECT_EQ(groups[groups[i]], groups[i]) << "who stands for a group stands for itself";
  }
}

TEST(CrystalGroups, AreAroundTheFirstAndNoChains) {
  const auto stretched = [](double by) { return rock_salt(5.64 * by); };
  const std::vector<Crystal> along{stretched(1), stretched(1.02), stretched(1.04), stretched(1.06)};
  EXPECT_EQ(grouped(along), (std::vector<std::size_t>{0, 0, 2, 2}));
  const std::vector<Crystal> middle{stretched(1.02), stretched(1), stretched(1.04), stretched(1.06)};
  EXPECT_EQ(grouped(middle), (std::vector<std::size_t>{0, 0, 0, 3}));
  EXPECT_EQ(grouped(along, 1, {0.001, 0.05}), (std::vector<std::size_t>{0, 1, 2, 3}));
  EXPECT_EQ(grouped(along, 1, {0.2, 0.05}), (std::vector<std::size_t>{0, 0, 0, 0}));
}

TEST(CrystalGroups, TakeNoCrystalForADuplicateOfWhatIsNone) {
  Crystal broken = rock_salt();
  broken.lattice[0][0] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(grouped({broken, rock_salt(), broken, rock_salt(), Crystal{}, Crystal{}}), (std::vector<std::size_t>{0, 1, 2, 1, 4, 5}));
  EXPECT_TRUE(grouped({}).empty());
}

TEST(CrystalGroups, AskForEachCrystalOnceAndInOrder) {
  ThreadPool pool(2);
  std::vector<std::size_t> asked;
  const auto groups = crystal_groups(
      1100,
      [&asked](std::size_t i) {
        asked.push_back(i);
        return rock_salt(4 + 0.5 * static_cast<double>(i % 3));
      },
      {}, pool);
  ASSERT_EQ(asked.size(), 1100U);
  EXPECT_TRUE(std::is_sorted(asked.begin(), asked.end()));
  for (std::size_t i = 0; i < groups.size(); ++i) EXPECT_EQ(groups[i], i % 3);
}

}  // namespace
}  // namespace furui
