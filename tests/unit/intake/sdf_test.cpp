// SDF: records, properties, and what is wrong with them in practice.
#include "intake/sdf.h"

#include <gmock/gmock.h>

#include "gzip_bytes.h"
#include "reading.h"

namespace furui {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string block(const std::string& title) {
  return title +
         "\n  test\n\n  1  0  0  0  0  0  0  0  0  0999 V2000\n    0.0000    0.0000    0.0000 C   0  0\nM  "
         "END\n";
}

TEST(Sdf, RecordsBecomeConnectionTablesWithoutTheirProperties) {
  const Reading reading = read(block("methane") + "> <A>\n1\n\n>  <B> (2)\nx\ny\n\n$$$$\n" + block("other") +
                                   "> 5 <C>\nz\n\n> <A>\n\n$$$$\n",
                               named("a.sdf"));
  EXPECT_EQ(reading.summary.format, FileFormat::kSdf);
  EXPECT_THAT(reading.columns, ElementsAre("title", "A", "B", "C"));
  EXPECT_THAT(reading.raws(), ElementsAre(block("methane"), block("other")));
  EXPECT_EQ(reading.rows[0].notation, Notation::kMolblock);
  EXPECT_THAT(reading.ids(), ElementsAre("methane", "other"));
  EXPECT_THAT(reading.rows[0].fields, ElementsAre("methane", "1", "x\ny", ""));
  EXPECT_THAT(reading.rows[1].fields, ElementsAre("other", "", "", "z"));
}

TEST(Sdf, TheLastRecordMayLackItsEndAndCrlfStays) {
  std::string crlf = block("a") + "> <A>\n1\n2\n\n$$$$\n" + block("b");
  for (std::size_t at = 0; (at = crlf.find('\n', at)) != std::string::npos; at += 2) crlf.insert(at, "\r");
  const Reading reading = read(crlf, named("a.sdf"));
  EXPECT_THAT(reading.ids(), ElementsAre("a", "b"));
  EXPECT_THAT(reading.rows[0].fields, ElementsAre("a", "1\r\n2"));
  EXPECT_THAT(reading.rows[0].raw, testing::EndsWith("M  END\r\n"));
  EXPECT_THAT(reading.rows[1].raw, testing::EndsWith("M  END\r\n"));
}

TEST(Sdf, BlankRecordsAreRowsExceptAfterTheLastEnd) {
  const Reading reading = read(block("a") + "$$$$\n\n$$$$\n" + block("b") + "$$$$\n\n  \n", named("a.sdf"));
  EXPECT_THAT(reading.raws(), ElementsAre(block("a"), "", block("b")));
  EXPECT_THAT(reading.ids(), ElementsAre("a", "", "b"));
}

TEST(Sdf, ATitleOfBlanksIsKeptInTheBlockAndNoId) {
  const Reading reading = read(block("") + "$$$$\n", named("a.sdf"));
  EXPECT_EQ(reading.rows[0].raw, block(""));
  EXPECT_EQ(reading.rows[0].id, "");
  EXPECT_THAT(reading.columns, IsEmpty());
}

TEST(Sdf, TheIdMayBeAPropertyAndAWrongOneListsThem) {
  FileOptions options = named("a.sdf");
  options.id_column = "code";
  const std::string text = block("a") + "> <CODE>\nX1\n\n$$$$\n";
  EXPECT_THAT(read(text, options).ids(), ElementsAre("X1"));
  options.id_column = "cod";
  EXPECT_THAT(error_of(text, options), HasSubstr("'title', 'CODE'; did you mean 'CODE'?"));
  options.id_column = "";
  options.structure_column = "CODE";
  EXPECT_THAT(error_of(text, options), HasSubstr("connection tables"));
}

TEST(Sdf, ARecordWithoutItsEndLineStopsAtItsProperties) {
  const std::string head = "a\n\n\n  1  0 V2000\n 0 0 0 C\n";
  const std::string text = head + "> <A>\n> <50>\n\nstray\n> <B>\n2\n";
  const SdfRecord record = split_sdf_record(text);
  EXPECT_EQ(record.molblock, head);
  ASSERT_EQ(record.properties.size(), 1U);
  EXPECT_EQ(record.properties[0].second, "> <50>\n\nstray\n> <B>\n2");
}

TEST(Sdf, ARecordOverTheLimitIsCutAndCostsOnlyItself) {
  FileOptions options = named("a.sdf");
  options.max_record_bytes = 400;
  const std::string large = block("large") + "> <A>\n" + std::string(3000, 'x') + "\n\n$$$$\n";
  for (const bool packed : {false, true}) {
    const std::string text = block("a") + "$$$$\n" + large + block("b") + "$$$$\n";
    const Reading reading = read(packed ? gzip(text) : text, options);
    ASSERT_EQ(reading.rows.size(), 3U);
    EXPECT_EQ(reading.rows[1].raw, large.substr(0, 401));
    EXPECT_EQ(reading.rows[1].id, "large");
    EXPECT_EQ(reading.rows[2].raw, block("b"));
  }
}

TEST(Sdf, WhereThePiecesOfAFileEndMakesNoDifference) {
  const std::string text = block("a") + "> <A>\n1\n\n$$$$\n\n$$$$ \r\n" + block("b") + "> <B>\n" +
                           std::string(900, 'y') + "\n\n$$$$\n" + block("c");
  const auto all_of = [&](std::size_t piece) {
    PiecesSource source(text, piece);
    FileOptions options;
    options.max_record_bytes = 500;
    FileSummary summary;
    std::string all;
    RowSink sink;
    sink.row = [&](Candidate&& row) {
      all += row.raw + "#" + row.id;
      for (const std::string& field : row.fields) all += "<" + field + ">";
    };
    read_sdf(source, Encoding::kUtf8, options, sink, summary);
    return all + std::to_string(summary.rows);
  };
  const std::string whole = all_of(text.size());
  EXPECT_THAT(whole, testing::EndsWith("4"));
  for (std::size_t piece = 1; piece < 300; ++piece) EXPECT_EQ(all_of(piece), whole) << piece;
}

}  // namespace
}  // namespace furui
