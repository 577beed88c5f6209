// SMILES lists: names, CXSMILES extensions, headers, line endings.
#include "intake/smiles_list.h"

#include <gmock/gmock.h>

#include "intake/text_lines.h"
#include "reading.h"

namespace furui {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(SmilesList, ALineIsAStructureAndAName) {
  const Reading reading = read("CCO ethyl alcohol\nC\tmethane \n\n  O\nN\r\n", named("a.smi"));
  EXPECT_EQ(reading.summary.format, FileFormat::kSmiles);
  EXPECT_THAT(reading.columns, ElementsAre("smiles", "name"));
  EXPECT_THAT(reading.raws(), ElementsAre("CCO", "C", "O", "N"));
  EXPECT_THAT(reading.ids(), ElementsAre("ethyl alcohol", "methane", "", ""));
}

TEST(SmilesList, AnExtensionBelongsToTheStructure) {
  const SmilesLine line = split_smiles_line("C[C@H](O)N |o1:1,$;;a b;$| my name");
  EXPECT_EQ(line.structure, "C[C@H](O)N |o1:1,$;;a b;$|");
  EXPECT_EQ(line.name, "my name");
  EXPECT_EQ(split_smiles_line("CC |no end").structure, "CC");
  EXPECT_EQ(split_smiles_line("CC |no end").name, "|no end");
  EXPECT_EQ(split_smiles_line("CC |1|").name, "");
  EXPECT_EQ(split_smiles_line("\tname only").structure, "");
  EXPECT_EQ(split_smiles_line("\tname only").name, "name only");
}

TEST(SmilesList, AHeaderLineIsNoRowAndWithTabsItMakesATable) {
  EXPECT_THAT(read("SMILES Name\nCCO a\n", named("a.smi")).columns, ElementsAre("SMILES", "Name"));
  EXPECT_EQ(read("SMILES Name\nCCO a\n", named("a.smi")).rows.size(), 1U);
  const Reading table = read("smiles\tidnumber\tprice\nCCO\tZ1\t5\n", named("a.smi"));
  EXPECT_EQ(table.summary.format, FileFormat::kTsv);
  EXPECT_THAT(table.ids(), ElementsAre("Z1"));
}

TEST(SmilesList, ATextFileIsJudgedByItsFirstLine) {
  EXPECT_EQ(read("CCO ethanol\nC\n", named("a.txt")).summary.format, FileFormat::kSmiles);
  EXPECT_EQ(read("CCO\tethanol, pure\n", named("")).summary.format, FileFormat::kSmiles);
  EXPECT_EQ(read("id,smiles\n1,CCO\n", named("a.txt")).summary.format, FileFormat::kCsv);
  EXPECT_EQ(read("id\tsmiles\n1\tCCO\n", named("a.txt")).summary.format, FileFormat::kTsv);
}

TEST(SmilesList, ALineOverTheLimitIsCutAndCostsOnlyItself) {
  FileOptions options = named("a.smi");
  options.max_record_bytes = 50;
  const Reading reading = read("C a\n" + std::string(500, 'C') + " b\nCC c\n", options);
  EXPECT_THAT(reading.raws(), ElementsAre("C", std::string(51, 'C'), "CC"));
}

TEST(SmilesList, WithoutAnyStructureItIsAnError) {
  EXPECT_THAT(error_of("\n \n", named("a.smi")), HasSubstr("empty"));
  EXPECT_THAT(error_of("smiles name\n", named("a.smi")), HasSubstr("header"));
}

TEST(TextLines, WhereThePiecesOfATextEndMakesNoDifference) {
  const std::string text = "a\r\n\r\nbb\rccc\n" + std::string(70, 'x') + "\r\nlast";
  const auto lines_of = [&](std::size_t piece) {
    PiecesSource source(text, piece);
    TextWindow window(source);
    TextLines lines(window, 20);
    TextLine line;
    std::string all;
    while (lines.next(line)) all += std::string(line.text) + (line.cut ? "#" : "|");
    return all;
  };
  EXPECT_EQ(lines_of(1000), "a||bb|ccc|" + std::string(21, 'x') + "#last|");
  for (std::size_t piece = 1; piece < 40; ++piece) EXPECT_EQ(lines_of(piece), lines_of(1000));
}

}  // namespace
}  // namespace furui
