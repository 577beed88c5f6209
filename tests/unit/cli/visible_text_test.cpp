// What must not reach a terminal, and what must stay as it is.
#include "visible_text.h"

#include <gmock/gmock.h>

#include "candidates.h"      // for rejected_candidate
#include "result_pages.h"    // for Summary
#include "result_table.h"    // for summary_text
#include "text_table.h"      // for text_table, shortened

namespace furui::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(VisibleText, ControlCharactersOfAllKindsAreReplaced) {
  EXPECT_EQ(visible("a\x1b[31mb"), "a\uFFFD[31mb");
  EXPECT_EQ(visible("a\r\n\tb\x7f"), "a\uFFFD\uFFFD\uFFFDb\uFFFD");
  EXPECT_EQ(visible("a\u009b31m"), "a\uFFFD31m") << "CSI as one C1 character";
  EXPECT_EQ(visible(std::string("a\0b", 3)), "a\uFFFDb");
}

TEST(VisibleText, OtherTextStaysByteForByte) {
  for (const char* text : {"", "aspirin", "アセトアミノフェン", "Å ± β \u00a0", "\U0001F9EA", "\uFFFD"}) EXPECT_EQ(visible(text), text);
}

TEST(VisibleText, BytesThatAreNoUtf8AreReplaced) {
  EXPECT_EQ(visible("\x9b" "31m"), "\uFFFD" "31m") << "CSI for a terminal of 8 bits";
  EXPECT_EQ(visible("\xe9t\xe9"), "\uFFFDt\uFFFD");
  EXPECT_EQ(visible("\xc0\x9b"), "\uFFFD\uFFFD") << "a longer form than needed";
  EXPECT_EQ(visible("ab\xe3\x82"), "ab\uFFFD\uFFFD");
}

TEST(VisibleText, Utf8EndsWhereItEnds) {
  EXPECT_EQ(utf8_bytes(""), 0U);
  EXPECT_EQ(utf8_bytes("a\xe3\x82\xab"), 4U);
  EXPECT_EQ(utf8_bytes("ab\xe3\x82"), 2U);
  EXPECT_EQ(utf8_bytes("\xe9t"), 0U);
}

TEST(VisibleText, LinesStayLines) { EXPECT_EQ(visible_lines("a\r\n\tb\x1b\n"), "a\n\tb\uFFFD\n"); }

TEST(VisibleText, TablesAndShortenedTextHoldNone) {
  EXPECT_EQ(text_table({{"a\nb", "c"}, {"abcd", "\x1b[2J"}}), "a\uFFFDb   c\nabcd  \uFFFD[2J\n");
  EXPECT_EQ(shortened("\x1b[31mred", 20), "\uFFFD[31mred");
}

TEST(VisibleText, TheSummaryHoldsNone) {
  const auto model = model_of("m", "1", {"logP"});
  Summary summary;
  summary.add(rejected_candidate(0, "\x1b]0;owned\x07", model, "PARSE_ERROR", "no atom '\x1b[1m'"));
  const std::string text = summary_text(summary, true);
  EXPECT_THAT(text, HasSubstr("\uFFFD]0;owned\uFFFD"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace furui::cli
