// From bytes to a reader: unpack, find the encoding, find the format, read.
#include "intake/candidate_file.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "core/error.h"                // for Error
#include "core/json_text.h"            // for json_defect
#include "intake/archive.h"            // for is_tar, files_of_archive
#include "intake/delimited_records.h"  // for DelimitedRecords
#include "intake/encoding.h"           // for detect_encoding, open_text
#include "intake/file_format.h"        // for text_format, find_delimiter
#include "intake/gzip_source.h"        // for GzipSource
#include "intake/json_structures.h"    // for json_body
#include "intake/sdf.h"                // for read_sdf
#include "intake/smiles_list.h"        // for read_smiles_list
#include "intake/structure_files.h"    // for read_structure_files
#include "intake/table_reader.h"       // for TableReader
#include "intake/xlsx.h"               // for read_xlsx

namespace furui {
namespace {

constexpr std::size_t kHeadBytes = std::size_t{64} << 10;
constexpr std::uint64_t kMaxUnpackedXlsx = std::uint64_t{512} << 20;  // it must lie in memory as a whole

constexpr FileFormat kFormats[] = {FileFormat::kAuto, FileFormat::kSmiles, FileFormat::kCsv,
                                   FileFormat::kTsv,  FileFormat::kXlsx,   FileFormat::kSdf,
                                   FileFormat::kCif,  FileFormat::kPoscar, FileFormat::kArchive,
                                   FileFormat::kExtxyz, FileFormat::kJson};
constexpr std::uint64_t kMaxStructures = std::uint64_t{512} << 20;  // as for XLSX: all files of an archive lie in memory

/// Excel's way to say a CSV's delimiter: a first line "sep=;". Consumes it and returns the delimiter, 0 without.
char take_separator_line(TextWindow& window) {
  const std::string_view text = window.text();
  if (text.size() < 6 || !text.starts_with("sep=") || (text[5] != '\r' && text[5] != '\n')) return 0;
  const char delimiter = text[4];
  window.consume(text.substr(5).starts_with("\r\n") ? 7 : 6);
  return delimiter;
}

void read_table(TextWindow& window, Encoding encoding, const FileOptions& options, const RowSink& sink,
                FileSummary& summary) {
  char delimiter = summary.format == FileFormat::kTsv ? '\t' : take_separator_line(window);
  const std::size_t first_line = delimiter != 0 && delimiter != '\t' ? 2 : 1;
  if (delimiter == 0) {
    const std::string_view head = window.text().substr(0, kHeadBytes);
    delimiter = find_delimiter(head, head.size() < kHeadBytes);
  }
  DelimitedRecords records(window, delimiter, options.max_record_bytes, first_line);
  TableReader table(options, encoding, delimiter, sink, summary);
  DelimitedRecord record;
  while (records.next(record)) table.add(record);
  table.finish();
}

/// One file of crystals, under the name that its format needs.
///
/// begun  what was taken off the text before
void read_crystals(ByteSource& text, std::string begun, const FileOptions& options, const RowSink& sink, FileSummary& summary) {
  ArchivedFile file;
  file.bytes = std::move(begun);
  file.name = options.file_name.ends_with(".gz") ? options.file_name.substr(0, options.file_name.size() - 3) : options.file_name;
  if (crystal_format(file.name) != summary.format) file.name += std::string(".") + to_string(summary.format);
  for (std::string_view piece = text.next(); !piece.empty(); piece = text.next()) {
    if (file.bytes.size() + piece.size() > kMaxStructures) throw Error(ErrorCode::kInvalidArgument, "the file of crystals has more than 512 MiB; split it");
    file.bytes.append(piece);
  }
  // A defect within one record's bytes is the row's own; one further on would be hidden by the row's being TOO_LARGE.
  if (summary.format == FileFormat::kJson) {
    const auto defect = json_defect(json_body(file.bytes));
    if (defect && defect->byte > options.max_record_bytes) throw Error(ErrorCode::kInvalidArgument, "the file is no whole JSON, " + defect->text());
  }
  read_structure_files({std::move(file)}, options.max_record_bytes, sink, summary);
}

void read_text(ByteSource& bytes, const FileOptions& options, const RowSink& sink, FileSummary& summary) {
  const Encoding encoding = detect_encoding(bytes);
  summary.encoding = to_string(encoding);
  const std::unique_ptr<ByteSource> text = open_text(bytes, encoding);
  // What UTF-16 was turned into is UTF-8.
  const bool utf16 = encoding == Encoding::kUtf16Le || encoding == Encoding::kUtf16Be;
  const Encoding cells = utf16 ? Encoding::kUtf8 : encoding;
  TextWindow window(*text);
  window.grow_to(kHeadBytes);
  const std::string_view head = window.text().substr(0, kHeadBytes);
  refuse_foreign_bytes(head);
  refuse_binary_text(head);
  summary.format = text_format(options.format, options.file_name, head);
  switch (summary.format) {
    case FileFormat::kCif:
    case FileFormat::kPoscar:
    case FileFormat::kExtxyz:
    case FileFormat::kJson: {
      const std::string begun(window.text());
      window.consume(begun.size());
      read_crystals(*text, begun, options, sink, summary);
      break;
    }
    case FileFormat::kSdf:
      read_sdf(*text, cells, options, sink, summary);
      break;
    case FileFormat::kSmiles:
      read_smiles_list(window, cells, options, sink, summary);
      break;
    default:
      read_table(window, cells, options, sink, summary);
      break;
  }
}

void read_workbook(std::string_view bytes, const FileOptions& options, const RowSink& sink,
                   FileSummary& summary) {
  if (options.format != FileFormat::kAuto && options.format != FileFormat::kXlsx) {
    throw Error(ErrorCode::kInvalidArgument, std::string("the file is a ZIP or XLSX, not ") +
                                                 to_string(options.format) +
                                                 "; choose the format xlsx or auto")
        .with_field("format");
  }
  summary.format = FileFormat::kXlsx;
  summary.encoding = "UTF-8";
  read_xlsx(bytes, options, sink, summary);
}

/// A tar is one whatever its name; a ZIP may be a workbook.
bool is_archive(std::string_view head, const FileOptions& options) {
  if (options.format != FileFormat::kAuto) return options.format == FileFormat::kArchive;
  return is_tar(head) || (is_zip(head) && options.file_name.ends_with(".zip"));
}

std::string unpack(GzipSource& source) {
  std::string bytes;
  for (std::string_view piece = source.next(); !piece.empty(); piece = source.next()) bytes.append(piece);
  return bytes;
}

}  // namespace

const char* to_string(FileFormat format) {
  switch (format) {
    case FileFormat::kAuto:
      return "auto";
    case FileFormat::kSmiles:
      return "smiles";
    case FileFormat::kCsv:
      return "csv";
    case FileFormat::kTsv:
      return "tsv";
    case FileFormat::kXlsx:
      return "xlsx";
    case FileFormat::kSdf:
      return "sdf";
    case FileFormat::kCif:
      return "cif";
    case FileFormat::kPoscar:
      return "poscar";
    case FileFormat::kArchive:
      return "archive";
    case FileFormat::kExtxyz:
      return "extxyz";
    case FileFormat::kJson:
      return "json";
  }
  return "";
}

FileFormat file_format_from_string(std::string_view name) {
  std::string known;
  for (const FileFormat format : kFormats) {
    if (name == to_string(format)) return format;
    known += (known.empty() ? "" : ", ") + std::string(to_string(format));
  }
  throw Error(ErrorCode::kInvalidArgument,
              "file format '" + std::string(name) + "': known formats are " + known)
      .with_field("format");
}

FileSummary read_candidate_file(std::string_view bytes, const FileOptions& options, const RowSink& sink) {
  FileSummary summary;
  summary.gzip = is_gzip(bytes);
  if (bytes.empty()) throw Error(ErrorCode::kInvalidArgument, "the file is empty (0 bytes)");
  std::unique_ptr<ByteSource> source;
  std::string head(bytes.substr(0, kHeadBytes));
  if (summary.gzip) {
    GzipSource peek(bytes, options.max_inflated_bytes);
    head = std::string(peek.next().substr(0, kHeadBytes));
    if (is_gzip(head)) {
      throw Error(ErrorCode::kInvalidArgument,
                  "the file is compressed with gzip twice; unpack it once and send it again");
    }
    if (head.empty()) throw Error(ErrorCode::kInvalidArgument, "the gzip file holds nothing (0 bytes)");
  }
  if (is_archive(head, options)) {
    summary.format = FileFormat::kArchive;
    summary.encoding = "bytes";
    read_structure_files(files_of_archive(bytes, std::min(options.max_inflated_bytes, kMaxStructures)), options.max_record_bytes, sink, summary);
    return summary;
  }
  refuse_foreign_bytes(head);
  if (is_zip(head)) {
    if (!summary.gzip) {
      read_workbook(bytes, options, sink, summary);
      return summary;
    }
    GzipSource packed(bytes, std::min(options.max_inflated_bytes, kMaxUnpackedXlsx));
    read_workbook(unpack(packed), options, sink, summary);
    return summary;
  }
  if (!options.sheet.empty()) {
    throw Error(ErrorCode::kInvalidArgument, "the file is no XLSX, so it has no sheets; leave the choice of a sheet out")
        .with_field("sheet");
  }
  if (options.format == FileFormat::kXlsx) {
    throw Error(ErrorCode::kInvalidArgument,
                "the file is no XLSX (it is no ZIP archive); choose the format auto")
        .with_field("format");
  }
  if (summary.gzip)
    source = std::make_unique<GzipSource>(bytes, options.max_inflated_bytes);
  else
    source = std::make_unique<MemorySource>(bytes);
  read_text(*source, options, sink, summary);
  return summary;
}

}  // namespace furui
