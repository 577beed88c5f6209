// Whole files: the shared data as Python's csv module counts it, files sent by mistake, and hostile bytes.
#include "intake/candidate_file.h"

#include <gmock/gmock.h>

#include <random>

#include "gzip_bytes.h"
#include "reading.h"

namespace furui {
namespace {

using testing::HasSubstr;
using namespace std::string_literals;

struct SharedFile {
  const char* name;
  const char* structure_column;  // to choose; empty: found
  std::size_t rows;              // csv.reader of Python 3.11, or the count of "$$$$" lines
  std::size_t columns;
  const char* found_structure;
  const char* found_id;
};

class SharedData : public testing::TestWithParam<SharedFile> {};

TEST_P(SharedData, IsReadWithItsRowsAndColumns) {
  const SharedFile& file = GetParam();
  const std::string bytes = shared_file(file.name);
  if (bytes.empty()) GTEST_SKIP() << "no ../shared/data beside this clone";
  FileOptions options = named(file.name);
  options.structure_column = file.structure_column;
  for (const bool packed : {false, true}) {
    const Reading reading = read(packed ? gzip(bytes) : bytes, options);
    EXPECT_EQ(reading.rows.size(), file.rows);
    EXPECT_EQ(reading.summary.rows, file.rows);
    EXPECT_EQ(reading.columns.size(), file.columns);
    EXPECT_EQ(reading.summary.structure_column, file.found_structure);
    EXPECT_EQ(reading.summary.id_column, file.found_id);
    EXPECT_EQ(reading.summary.encoding, "UTF-8");
    for (const Candidate& row : reading.rows) EXPECT_FALSE(row.raw.empty());
  }
}

INSTANTIATE_TEST_SUITE_P(
    Files, SharedData,
    testing::Values(SharedFile{"hiv.csv", "", 41913, 3, "smiles", ""},
                    SharedFile{"tox21.csv", "", 8014, 14, "smiles", "mol_id"},
                    SharedFile{"esol.csv", "", 1128, 10, "smiles", "Compound ID"},
                    SharedFile{"clintox.csv", "", 1491, 3, "smiles", ""},
                    SharedFile{"flash_points.csv", "smiles_1", 435, 7, "smiles_1", ""},
                    SharedFile{"membrane_permeability.sdf", "", 201, 2, "connection table", "title"},
                    SharedFile{"qm9_mini.sdf", "", 21, 1, "connection table", "title"}),
    [](const auto& file) {
      return std::string(file.param.name).substr(0, std::string(file.param.name).find('.'));
    });

TEST(CandidateFile, FilesSentByMistakeAreNamed) {
  EXPECT_THAT(error_of(""), HasSubstr("empty (0 bytes)"));
  EXPECT_THAT(error_of("%PDF-1.7\n"), HasSubstr("a PDF"));
  EXPECT_THAT(error_of("\x89PNG\r\n\x1a\n", named("a.csv")), HasSubstr("PNG image"));
  EXPECT_THAT(error_of("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..."), HasSubstr("old Excel (.xls)"));
  EXPECT_THAT(
      error_of("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"s),
      HasSubstr("with a password"));
  EXPECT_THAT(error_of("<html><table>", named("a.xls")), HasSubstr("web page"));
  EXPECT_THAT(error_of(gzip("%PDF-1.7\n"), named("a.csv.gz")), HasSubstr("a PDF"));
  EXPECT_THAT(error_of("smiles,id\n", named("a.csv")), HasSubstr("no rows below"));
  EXPECT_THAT(error_of("\n\n", named("a.csv")), HasSubstr("empty"));
}

TEST(CandidateFile, FormatsHaveNamesBothWays) {
  for (const char* name : {"auto", "smiles", "csv", "tsv", "xlsx", "sdf"}) {
    EXPECT_STREQ(to_string(file_format_from_string(name)), name);
  }
  EXPECT_THROW(file_format_from_string("doc"), Error);
}

TEST(CandidateFile, WhatTheSinkThrowsComesThrough) {
  RowSink sink;
  sink.row = [](Candidate&&) { throw std::runtime_error("full"); };
  for (const std::string& bytes : {"smiles\nC\n"s, test_file("cells.xlsx")}) {
    EXPECT_THROW(read_candidate_file(bytes, {}, sink), std::runtime_error);
  }
}

/// Reads bytes that may be anything: rows or Error{INVALID_ARGUMENT, RESOURCE_EXHAUSTED}, and nothing else.
void read_anything(const std::string& bytes, FileFormat format) {
  FileOptions options;
  options.format = format;
  options.max_record_bytes = 300;
  options.max_inflated_bytes = 1 << 20;
  try {
    const Reading reading = read(bytes, options);
    for (const Candidate& row : reading.rows) {
      ASSERT_EQ(row.fields.size(), reading.columns.size());
      ASSERT_LE(row.raw.size(), 3 * 301U);
    }
  } catch (const Error& error) {
    ASSERT_TRUE(error.code() == ErrorCode::kInvalidArgument || error.code() == ErrorCode::kResourceExhausted);
    ASSERT_STRNE(error.what(), "");
  }
}

constexpr FileFormat kEveryFormat[] = {FileFormat::kAuto, FileFormat::kSmiles, FileFormat::kCsv,
                                       FileFormat::kTsv,  FileFormat::kXlsx,   FileFormat::kSdf};

TEST(HostileBytes, NoiseOfAnyKindGivesRowsOrARequestError) {
  std::mt19937 random(7);
  const std::string alphabets[] = {"", "\",;\t\r\n C\"\"1()",
                                   "CN=#()[]|\n\r\t $><M END\0\xe6\xb0\xb4\x83\x5c"s};
  for (int round = 0; round < 600; ++round) {
    const std::string& alphabet = alphabets[round % 3];
    std::string bytes(random() % 2000, '\0');
    for (char& byte : bytes)
      byte = alphabet.empty() ? static_cast<char>(random()) : alphabet[random() % alphabet.size()];
    for (const FileFormat format : kEveryFormat) read_anything(bytes, format);
    read_anything(gzip(bytes), FileFormat::kAuto);
  }
}

TEST(HostileBytes, MutatedAndTruncatedFilesGiveRowsOrARequestError) {
  const std::string block = "t\n\n\n  1  0 V2000\n 0 0 0 C\nM  END\n> <A>\n1\n\n$$$$\n";
  const std::string seeds[] = {"id,smiles,n\n1,CCO,\"a,\"\"b\"\"\n\"\n2,C,\n",
                               block + block,
                               test_file("cells.xlsx"),
                               test_file("furigana.xlsx"),
                               gzip("smiles,id\nCCO,1\n"),
                               test_file("cp932.csv").substr(0, 3000),
                               "\xff\xfes\0m\0i\0l\0e\0s\0\n\0C\0\n\0"s};
  std::mt19937 random(11);
  for (const std::string& seed : seeds) {
    for (int round = 0; round < 300; ++round) {
      std::string bytes = seed.substr(0, round % 2 == 0 ? seed.size() : random() % seed.size());
      for (unsigned change = 0; !bytes.empty() && change < random() % 6; ++change) {
        bytes[random() % bytes.size()] = static_cast<char>(random());
      }
      for (const FileFormat format : kEveryFormat) read_anything(bytes, format);
    }
  }
}

TEST(HostileBytes, DeepQuotesAndEndlessHeadersStayBounded) {
  read_anything("smiles,n\n" + std::string(1 << 20, '"'), FileFormat::kCsv);
  read_anything("smiles,n\nC,1\n" + std::string((1 << 20) + 1, '"') + "\n", FileFormat::kCsv);
  EXPECT_THAT(error_of("smiles" + std::string(20000, ',') + "\nC\n", named("a.csv")),
              HasSubstr("20001 cells"));
  FileOptions options = named("a.csv");
  options.max_record_bytes = 1000;
  EXPECT_THAT(error_of("smiles" + std::string(20000, 'x') + "\nC\n", options),
              HasSubstr("first line is longer"));
}

}  // namespace
}  // namespace furui
