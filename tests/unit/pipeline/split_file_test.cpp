// Files split in a child: the same rows as in this process, and a hostile file is an error and no harm.
#include "pipeline/split_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <csignal>
#include <memory>
#include <string>
#include <vector>

#include "core/error.h"
#include "hostile_reader.h"
#include "pipeline/child_programs.h"

namespace furui {
namespace {

using ::testing::HasSubstr;

FileDescriptor file_of(const std::string& bytes) {
  FileDescriptor file(memfd_create("test", MFD_CLOEXEC));
  EXPECT_TRUE(write_all(file.number(), "", 0));
  EXPECT_EQ(write(file.number(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  return file;
}

struct Rows {
  std::vector<std::string> columns, raws, ids;
  RowSink sink() {
    return {[this](const std::vector<std::string>& names) { columns = names; },
            [this](Candidate&& candidate) {
              raws.push_back(candidate.raw);
              ids.push_back(candidate.id);
            }};
  }
};

class SplitFile : public ::testing::Test {
 protected:
  FileSummary split(const std::string& bytes, const FileOptions& options, Rows& rows,
                    const std::function<bool()>& keep_going = {}) {
    if (!spawner_) spawner_ = start_spawner(children_);
    return split_file(*spawner_, kSplitterProgram, file_of(bytes), options, rows.sink(), children_.splitter, keep_going);
  }
  /// The message of the Error that splitting ends with.
  std::string error_of(const SplitFunction& function) {
    children_.split = function;
    Rows rows;
    try {
      split("x", {}, rows);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
      return error.what();
    }
    return "no error";
  }

  ChildOptions children_;
  std::unique_ptr<Spawner> spawner_;
};

TEST_F(SplitFile, GivesTheRowsOfAFileOfManyBlocksInOrder) {
  std::string bytes = "smiles,name\n";
  for (int i = 0; i < 50'000; ++i) bytes += "CC" + std::to_string(i) + ",id" + std::to_string(i) + "\n";
  Rows rows;
  FileOptions options;
  options.file_name = "list.csv";
  const FileSummary summary = split(bytes, options, rows);
  EXPECT_EQ(summary.rows, 50'000U);
  EXPECT_EQ(summary.format, FileFormat::kCsv);
  EXPECT_EQ(rows.columns, (std::vector<std::string>{"smiles", "name"}));
  ASSERT_EQ(rows.raws.size(), 50'000U);
  for (int i = 0; i < 50'000; i += 777) {
    EXPECT_EQ(rows.raws[static_cast<std::size_t>(i)], "CC" + std::to_string(i));
    EXPECT_EQ(rows.ids[static_cast<std::size_t>(i)], "id" + std::to_string(i));
  }
}

TEST_F(SplitFile, CarriesTheErrorOfAWrongColumn) {
  Rows rows;
  FileOptions options;
  options.file_name = "list.csv";
  options.structure_column = "structur";
  try {
    split("structure,name\nCCO,a\n", options, rows);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
    EXPECT_THAT(error.what(), HasSubstr("structure"));
  }
}

TEST_F(SplitFile, SaysThatAFileCrashesIt) {
  EXPECT_THAT(error_of([](auto, const auto&, const auto&) -> FileSummary { raise(SIGSEGV); return {}; }),
              HasSubstr("crashed on it (signal 11)"));
}

TEST_F(SplitFile, SaysThatAFileTakesTooMuchMemory) {
  if (!testing::kMemoryLimitsWork) GTEST_SKIP() << "no limit of memory with this sanitizer";
  children_.splitter.memory_bytes = std::size_t{32} << 20;
  EXPECT_THAT(error_of([](auto, const auto&, const auto&) -> FileSummary {
                std::vector<std::string> eaten;
                for (;;) eaten.emplace_back(1 << 20, 'x');
              }),
              HasSubstr("more than 32 MiB"));
}

TEST_F(SplitFile, SaysThatAFileTakesTooMuchCpuTime) {
  children_.splitter.cpu = std::chrono::milliseconds(0);
  EXPECT_THAT(error_of([](auto, const auto&, const auto&) -> FileSummary {
                for (volatile bool on = true; on;) {
                }
                return {};
              }),
              HasSubstr("too much CPU time"));
}

TEST_F(SplitFile, EndsAFileFromWhichNoRowComes) {
  children_.splitter.silence = std::chrono::milliseconds(500);
  EXPECT_THAT(error_of([](auto, const auto&, const auto&) -> FileSummary { sleep(1000); return {}; }),
              HasSubstr("no row came"));
}

TEST_F(SplitFile, StopsWhereItIsCancelled) {
  children_.split = [](auto, const auto&, const auto&) -> FileSummary { sleep(1000); return {}; };
  Rows rows;
  try {
    split("x", {}, rows, [] { return false; });
    FAIL() << "it went on";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kAborted);
  }
}

}  // namespace
}  // namespace furui
