// A file of candidates as bytes, turned into rows: encodings, compression, CSV, SMILES lists, XLSX, SDF, crystals.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/candidate.h"  // for Candidate, one row

namespace furui {

/// Format of a file; kAuto looks at name and first bytes.
enum class FileFormat : unsigned char {
  kAuto = 0, kSmiles = 1, kCsv = 2, kTsv = 3, kXlsx = 4, kSdf = 5, kCif = 6, kPoscar = 7, kArchive = 8, kExtxyz = 9, kJson = 10
};

const char* to_string(FileFormat format);  ///< "auto", "smiles", "csv", "tsv", "xlsx", "sdf", "cif", "poscar", "archive", "extxyz", "json"
/// throws Error{INVALID_ARGUMENT} listing the known names
FileFormat file_format_from_string(std::string_view name);

struct FileOptions {
  FileFormat format = FileFormat::kAuto;
  std::string file_name;  ///< as the user named it, for the format ("x.csv.gz") and for messages
  std::string
      structure_column;  ///< by header name or 1-based number; empty: found by name (smiles, SMILES, structure, …)
  std::string id_column;  ///< empty: found by name (id, name, compound_id, …), or none
  std::string sheet;      ///< of an XLSX, by name or 1-based number of the visible ones; empty: the first visible one
  /// A longer record is one row whose raw is the record's first max_record_bytes + 1 bytes, and is TOO_LARGE later.
  std::size_t max_record_bytes = std::size_t{1} << 20;
  /// What gzip and XLSX may unpack to, against bombs.
  std::uint64_t max_inflated_bytes = std::uint64_t{2} << 30;
};

/// Where rows go, in file order. Memory stays flat: rows are given as they are read.
struct RowSink {
  /// Called once before the first row: names of the row's fields in file order.
  std::function<void(const std::vector<std::string>& columns)> columns;
  std::function<void(Candidate&& candidate)> row;
};

/// What the file turned out to be, for provenance and messages.
struct FileSummary {
  FileFormat format = FileFormat::kAuto;
  std::string encoding;  ///< "UTF-8", "UTF-16LE", "CP932", …
  bool gzip = false;
  std::string structure_column;  ///< header name, or "column 1"
  std::string id_column;         ///< empty where there is none
  std::string sheet;             ///< of an XLSX; empty else
  std::size_t rows = 0;
};

/// Reads the bytes of a file (already in memory or mapped) into candidates.
///
/// **Rows.** Lines with nothing but blanks are no rows; a row whose structure cell is empty (",,") is a row with an
/// empty raw. Missing cells are empty; surplus cells stay at the end of the last column, joined by the delimiter,
/// and empty surplus cells are dropped. Where a surplus may have shifted the structure, because columns come before
/// it, the row is a row without a structure: notation kRow, raw the whole line. Every row gives all columns as fields, structure and id among them.
///
/// **Structures.** raw is the cell as UTF-8, with NULs; where the bytes are no text in the file's encoding, raw is
/// those bytes, which is no UTF-8. fields and id are always UTF-8 without NUL, with U+FFFD for both.
///
/// **Tables** (CSV, TSV, XLSX). The structure column, where it is not chosen, is found by its name. A structure column that is
/// called "formula" or "composition", or such a column where there is no other, holds formulas of compositions. A table whose
/// first row is itself a structure, and has no known column name, has no header; its columns are "column 1", ….
/// A CSV is delimited by comma, semicolon or tab, whichever its first lines show; a first line "sep=;" is obeyed.
///
/// **SMILES lists.** SMILES, with its CXSMILES extension, then blanks and a name: columns "smiles" and "name". A
/// header line such as "smiles name" is recognized; with tabs the file is read as a TSV.
///
/// **SDF.** raw is the connection table from the title line through "M  END", notation kMolblock. The columns are
/// "title" (where any record has one) and the properties of all records in the order of their first appearance; the
/// id is the title unless id_column says otherwise. Nothing but blanks between two "$$$$" is a row with an empty
/// raw, after the last one it is no row.
///
/// **CIF, POSCAR, extended XYZ, JSON of pymatgen or OPTIMADE, archives** of them (tar, gzipped or not; ZIP by its name or by choice): read_structure_files.
///
/// **XLSX.** The first visible sheet, or the one that is chosen (by name also a hidden one). Numbers as their value with up to 15 digits, dates and times as ISO 8601,
/// formulas as their stored result, errors as their text ("#N/A").
///
/// Memory: the bytes given, one record, and a piece of 256 KiB of what is unpacked; for XLSX its shared strings.
/// A file is read more than once where its encoding or its columns need it; candidates come while it is read, so an
/// error further down comes after them.
///
/// throws Error{INVALID_ARGUMENT} when the file is not of its format, the column or sheet is not there (listing those
///        that are), or the text is in no known encoding; Error{RESOURCE_EXHAUSTED} when it unpacks to more than
///        max_inflated_bytes; what the sink throws; nothing else
FileSummary read_candidate_file(std::string_view bytes, const FileOptions& options, const RowSink& sink);

}  // namespace furui
