// RFC 4180's rules one by one, and a file that is there whole or not at all.
#include "csv_writer.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "failure.h"      // for Failure
#include "result_file.h"  // for number_text

namespace furui::cli {
namespace {

namespace fs = std::filesystem;

class CsvWriterTest : public testing::Test {
 protected:
  CsvWriterTest() {
    std::string pattern = (fs::temp_directory_path() / "furui-csv-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    file_ = folder_ / "out.csv";
  }
  ~CsvWriterTest() override { fs::remove_all(folder_); }
  std::string text() const {
    std::ifstream in(file_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator{}));
  }
  fs::path folder_, file_;
};

TEST_F(CsvWriterTest, PlainCellsAreWrittenAsTheyAre) {
  CsvWriter csv(file_);
  for (const char* cell : {"a", "", "CCO", "日本"}) csv.cell(cell);
  csv.end_row();
  csv.finish();
  EXPECT_EQ(text(), "a,,CCO,日本\n");
}

TEST_F(CsvWriterTest, CommasQuotesAndLineEndsAreQuotedAndQuotesDoubled) {
  CsvWriter csv(file_);
  for (const char* cell : {"a,b", "say \"yes\"", "two\nlines", "c\rr"}) csv.cell(cell);
  csv.end_row();
  csv.finish();
  EXPECT_EQ(text(), "\"a,b\",\"say \"\"yes\"\"\",\"two\nlines\",\"c\rr\"\n");
}


TEST_F(CsvWriterTest, WhatIsNotFinishedLeavesNoFileAndKeepsAnOlderOne) {
  std::ofstream(file_) << "older";
  {
    CsvWriter csv(file_);
    for (int i = 0; i < 300000; ++i) {
      csv.cell("a cell of a long table");
      csv.end_row();
    }
    EXPECT_EQ(files(), 2u) << "what is being written lies beside";
  }
  EXPECT_EQ(text(), "older");
  EXPECT_EQ(files(), 1u);
}

TEST_F(CsvWriterTest, AFinishedFileReplacesAnOlderOneAndNothingElseStays) {
  std::ofstream(file_) << "older";
  CsvWriter csv(file_);
  csv.cell("new");
  csv.end_row();
  csv.finish();
  EXPECT_EQ(text(), "new\n");
  EXPECT_EQ(files(), 1u);
}

TEST_F(CsvWriterTest, AFullDiskIsSaidAndNoFileAppears) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "no /dev/full on this system";
  EXPECT_THROW(CsvWriter(folder_ / "absent" / "out.csv"), Failure);
  CsvWriter csv("/dev/full");
  csv.cell("text");
  csv.end_row();
  EXPECT_THROW(csv.finish(), Failure);
}

TEST(NumberText, IsTheShortestThatReadsBackToTheSameFloat) {
  // As Python prints numpy.float32.
  EXPECT_EQ(number_text(0.1f), "0.1");
  EXPECT_EQ(number_text(1.0f / 3.0f), "0.33333334");
  EXPECT_EQ(number_text(-2.0f), "-2");
  EXPECT_EQ(number_text(16777216.0f), "16777216");
  EXPECT_EQ(std::stof(number_text(1e-7f)), 1e-7f);
}

}  // namespace
}  // namespace furui::cli
