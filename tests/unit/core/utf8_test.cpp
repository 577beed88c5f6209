// What is UTF-8 and what only looks like it.
#include "core/utf8.h"

#include <gtest/gtest.h>

namespace furui {
namespace {

TEST(Utf8, KnowsItsCharactersByLength) {
  for (const char* good : {"a", "é", "水", "𠮷", "\xef\xbf\xbf", "\xf4\x8f\xbf\xbf"})
    EXPECT_EQ(utf8_character_length(good), std::string_view(good).size());
}

TEST(Utf8, RefusesWhatRfc3629Forbids) {
  for (const char* bad : {"\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe6\xb0", "\xf5\x80\x80\x80", "\xff"})
    EXPECT_EQ(utf8_character_length(bad), 0U) << bad;
}

TEST(Utf8, FindsTheFirstBadByte) {
  EXPECT_EQ(first_byte_not_utf8(""), std::string_view::npos);
  EXPECT_EQ(first_byte_not_utf8("C\xc3\xa9" "C"), std::string_view::npos);
  EXPECT_EQ(first_byte_not_utf8("C\xc3\xa9\xc3" "C"), 3U);
}

}  // namespace
}  // namespace furui
