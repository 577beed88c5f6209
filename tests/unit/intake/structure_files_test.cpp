// Crystals in files and archives.
#include "intake/structure_files.h"

#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/error.h"
#include "reading.h"

namespace furui {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kBlock = "_cell_length_a 4\nloop_\n_atom_site_label\nNa1\n";

/// A tar (or ZIP) of these files.
std::string packed(const std::vector<std::pair<std::string, std::string>>& files, bool zip = false) {
  std::string bytes(std::size_t{1} << 20, '\0');
  std::size_t used = 0;
  archive* to = archive_write_new();
  zip ? archive_write_set_format_zip(to) : archive_write_set_format_ustar(to);
  archive_write_open_memory(to, bytes.data(), bytes.size(), &used);
  for (const auto& [name, text] : files) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(text.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_write_header(to, entry);
    archive_write_data(to, text.data(), text.size());
    archive_entry_free(entry);
  }
  archive_write_close(to);
  archive_write_free(to);
  return bytes.substr(0, used);
}

struct Rows {
  std::vector<std::string> columns;
  std::vector<Candidate> rows;
  FileSummary summary;
};

Rows rows_of(const std::string& bytes, const std::string& name, FileFormat format = FileFormat::kAuto) {
  Rows rows;
  FileOptions options;
  options.file_name = name;
  options.format = format;
  rows.summary = read_candidate_file(bytes, options,
                                     {[&](const auto& columns) { rows.columns = columns; }, [&](Candidate&& row) { rows.rows.push_back(std::move(row)); }});
  return rows;
}

TEST(StructureFiles, ACifGivesARowABlockWithAtoms) {
  const Rows rows = rows_of("# by hand\ndata_global\n_journal_name x\ndata_one\n" + kBlock + "_text\n;\ndata_inside a text\n;\nDATA_two extra\n" + kBlock, "minerals.cif");
  EXPECT_EQ(rows.summary.format, FileFormat::kCif);
  EXPECT_THAT(rows.columns, ElementsAre("file", "block"));
  ASSERT_EQ(rows.rows.size(), 2U);
  EXPECT_EQ(rows.rows[0].id, "minerals/one");
  EXPECT_THAT(rows.rows[0].fields, ElementsAre("minerals.cif", "one"));
  EXPECT_THAT(rows.rows[0].raw, HasSubstr("data_inside a text"));
  EXPECT_EQ(rows.rows[1].id, "minerals/two");
  EXPECT_TRUE(rows.rows[1].raw.starts_with("DATA_two"));
  EXPECT_EQ(rows.rows[1].kind, CandidateKind::kCrystal);
  EXPECT_EQ(rows.rows[1].notation, Notation::kCif);
}

TEST(StructureFiles, AFileWithOneStructureNeedsNoBlockColumn) {
  const Rows rows = rows_of("data_x\n" + kBlock, "NiO.cif");
  EXPECT_THAT(rows.columns, ElementsAre("file"));
  EXPECT_EQ(rows.rows[0].id, "NiO");
  EXPECT_EQ(rows_of("data_x\n_a 1\n", "empty.cif").rows.size(), 1U) << "a file without atoms is a row all the same, to be rejected";
  EXPECT_EQ(rows_of("data_x\n" + kBlock, "noname").summary.format, FileFormat::kCif) << "known by what it holds";
}

TEST(StructureFiles, APoscarIsOneRow) {
  const Rows rows = rows_of("c\n1.0\n", "POSCAR");
  EXPECT_EQ(rows.summary.format, FileFormat::kPoscar);
  EXPECT_EQ(rows.rows[0].notation, Notation::kPoscar);
  EXPECT_EQ(rows.rows[0].id, "POSCAR");
  EXPECT_EQ(rows_of("c\n1.0\n", "x.txt", FileFormat::kPoscar).rows[0].raw, "c\n1.0\n");
}

TEST(StructureFiles, ArchivesAreReadInTheOrderOfNames) {
  for (const bool zip : {false, true}) {
    const Rows rows = rows_of(packed({{"z/b.cif", "data_b\n" + kBlock}, {"./a.cif", "data_a\n" + kBlock}, {"CONTCAR", "c\n"}, {"readme.txt", "hello"}, {".DS_Store", "x"},
                                      {"__MACOSX/a.cif", "x"}},
                                     zip),
                              zip ? "set.zip" : "set.tar");
    EXPECT_EQ(rows.summary.format, FileFormat::kArchive);
    std::vector<std::string> files;
    for (const Candidate& row : rows.rows) files.push_back(row.fields[0]);
    EXPECT_THAT(files, ElementsAre("CONTCAR", "a.cif", "z/b.cif"));
    EXPECT_EQ(rows.rows[2].id, "b");
    EXPECT_EQ(rows.rows[2].raw, "data_b\n" + kBlock);
    EXPECT_EQ(rows.summary.rows, 3U);
  }
}

TEST(StructureFiles, WhatHoldsNoStructureIsRefusedByName) {
  const auto refusal = [](const std::string& bytes, const std::string& name) {
    try {
      rows_of(bytes, name);
      return std::string("none");
    } catch (const Error& error) {
      return std::string(error.what());
    }
  };
  EXPECT_THAT(refusal(packed({{"readme.txt", "x"}, {"data.csv", "y"}}), "x.tar"), HasSubstr("no file is a structure; expected .cif, .vasp, .poscar, POSCAR, CONTCAR, .xyz, .extxyz or .json, got data.csv, readme.txt"));
  EXPECT_THAT(refusal(packed({{".hidden", "x"}}), "x.tar"), HasSubstr("there are no files"));
  EXPECT_THAT(refusal(packed({{"a.cif", "data_a\n"}}).substr(0, 700), "x.tar"), HasSubstr("cannot be read"));
}

}  // namespace
}  // namespace furui
