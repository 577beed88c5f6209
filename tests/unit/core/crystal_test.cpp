// Crystals as bytes, volumes and formulas.
#include "core/crystal.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <utility>

namespace furui {
namespace {

Crystal rock_salt() {
  return {{{{0, 2.82, 2.82}, {2.82, 0, 2.82}, {2.82, 2.82, 0}}}, {11, 17}, {{0, 0, 0}, {0.5, 0.5, 0.5}}};
}

TEST(Crystal, IsItsBytes) {
  const std::string bytes = serialize(rock_salt());
  EXPECT_EQ(bytes[0], 2);
  EXPECT_EQ(parse_crystal(bytes), rock_salt());
  EXPECT_EQ(serialize(parse_crystal(bytes)), bytes);
  EXPECT_THROW(parse_crystal(bytes.substr(0, bytes.size() - 1)), std::runtime_error);
  EXPECT_THROW(parse_crystal("\1"), std::runtime_error);
  EXPECT_EQ(parse_crystal(serialize(Crystal{})).size(), 0U);
}

TEST(Crystal, HasAVolumeWithASign) {
  EXPECT_NEAR(volume(rock_salt()), 2 * 2.82 * 2.82 * 2.82, 1e-9);
  Crystal left = rock_salt();
  std::swap(left.lattice[0], left.lattice[1]);
  EXPECT_NEAR(volume(left), -volume(rock_salt()), 1e-12);
  EXPECT_EQ(cartesian(rock_salt().lattice, {0.5, 0.5, 0.5}), (Vector3{2.82, 2.82, 2.82}));
}

Crystal half_filled() {
  Crystal crystal = rock_salt();
  crystal.mixtures = {{{3, 0.25}, {11, 0.75}}, {{3, 0.5}}};
  crystal.atomic_numbers = {128, 17, 129};
  crystal.fractional.push_back({0.25, 0.25, 0.25});
  return crystal;
}

TEST(Crystal, WithSharedSitesIsItsBytesToo) {
  const std::string bytes = serialize(half_filled());
  EXPECT_EQ(bytes[0], 3);
  EXPECT_EQ(parse_crystal(bytes), half_filled());
  EXPECT_EQ(serialize(parse_crystal(bytes)), bytes);
  EXPECT_EQ(half_filled().occupants(0), (Mixture{{3, 0.25}, {11, 0.75}}));
  EXPECT_EQ(half_filled().occupants(1), (Mixture{{17, 1}}));
  for (std::size_t length = 0; length < bytes.size(); ++length) EXPECT_THROW(parse_crystal(bytes.substr(0, length)), std::runtime_error) << length;
}

TEST(Crystal, MixturesThatAreNotThoseOfTheSitesAreAFault) {
  const auto refused = [](const auto& change) {
    Crystal crystal = half_filled();
    change(crystal);
    EXPECT_THROW(serialize(crystal), std::runtime_error);
  };
  refused([](Crystal& c) { c.atomic_numbers[0] = 130; });              // none of that number
  refused([](Crystal& c) { c.atomic_numbers[0] = 129; });              // one that no site has
  refused([](Crystal& c) { std::swap(c.mixtures[0], c.mixtures[1]); });  // not ascending
  refused([](Crystal& c) { c.mixtures[0] = {{11, 0.75}, {3, 0.25}}; });
  refused([](Crystal& c) { c.mixtures[1] = {{3, 0.0}}; });
  refused([](Crystal& c) { c.mixtures[0] = {{3, 0.26}, {11, 0.8}}; });  // more than one atom
  refused([](Crystal& c) { c.mixtures[1].clear(); });
}

}  // namespace
}  // namespace furui
