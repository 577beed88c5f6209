// The small parts of an XLSX: relations, workbook, styles, shared strings.
#include "intake/xlsx_workbook.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "core/error.h"       // for Error
#include "intake/encoding.h"  // for append_utf8
#include "intake/xml_part.h"  // for parse_xml_part

namespace furui {
namespace {

constexpr std::size_t kMaxStringBytes = std::size_t{512} << 20;

unsigned number_of(std::string_view text) {
  unsigned value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// Targets of a part's relations, by id and by the last word of their type.
struct Relations final : XmlHandler {
  std::map<std::string, std::string, std::less<>> by_id;
  std::map<std::string, std::string, std::less<>> by_type;

  void start(std::string_view element, const XmlAttributes& attributes) override {
    if (element != "Relationship") return;
    const std::string_view type = attributes["Type"];
    by_id.emplace(attributes["Id"], attributes["Target"]);
    by_type.emplace(type.substr(type.rfind('/') + 1), attributes["Target"]);
  }
};

struct Workbook final : XmlHandler {
  bool from_1904 = false;
  std::vector<XlsxSheet> sheets;  // with the ids of their relations as parts

  void start(std::string_view element, const XmlAttributes& attributes) override {
    if (element == "workbookPr")
      from_1904 = attributes["date1904"] == "1" || attributes["date1904"] == "true";
    if (element != "sheet") return;
    const std::string_view state = attributes["state"];
    sheets.push_back({std::string(attributes["name"]), std::string(attributes["id"]), state.empty() || state == "visible"});
  }
};

struct Styles final : XmlHandler {
  std::map<unsigned, NumberStyle> custom;
  std::vector<NumberStyle> styles;
  bool in_cell_formats = false;

  void start(std::string_view element, const XmlAttributes& attributes) override {
    if (element == "numFmt") {
      custom[number_of(attributes["numFmtId"])] = style_of_format(attributes["formatCode"]);
    } else if (element == "cellXfs") {
      in_cell_formats = true;
    } else if (element == "xf" && in_cell_formats) {
      const unsigned id = number_of(attributes["numFmtId"]);
      const auto found = custom.find(id);
      styles.push_back(found == custom.end() ? style_of_built_in(id) : found->second);
    }
  }
  void end(std::string_view element) override {
    if (element == "cellXfs") in_cell_formats = false;
  }
};

struct Strings final : XmlHandler {
  explicit Strings(SharedStrings& into) : strings(into) {}
  SharedStrings& strings;
  std::string current;
  bool in_text = false;
  bool in_phonetic = false;  // furigana, which is no part of the text

  void start(std::string_view element, const XmlAttributes&) override {
    if (element == "rPh") in_phonetic = true;
    in_text = element == "t" && !in_phonetic;
  }
  void text(std::string_view characters) override {
    if (in_text) current.append(characters);
  }
  void end(std::string_view element) override {
    in_text = false;
    if (element == "rPh") in_phonetic = false;
    if (element != "si") return;
    strings.bytes().append(unescape_xlsx(current));
    strings.end_text();
    current.clear();
    if (strings.bytes().size() > kMaxStringBytes) {
      throw Error(ErrorCode::kResourceExhausted,
                  "the texts of the XLSX file take more than 512 MiB; send the list as CSV");
    }
  }
};

/// Path of a relation's target; `folder` is that of the part which has the relation.
std::string part_path(std::string_view folder, std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  return std::string(folder) + std::string(target);
}

[[noreturn]] void refuse_other_zip(const ZipArchive& archive) {
  std::string what = "a ZIP archive and no XLSX; unpack it and send the list in it";
  if (archive.contains("content.xml")) what = "an OpenDocument file; save it as XLSX or CSV";
  if (archive.contains("word/document.xml")) what = "a Word document; copy its table into a CSV file";
  if (archive.contains("ppt/presentation.xml")) what = "a PowerPoint file; copy its table into a CSV file";
  if (archive.contains("xl/workbook.bin")) what = "a binary workbook (.xlsb); save it as XLSX or CSV";
  if (archive.contains("Index/Document.iwa")) what = "an Apple Numbers file; export it as XLSX or CSV";
  throw Error(ErrorCode::kInvalidArgument, "the file is " + what);
}

}  // namespace

std::string_view SharedStrings::operator[](std::size_t index) const {
  const std::uint64_t begin = index == 0 ? 0 : ends_[index - 1];
  return std::string_view(bytes_).substr(begin, ends_[index] - begin);
}

std::string unescape_xlsx(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t at = text.find("_x");
    if (at == std::string_view::npos) break;
    result.append(text.substr(0, at));
    text.remove_prefix(at);
    unsigned code = 0;
    if (text.size() >= 7 && text[6] == '_') {
      const auto parsed = std::from_chars(text.data() + 2, text.data() + 6, code, 16);
      if (parsed.ec == std::errc() && parsed.ptr == text.data() + 6) {
        append_utf8(result, code);
        text.remove_prefix(7);
        continue;
      }
    }
    result.push_back('_');
    text.remove_prefix(1);
  }
  return result.append(text);
}

XlsxWorkbook read_xlsx_workbook(ZipArchive& archive) {
  if (!archive.contains("_rels/.rels") || archive.contains("xl/workbook.bin")) refuse_other_zip(archive);
  Relations root;
  parse_xml_part(archive, "_rels/.rels", root);
  const auto document = root.by_type.find("officeDocument");
  if (document == root.by_type.end()) refuse_other_zip(archive);
  const std::string path = part_path("", document->second);
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : path.substr(0, slash + 1);
  const std::string name = path.substr(folder.size());
  if (!archive.contains(folder + "_rels/" + name + ".rels") || archive.contains("word/document.xml") ||
      archive.contains("ppt/presentation.xml")) {
    refuse_other_zip(archive);
  }
  Workbook workbook;
  parse_xml_part(archive, path, workbook);
  Relations relations;
  parse_xml_part(archive, folder + "_rels/" + name + ".rels", relations);

  XlsxWorkbook result;
  result.from_1904 = workbook.from_1904;
  for (XlsxSheet& sheet : workbook.sheets) {
    const auto target = relations.by_id.find(sheet.part);
    // Chart sheets and dialogs have no cells.
    if (target == relations.by_id.end() || target->second.find("worksheets/") == std::string::npos) continue;
    sheet.part = part_path(folder, target->second);
    result.sheets.push_back(std::move(sheet));
  }
  if (std::none_of(result.sheets.begin(), result.sheets.end(), [](const XlsxSheet& sheet) { return sheet.visible; })) {
    throw Error(ErrorCode::kInvalidArgument, "the XLSX file has no visible sheet with cells");
  }
  if (const auto styles = relations.by_type.find("styles"); styles != relations.by_type.end()) {
    Styles reader;
    parse_xml_part(archive, part_path(folder, styles->second), reader);
    result.styles = std::move(reader.styles);
  }
  if (const auto strings = relations.by_type.find("sharedStrings"); strings != relations.by_type.end()) {
    Strings reader(result.strings);
    parse_xml_part(archive, part_path(folder, strings->second), reader);
  }
  return result;
}

}  // namespace furui
