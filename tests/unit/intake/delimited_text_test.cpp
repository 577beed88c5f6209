// CSV and TSV: quotes, line endings, delimiters, ragged rows, headers.
#include <gmock/gmock.h>

#include "intake/delimited_records.h"
#include "reading.h"

namespace furui {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using namespace std::string_literals;

TEST(DelimitedText, KeepsOrderCellsAndIds) {
  const Reading reading = read("id,smiles,note\nA,CCO,x\nB,c1ccccc1,\n", named("list.csv"));
  EXPECT_THAT(reading.columns, ElementsAre("id", "smiles", "note"));
  EXPECT_THAT(reading.raws(), ElementsAre("CCO", "c1ccccc1"));
  EXPECT_THAT(reading.ids(), ElementsAre("A", "B"));
  EXPECT_THAT(reading.rows[1].fields, ElementsAre("B", "c1ccccc1", ""));
  EXPECT_EQ(reading.summary.format, FileFormat::kCsv);
  EXPECT_EQ(reading.summary.structure_column, "smiles");
  EXPECT_EQ(reading.summary.id_column, "id");
  EXPECT_EQ(reading.summary.rows, 2U);
}

TEST(DelimitedText, QuotedCellsHoldDelimitersQuotesAndLines) {
  const Reading reading = read("smiles,note\nC,\"a,\"\"b\"\"\r\nc\"\n\"CC\",\"\"\n", named("list.csv"));
  EXPECT_THAT(reading.raws(), ElementsAre("C", "CC"));
  EXPECT_EQ(reading.rows[0].fields[1], "a,\"b\"\r\nc");
  EXPECT_EQ(reading.rows[1].fields[1], "");
}

TEST(DelimitedText, AQuoteInsideACellIsACharacterAndTextAfterAClosingQuoteBelongsToTheCell) {
  const Reading reading = read("smiles,note\nC,5\" pipe\nCC,\"a\"b\n", named("list.csv"));
  EXPECT_EQ(reading.rows[0].fields[1], "5\" pipe");
  EXPECT_EQ(reading.rows[1].fields[1], "ab");
}

TEST(DelimitedText, AnyLineEndingEndsALineAndTheLastMayLackIt) {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    const Reading reading = read("smiles,n" + end + "C,1" + end + "CC,2", named("list.csv"));
    EXPECT_THAT(reading.raws(), ElementsAre("C", "CC"));
    EXPECT_EQ(reading.rows[1].fields[1], "2");
  }
}

TEST(DelimitedText, EmptyLinesAreNoRowsButAnEmptyStructureIsOne) {
  const Reading reading = read("\nsmiles,n\n\nC,1\n  \n,\n,3\n\n", named("list.csv"));
  EXPECT_THAT(reading.raws(), ElementsAre("C", "", ""));
  EXPECT_THAT(read("smiles\nC\n\"\"\n\nCC\n", named("one.csv")).raws(), ElementsAre("C", "", "CC"));
}

TEST(DelimitedText, TheDelimiterOfACsvIsFound) {
  EXPECT_THAT(read("name;smiles;x\nA;CCO;1,5\nB;C;2,5\n", named("a.csv")).raws(), ElementsAre("CCO", "C"));
  EXPECT_THAT(read("name\tsmiles\nA, B\tCCO\nC\tC\n", named("a.csv")).raws(), ElementsAre("CCO", "C"));
  EXPECT_THAT(read("sep=;\r\nname;smiles\r\nA,B;CCO\r\n", named("a.csv")).raws(), ElementsAre("CCO"));
  EXPECT_THAT(read("name\tsmiles\nA,B\tC\n", named("a.tsv")).rows[0].fields, ElementsAre("A,B", "C"));
}

TEST(DelimitedText, MissingCellsAreEmptyAndSurplusCellsStayInTheLastColumn) {
  const Reading reading = read("smiles,a,b\nC\nCC,1,2,3,4\nCCC,1,2,,\n", named("a.csv"));
  EXPECT_THAT(reading.rows[0].fields, ElementsAre("C", "", ""));
  EXPECT_THAT(reading.rows[1].fields, ElementsAre("CC", "1", "2,3,4"));
  EXPECT_THAT(reading.rows[2].fields, ElementsAre("CCC", "1", "2"));
}

TEST(DelimitedText, ASurplusThatMayHaveShiftedTheStructureLeavesNone) {
  const Reading reading = read("name,smiles,value\nN,N,N-trimethylanilinium,C[N+](C)(C)c1ccccc1,3\n\"N,N\",CCO,4\nx,C,5,,\n", named("a.csv"));
  EXPECT_EQ(reading.rows[0].notation, Notation::kRow);
  EXPECT_EQ(reading.rows[0].raw, "N,N,N-trimethylanilinium,C[N+](C)(C)c1ccccc1,3");
  EXPECT_THAT(reading.rows[0].fields, ElementsAre("N", "N", "N-trimethylanilinium,C[N+](C)(C)c1ccccc1,3"));
  EXPECT_EQ(reading.rows[1].notation, Notation::kSmiles);
  EXPECT_EQ(reading.rows[1].raw, "CCO");
  EXPECT_EQ(reading.rows[2].notation, Notation::kSmiles) << "empty surplus cells say nothing";
}

