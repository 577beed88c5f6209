// Extended XYZ cut into frames.
#include "intake/extxyz_frames.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reading.h"

namespace furui {
namespace {

using testing::ElementsAre;

const std::string kOne = "1\nLattice=\"4 0 0 0 4 0 0 0 4\"\nNa 0 0 0\n", kTwo = "2\nLattice=\"5 0 0 0 5 0 0 0 5\"\nNa 0 0 0\nCl 2 2 2\n";

TEST(ExtxyzFrames, EachIsARow) {
  const Reading frames = read(kOne + "\n  \n" + kTwo, named("run.xyz"));
  EXPECT_EQ(frames.summary.format, FileFormat::kExtxyz);
  EXPECT_THAT(frames.ids(), ElementsAre("run/1", "run/2"));
  EXPECT_THAT(frames.raws(), ElementsAre(kOne + "\n  \n", kTwo));
  EXPECT_EQ(frames.rows[1].notation, Notation::kExtxyz);
  EXPECT_EQ(frames.rows[1].kind, CandidateKind::kCrystal);
  EXPECT_THAT(frames.columns, ElementsAre("file", "block"));
  EXPECT_THAT(read(kOne, named("one.extxyz")).ids(), ElementsAre("one"));
  EXPECT_EQ(read(kTwo).summary.format, FileFormat::kExtxyz) << "known by what it holds";
}

TEST(ExtxyzFrames, ACountThatLiesCostsItsOwnFrame) {
  EXPECT_THAT(read("3" + kTwo.substr(1) + kOne, named("x.xyz")).raws(), ElementsAre("3" + kTwo.substr(1), kOne)) << "too few atoms";
  EXPECT_THAT(read("1" + kTwo.substr(1) + kOne, named("x.xyz")).raws(), ElementsAre("1" + kTwo.substr(1), kOne)) << "too many atoms";
  EXPECT_THAT(read("words\nmore\n" + kTwo + kOne, named("x.xyz")).raws(), ElementsAre("words\nmore\n", kTwo, kOne));
  EXPECT_THAT(read("999999999999999999\nLattice\nNa 0 0 0", named("x.xyz")).rows, testing::SizeIs(1));
}

TEST(ExtxyzFrames, OneThatIsTooLargeIsCutBehindTheLimit) {
  FileOptions options = named("x.xyz");
  options.max_record_bytes = 20;
  EXPECT_EQ(read(kTwo, options).rows[0].raw.size(), 21U);
}

}  // namespace
}  // namespace furui
