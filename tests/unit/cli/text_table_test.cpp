// Alignment of Latin and East Asian text.
#include "text_table.h"

#include <gtest/gtest.h>

namespace furui::cli {
namespace {

TEST(TextTable, ColumnsAreAlignedAndLinesEndWithoutSpaces) {
  EXPECT_EQ(text_table({{"a", "bbb", ""}, {"long", "c"}}), "a     bbb\nlong  c\n");
}

TEST(TextTable, EastAsianLettersTakeTwoColumns) {
  EXPECT_EQ(display_width("篩a"), 3u);
  EXPECT_EQ(text_table({{"篩", "x"}, {"abc", "y"}}), "篩   x\nabc  y\n");
}

TEST(TextTable, AccentedLettersAndSignsTakeOne) { EXPECT_EQ(display_width("Å ± β"), 5u); }

TEST(TextTable, WhatIsCutFitsAndSaysThatItWasCut) {
  EXPECT_EQ(shortened("acetaminophen", 8), "acetami…");
  EXPECT_EQ(display_width(shortened("アセトアミノフェン", 8)), 7u) << "a letter of two columns does not fit into one";
  EXPECT_EQ(shortened("aspirin", 7), "aspirin");
}

TEST(TextTable, WrappedTextFitsAndIsIndentedFromTheSecondLineOn) {
  EXPECT_EQ(wrapped("  one two three", 9, 4), "  one two\n    three\n");
  EXPECT_EQ(wrapped("averylongword x", 5, 1), "averylongword\n x\n");
}

}  // namespace
}  // namespace furui::cli