TEST(DelimitedText, RowNamesWithoutHeaderAsRWritesThemGetAColumn) {
  const Reading reading = read("smiles,y\n1,C,5\n2,CC,6\n", named("a.csv"));
  EXPECT_THAT(reading.columns, ElementsAre("row", "smiles", "y"));
  EXPECT_THAT(reading.raws(), ElementsAre("C", "CC"));
}

TEST(DelimitedText, ATableOfStructuresWithoutHeaderLosesNoRow) {
  const Reading reading = read("c1ccccc1O,phenol\nCCO,ethanol\n", named("a.csv"));
  EXPECT_THAT(reading.columns, ElementsAre("column 1", "column 2"));
  EXPECT_THAT(reading.raws(), ElementsAre("c1ccccc1O", "CCO"));
  FileOptions options = named("a.csv");
  options.structure_column = "2";
  options.id_column = "1";
  EXPECT_THAT(read("x,CCO\ny,C\n", options).ids(), ElementsAre("x", "y"));
  EXPECT_THAT(read("who,what\ny,C\n", options).ids(), ElementsAre("y"));
}

TEST(DelimitedText, NulStaysInTheStructureAndIsReplacedInFields) {
  const Reading reading = read("smiles,n\nC\0O,a\0b\n"s, named("a.csv"));
  EXPECT_EQ(reading.rows[0].raw, "C\0O"s);
  EXPECT_THAT(reading.rows[0].fields, ElementsAre("C\xef\xbf\xbdO",
                                                  "a\xef\xbf\xbd"
                                                  "b"));
}

TEST(DelimitedText, AQuoteThatIsNeverClosedIsNamedByItsLine) {
  EXPECT_THAT(error_of("smiles,n\nC,\"a\nb\"\nCC,\"open\nCCC,1\n", named("a.csv")), HasSubstr("line 4"));
  EXPECT_THAT(error_of("sep=,\nsmiles,n\nC,\"a\n", named("a.csv")), HasSubstr("line 3"));
}

TEST(DelimitedText, ARecordOverTheLimitIsCutAndCostsOnlyItself) {
  FileOptions options = named("a.csv");
  options.max_record_bytes = 100;
  const std::string text =
      "smiles,n\nC,1\n" + std::string(500, 'C') + ",2\nCC,\"" + std::string(300, '\n') + "\"\nCCC,3\n";
  const Reading reading = read(text, options);
  ASSERT_EQ(reading.rows.size(), 4U);
  EXPECT_EQ(reading.rows[1].raw, std::string(101, 'C'));
  EXPECT_EQ(reading.rows[2].raw.size(), 101U);
  EXPECT_EQ(reading.rows[3].raw, "CCC");
}

TEST(DelimitedText, EmptyNamesAreNumberedAndNamesMayRepeat) {
  const Reading reading = read(",smiles,x,x\n0,C,1,2\n", named("a.csv"));
  EXPECT_THAT(reading.columns, ElementsAre("column 1", "smiles", "x", "x"));
}

/// The records of a text that comes in pieces, as one string.
std::string records_in_pieces(const std::string& text, std::size_t piece, std::size_t max_record_bytes) {
  PiecesSource source(text, piece);
  TextWindow window(source);
  DelimitedRecords records(window, ',', max_record_bytes);
  DelimitedRecord record;
  std::string all;
  try {
    while (records.next(record)) {
      all +=
          std::to_string(record.line) + (record.cut ? " cut" : "") + " {" + std::string(record.whole) + "}";
      for (const std::string_view cell : record.cells) all += "<" + std::string(cell) + ">";
    }
  } catch (const Error& error) {
    all += error.what();
  }
  return all;
}

TEST(DelimitedText, WhereThePiecesOfATextEndMakesNoDifference) {
  const std::string texts[] = {
      "a,b\r\n\"x\"\"y\",\"l\r\nm\"\r\n\r\n,\r\n\"q\"t,5\"\rlast,\"\"",
      "smiles,n\n" + std::string(90, 'C') + ",1\n\"" + std::string(70, '\n') + "\"\"\",z\nC,2\n",
      "a,\"never closed\n" + std::string(60, 'x'),
  };
  for (const std::string& text : texts) {
    for (const std::size_t limit : {20U, 1000U}) {
      const std::string whole = records_in_pieces(text, text.size(), limit);
      for (std::size_t piece = 1; piece < 40; ++piece)
        EXPECT_EQ(records_in_pieces(text, piece, limit), whole);
    }
  }
}

}  // namespace
}  // namespace furui
