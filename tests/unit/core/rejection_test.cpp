// Reasons and stages keep their numbers and names: both are stored, the names are API.
#include "core/rejection.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace furui {
namespace {

struct Known {
  Reason reason;
  int number;
  const char* name;
};

// Written out by hand: a number or name that changes here breaks stored results.
constexpr Known kKnown[] = {
    {Reason::kEmpty, 1, "EMPTY"},
    {Reason::kParseError, 2, "PARSE_ERROR"},
    {Reason::kValenceError, 3, "VALENCE_ERROR"},
    {Reason::kKekulizeError, 4, "KEKULIZE_ERROR"},
    {Reason::kTooLarge, 5, "TOO_LARGE"},
    {Reason::kUnsupportedElement, 6, "UNSUPPORTED_ELEMENT"},
    {Reason::kUnsupportedFeature, 7, "UNSUPPORTED_FEATURE"},
    {Reason::kNotApplicable, 8, "NOT_APPLICABLE"},
    {Reason::kTimeout, 9, "TIMEOUT"},
    {Reason::kCrashed, 10, "CRASHED"},
    {Reason::kOutOfMemory, 11, "OUT_OF_MEMORY"},
    {Reason::kNonfiniteOutput, 12, "NONFINITE_OUTPUT"},
    {Reason::kBadEncoding, 13, "BAD_ENCODING"},
    {Reason::kStandardizeError, 14, "STANDARDIZE_ERROR"},
    {Reason::kDisordered, 15, "DISORDERED"},
    {Reason::kOverlappingAtoms, 16, "OVERLAPPING_ATOMS"},
    {Reason::kBadCell, 17, "BAD_CELL"},
    {Reason::kMissingElements, 18, "MISSING_ELEMENTS"},
    {Reason::kNoAtoms, 19, "NO_ATOMS"},
    {Reason::kIsolatedAtom, 20, "ISOLATED_ATOM"},
    {Reason::kExploded, 21, "EXPLODED"},
    {Reason::kNoReference, 22, "NO_REFERENCE"},
};

TEST(Rejection, ReasonsKeepTheirNumbersAndNames) {
  for (const Known& known : kKnown) {
    EXPECT_EQ(static_cast<int>(known.reason), known.number) << known.name;
    EXPECT_STREQ(to_string(known.reason), known.name);
    EXPECT_EQ(reason_from_string(known.name), known.reason);
  }
}

TEST(Rejection, EveryNumberThatHasANameIsKnownHere) {
  std::size_t named = 0;
  for (int number = 0; number < 256; ++number) named += std::string(to_string(static_cast<Reason>(number))) != "UNKNOWN";
  EXPECT_EQ(named, std::size(kKnown));
}

TEST(Rejection, AnUnknownNameIsNoReason) {
  for (const char* name : {"", "empty", "EMPTY ", "EMPT", "UNKNOWN"}) EXPECT_FALSE(reason_from_string(name)) << name;
}

TEST(Rejection, StagesKeepTheirNumbersAndNames) {
  EXPECT_STREQ(to_string(static_cast<Stage>(1)), "READ");
  EXPECT_STREQ(to_string(static_cast<Stage>(2)), "STANDARDIZE");
  EXPECT_STREQ(to_string(static_cast<Stage>(3)), "DESCRIBE");
  EXPECT_STREQ(to_string(static_cast<Stage>(4)), "PREDICT");
  EXPECT_STREQ(to_string(static_cast<Stage>(5)), "RELAX");
  EXPECT_STREQ(to_string(static_cast<Stage>(99)), "UNKNOWN");
}

TEST(Rejection, EqualMeansEveryPartIsEqual) {
  const Rejection rejection{Stage::kRead, Reason::kEmpty, "no structure"};
  EXPECT_EQ(rejection, (Rejection{Stage::kRead, Reason::kEmpty, "no structure"}));
  EXPECT_NE(rejection, (Rejection{Stage::kPredict, Reason::kEmpty, "no structure"}));
  EXPECT_NE(rejection, (Rejection{Stage::kRead, Reason::kTimeout, "no structure"}));
  EXPECT_NE(rejection, (Rejection{Stage::kRead, Reason::kEmpty, ""}));
}

}  // namespace
}  // namespace furui
