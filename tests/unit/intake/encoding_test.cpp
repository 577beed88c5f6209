// Encodings: UTF-8, UTF-16, CP932 and Windows-1252, found and read.
#include "intake/encoding.h"

#include <gmock/gmock.h>

#include "core/utf8.h"
#include "intake/text_lines.h"
#include "reading.h"

namespace furui {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using namespace std::string_literals;

/// ASCII and one byte's worth of Japanese as UTF-16, written out by hand.
std::string utf16(const std::u16string& text, bool big_endian, bool mark) {
  std::string bytes;
  const auto add = [&](char16_t unit) {
    const char high = static_cast<char>(unit >> 8);
    const char low = static_cast<char>(unit);
    bytes += big_endian ? high : low;
    bytes += big_endian ? low : high;
  };
  if (mark) add(0xFEFF);
  for (const char16_t unit : text) add(unit);
  return bytes;
}

Encoding detected(std::string_view bytes, std::size_t piece = 1000000) {
  PiecesSource source(bytes, piece);
  return detect_encoding(source);
}

TEST(Encodings, Utf16IsReadInEitherOrderWithAndWithoutMark) {
  for (const bool big_endian : {false, true}) {
    for (const bool mark : {false, true}) {
      const Reading reading =
          read(utf16(u"id,smiles\r\n水,O\r\n\U00020BB7野,CCO\r\n", big_endian, mark), named("a.csv"));
      EXPECT_EQ(reading.summary.encoding, big_endian ? "UTF-16BE" : "UTF-16LE");
      EXPECT_THAT(reading.ids(), ElementsAre("水", "𠮷野"));
      EXPECT_THAT(reading.raws(), ElementsAre("O", "CCO"));
      EXPECT_THAT(reading.columns, ElementsAre("id", "smiles"));
    }
  }
}

TEST(Encodings, HalfAPairOfUtf16SpoilsOnlyItsRow) {
  const Reading reading =
      read(utf16(u"smiles,id\nC,a\nC\xD83D,b\nCC,c\n", false, true) + "C", named("a.csv"));
  EXPECT_THAT(reading.ids(), ElementsAre("a", "b", "c", ""));
  EXPECT_EQ(utf8_character_length(std::string_view(reading.rows[1].raw).substr(1)), 0U);
  EXPECT_EQ(reading.rows[1].fields[0], "C\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_EQ(reading.rows[3].raw, "\xff");
}

TEST(Encodings, EveryCharacterOfCp932IsReadAsPythonReadsIt) {
  const Reading cp932 = read(test_file("cp932.csv"), named("a.csv"));
  const Reading utf8 = read(test_file("cp932.utf8.csv"), named("a.csv"));
  EXPECT_EQ(cp932.summary.encoding, "CP932");
  EXPECT_EQ(utf8.summary.encoding, "UTF-8");
  EXPECT_EQ(cp932.columns, utf8.columns);
  ASSERT_EQ(cp932.rows.size(), utf8.rows.size());
  for (std::size_t row = 0; row < utf8.rows.size(); ++row)
    EXPECT_EQ(cp932.rows[row].fields, utf8.rows[row].fields);
}

TEST(Encodings, Cp932TrailBytesThatLookLikeAsciiEndNoCell) {
  // "表\,ソ" — the trail byte of both kanji and kana is 0x5C, the backslash.
  const Reading reading = read("smiles,id\r\nF/C=C\\F,\x95\\\r\nC,\x83\\\r\n", named("a.csv"));
  EXPECT_EQ(reading.summary.encoding, "CP932");
  EXPECT_THAT(reading.ids(), ElementsAre("表", "ソ"));
  EXPECT_EQ(reading.rows[0].raw, "F/C=C\\F");
}

TEST(Encodings, JapaneseUtf8IsNotTakenForCp932) {
  EXPECT_EQ(detected("化合物名,構造\n水,O\n"), Encoding::kUtf8);
  EXPECT_EQ(detected("ﾂ､ﾃ,C\n"), Encoding::kUtf8);
  for (std::size_t piece = 1; piece < 8; ++piece) EXPECT_EQ(detected("水,O\n§°C\n", piece), Encoding::kUtf8);
}

TEST(Encodings, WesternExcelFilesAreWindows1252) {
  const Reading reading =
      read("smiles;Schmelzpunkt (\xb0\x43);Name\nCCO;-114;\xd6l \x96 Caf\xe9\n", named("a.csv"));
  EXPECT_EQ(reading.summary.encoding, "Windows-1252");
  EXPECT_THAT(reading.columns, ElementsAre("smiles", "Schmelzpunkt (°C)", "Name"));
  EXPECT_EQ(reading.rows[0].id, "Öl – Café");
}

TEST(Encodings, BytesThatAreNoTextSpoilOnlyTheirRow) {
  const Reading reading = read("smiles,id\nC,水\nC\xff\xfe,b\nCC,\xff\n", named("a.csv"));
  EXPECT_EQ(reading.summary.encoding, "UTF-8");
  EXPECT_THAT(reading.raws(), ElementsAre("C", "C\xff\xfe", "CC"));
  EXPECT_THAT(reading.ids(), ElementsAre("水", "b", "\xef\xbf\xbd"));
  EXPECT_EQ(reading.rows[1].fields[0], "C\xef\xbf\xbd\xef\xbf\xbd");
}

TEST(Encodings, TheMarkOfUtf8IsNoPartOfTheFirstName) {
  EXPECT_THAT(read("\xef\xbb\xbfsmiles,id\nC,1\n", named("a.csv")).columns, ElementsAre("smiles", "id"));
  EXPECT_THAT(read("\xef\xbb\xbf"
                   "CCO ethanol\n",
                   named("a.smi"))
                  .raws(),
              ElementsAre("CCO"));
}

TEST(Encodings, Utf32AndNoTextAtAllAreRefused) {
  EXPECT_THAT(error_of("\xff\xfe\0\0s\0\0\0"s, named("a.csv")), HasSubstr("UTF-32"));
  std::string noise = "smiles,n\n";
  for (int i = 0; i < 2000; ++i) noise += static_cast<char>(i % 2 == 0 ? 0xff : 0xfe);
  EXPECT_THAT(error_of(noise, named("a.csv")), HasSubstr("no known encoding"));
}

TEST(PlainAscii, IsFoundAtEveryPlace) {
  for (std::size_t size = 0; size < 40; ++size) {
    EXPECT_TRUE(is_plain_ascii(std::string(size, 'C')));
    for (std::size_t at = 0; at < size; ++at) {
      for (const char bad : {'\0', '\x80', '\xff'}) {
        std::string text(size, '\x01');
        text[at] = bad;
        EXPECT_FALSE(is_plain_ascii(text));
      }
    }
  }
}

}  // namespace
}  // namespace furui
