// Telling files apart by their first bytes, names and lines.
#include "intake/file_format.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "core/error.h"                // for Error
#include "core/lower_case.h"  // for lowered
#include "intake/column_choice.h"      // for find_structure_column
#include "intake/delimited_records.h"  // for DelimitedRecords, to try delimiters
#include "intake/extxyz_frames.h"      // for begins_as_extxyz
#include "intake/json_structures.h"    // for json_body
#include "intake/smiles_list.h"        // for split_smiles_line
#include "intake/smiles_shape.h"       // for looks_like_smiles
#include "intake/structure_files.h"    // for crystal_format

namespace furui {
namespace {

using namespace std::string_view_literals;

constexpr char kRead[] = "; furui reads SMILES lists (.smi), CSV, TSV, XLSX, SDF, CIF, POSCAR, extended XYZ and JSON of crystals, also with gzip";

struct Magic {
  std::string_view bytes;
  const char* advice;
};

// Signatures as file(1) knows them.
constexpr Magic kForeign[] = {
    {"%PDF-"sv, "a PDF; copy its table into a CSV file"},
    {"\x89PNG\r\n"sv, "a PNG image; structures must be text, not pictures"},
    {"\xff\xd8\xff"sv, "a JPEG image; structures must be text, not pictures"},
    {"GIF8"sv, "a GIF image; structures must be text, not pictures"},
    {"BZh"sv, "compressed with bzip2; unpack it or use gzip"},
    {"\xfd\x37zXZ"sv, "compressed with xz; unpack it or use gzip"},
    {"\x28\xb5\x2f\xfd"sv, "compressed with Zstandard; unpack it or use gzip"},
    {"7z\xbc\xaf\x27\x1c"sv, "a 7-Zip archive; unpack it"},
    {"Rar!\x1a"sv, "a RAR archive; unpack it"},
    {"{\\rtf"sv, "an RTF document; save its table as CSV"},
    {"PAR1"sv, "a Parquet file; export it as CSV"},
    {"\x89HDF\r\n"sv, "an HDF5 file; export its table as CSV"},
    {"SQLite format 3"sv, "an SQLite database; export a table as CSV"},
    {"VjCD0100"sv, "a ChemDraw CDX file; save it as SDF"},
    {"\x7f"
     "ELF"sv,
     "a program"},
    {"$RXN"sv, "a reaction file; furui screens single molecules"},
    {"$RDFILE"sv, "an RDfile with reactions; export the molecules as SDF"},
    {"<?xml"sv, "an XML document; save its table as CSV or XLSX"},
    {"<!DOCTYPE"sv, "a web page (HTML); save its table as CSV or XLSX"},
    {"<html"sv, "a web page (HTML); save its table as CSV or XLSX"},
};

[[noreturn]] void refuse(const std::string& what) {
  throw Error(ErrorCode::kInvalidArgument, "the file is " + what + kRead);
}

bool ends_in(std::string_view name, std::initializer_list<std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

std::string lower_name(std::string_view file_name) {
  std::string name = lowered(file_name);
  for (const std::string_view packed : {".gz"sv, ".bgz"sv}) {
    if (name.ends_with(packed)) name.resize(name.size() - packed.size());
  }
  return name;
}

std::vector<std::string_view> first_lines(std::string_view head, std::size_t count) {
  std::vector<std::string_view> lines;
  while (lines.size() < count && !head.empty()) {
    const std::size_t end = std::min(head.find_first_of("\r\n"), head.size());
    lines.push_back(head.substr(0, end));
    head.remove_prefix(end);
    if (head.starts_with("\r\n"))
      head.remove_prefix(2);
    else if (!head.empty())
      head.remove_prefix(1);
  }
  return lines;
}

bool looks_like_sdf(std::string_view head) {
  const std::vector<std::string_view> lines = first_lines(head, 4);
  const bool counts = lines.size() == 4 && (lines[3].find("V2000") != std::string_view::npos ||
                                            lines[3].find("V3000") != std::string_view::npos);
  return counts || head.find("\nM  END") != std::string_view::npos ||
         head.find("\n$$$$") != std::string_view::npos;
}

/// An object, or an array of them: an array alone could be a SMILES, "[Na+].[Cl-]".
bool looks_like_json(std::string_view head) {
  const std::string_view body = json_body(head);
  return body.starts_with('{') || (body.starts_with('[') && json_body(body.substr(1)).starts_with('{'));
}

/// What a text without a telling name is.
FileFormat format_by_lines(std::string_view head) {
  if (looks_like_sdf(head)) return FileFormat::kSdf;
  if (looks_like_json(head)) return FileFormat::kJson;
  if (begins_as_extxyz(head)) return FileFormat::kExtxyz;
  std::string_view first;
  for (const std::string_view line : first_lines(head, 100)) {
    first = line;
    if (!trimmed(line).empty() && !line.starts_with('#')) break;
  }
  if (first.starts_with("data_")) return FileFormat::kCif;
  if (first.find_first_of(",;\t") == std::string_view::npos) return FileFormat::kSmiles;
  if (looks_like_smiles(split_smiles_line(first).structure)) return FileFormat::kSmiles;
  return find_delimiter(head, false) == '\t' ? FileFormat::kTsv : FileFormat::kCsv;
}

}  // namespace

bool is_zip(std::string_view bytes) {
  return bytes.starts_with("PK\x03\x04"sv) || bytes.starts_with("PK\x05\x06"sv);
}

void refuse_foreign_bytes(std::string_view head) {
  if (head.starts_with("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv)) {
    // An OLE2 container names its streams in UTF-16LE; an encrypted XLSX has one called EncryptedPackage.
    const bool encrypted =
        head.find("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"sv) != std::string_view::npos;
    refuse(
        encrypted
            ? "an XLSX with a password; save it without one"
            : "an old Excel (.xls) or other Office file; save it as XLSX or CSV (or without its password)");
  }
  for (const Magic& magic : kForeign) {
    if (head.starts_with(magic.bytes)) refuse(magic.advice);
  }
}

void refuse_binary_text(std::string_view head) {
  const auto controls = std::count_if(head.begin(), head.end(), [](char c) {
    return (c >= 0 && c < 0x20 && !(c >= '\t' && c <= '\r') && c != 0x1a) || c == 0x7f;
  });
  if (controls > 8 && static_cast<std::size_t>(controls) * 20 > head.size()) {
    refuse("no text: " + std::to_string(controls) + " of its first " + std::to_string(head.size()) +
           " bytes are control characters");
  }
}

FileFormat text_format(FileFormat said, std::string_view file_name, std::string_view head) {
  if (said != FileFormat::kAuto) return said;
  const std::string name = lower_name(file_name);
  if (ends_in(name, {".sdf", ".sd", ".mol", ".mdl"})) return FileFormat::kSdf;
  if (const auto format = crystal_format(name)) return *format;
  if (ends_in(name, {".csv"})) return FileFormat::kCsv;
  if (ends_in(name, {".tsv", ".tab"})) return FileFormat::kTsv;
  if (ends_in(name, {".smi", ".smiles", ".cxsmiles", ".cxsmi", ".ism", ".can"})) {
    // Vendors call a table with tabs and a header "smi" too (Enamine, ZINC).
    const std::vector<std::string_view> lines = first_lines(head, 1);
    const bool table =
        !lines.empty() && lines[0].find('\t') != std::string_view::npos && is_smiles_header(lines[0]);
    return table ? FileFormat::kTsv : FileFormat::kSmiles;
  }
  return format_by_lines(head);
}

char find_delimiter(std::string_view head, bool complete) {
  char best = ',';
  std::size_t best_score = 0;
  for (const char delimiter : {',', ';', '\t'}) {
    MemorySource source(head);
    TextWindow window(source);
    DelimitedRecords records(window, delimiter, head.size());
    DelimitedRecord record;
    std::vector<std::string> header;
    std::size_t rows = 0;
    std::size_t equal = 0;
    try {
      while (rows < 100 && records.next(record)) {
        if (record.is_blank()) continue;
        const bool last = record.whole.data() + record.whole.size() == head.data() + head.size();
        if (last && !complete && rows > 0) break;
        if (rows == 0) header.assign(record.cells.begin(), record.cells.end());
        if (record.cells.size() == header.size()) ++equal;
        ++rows;
      }
    } catch (const Error&) {
      // A quote that does not close within the first lines: judge by what was read.
    }
    if (header.size() < 2 || rows == 0) continue;
    const std::size_t known = find_structure_column(header) ? 1000 : 0;
    const std::size_t score = 1 + known + 100 * equal / rows + std::min<std::size_t>(header.size(), 10);
    if (score <= best_score) continue;
    best = delimiter;
    best_score = score;
  }
  return best;
}

}  // namespace furui
