// Cutting an SDF into records, and records into connection table and properties.
#include "intake/sdf.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "core/error.h"            // for Error
#include "intake/column_choice.h"  // for choose_column
#include "intake/smiles_shape.h"   // for trimmed
#include "intake/text_window.h"    // for TextWindow

namespace furui {
namespace {

constexpr std::size_t kMaxColumns = 16384;
constexpr std::string_view kRecordEnd = "$$$$";
constexpr std::string_view kTitle = "title";

/// Records of an SDF, one after another.
class SdfRecords {
 public:
  SdfRecords(TextWindow& window, std::size_t max_record_bytes)
      : window_(window), max_record_bytes_(max_record_bytes) {}

  std::string_view text;  ///< without the "$$$$" line; its first max_record_bytes + 1 bytes where it is cut
  bool cut = false;
  bool closed = false;  ///< a "$$$$" line followed

  bool next() {
    window_.consume(consume_);
    consume_ = 0;
    std::size_t searched = 0;
    bool dropping = false;
    std::size_t end = find_end(0);
    while (end == std::string_view::npos) {
      const std::size_t here = window_.text().size();
      if (here > max_record_bytes_) {
        if (!dropping) kept_.assign(window_.text().substr(0, max_record_bytes_ + 1));
        dropping = true;
        window_.consume(here - kRecordEnd.size() - 1);  // the end line may be half here
        searched = 0;
      } else {
        searched = here < kRecordEnd.size() + 1 ? 0 : here - kRecordEnd.size() - 1;
      }
      if (!window_.more()) break;
      end = dropping ? find_line(searched) : find_end(searched);
    }
    closed = end != std::string_view::npos;
    const std::size_t size = closed ? end : window_.text().size();
    if (!closed && size == 0 && !dropping) return false;
    consume_ = closed ? after_line(end) : size;  // may move the window, so views of it come after
    cut = dropping || size > max_record_bytes_;
    text =
        dropping ? std::string_view(kept_) : window_.text().substr(0, std::min(size, max_record_bytes_ + 1));
    return true;
  }

 private:
  std::size_t find_end(std::size_t from) const {
    return from == 0 && window_.text().starts_with(kRecordEnd) ? 0 : find_line(from);
  }
  /// Begin of the next "$$$$" line that is not the text's first.
  std::size_t find_line(std::size_t from) const {
    const std::size_t found = window_.text().find("\n$$$$", from);
    return found == std::string_view::npos ? found : found + 1;
  }
  std::size_t after_line(std::size_t begin) {
    std::size_t feed = window_.text().find('\n', begin);
    while (feed == std::string_view::npos && window_.text().size() - begin < 256 && window_.more()) {
      feed = window_.text().find('\n', begin);
    }
    return feed == std::string_view::npos ? window_.text().size() : feed + 1;
  }

  TextWindow& window_;
  std::size_t max_record_bytes_;
  std::size_t consume_ = 0;
  std::string kept_;
};

/// Takes the first line off a text, its ending included; `line` is it without the ending.
std::string_view take_line(std::string_view& text, std::string_view& line) {
  const std::size_t feed = text.find('\n');
  const std::string_view whole = text.substr(0, feed == std::string_view::npos ? text.size() : feed + 1);
  text.remove_prefix(whole.size());
  line = whole.substr(0, std::min(whole.find_last_not_of("\r\n") + 1, whole.size()));
  return whole;
}

/// Name of a property's header line ("> <NAME> (25)", ">  DT12"), empty where the line is none.
std::string_view property_name(std::string_view line) {
  if (!line.starts_with('>')) return {};
  const std::size_t open = line.find('<');
  const std::size_t close = line.rfind('>');
  if (open != std::string_view::npos && close > open) return line.substr(open + 1, close - open - 1);
  const std::size_t number = line.find("DT");
  return number == std::string_view::npos ? std::string_view() : trimmed(line.substr(number));
}

bool has_text(const SdfRecords& records) {
  return !trimmed(records.text).empty();
}

/// The columns of a file: "title", then its properties.
struct SdfColumns {
  std::vector<std::string> names;
  std::unordered_map<std::string, std::size_t> by_name;
  bool has_title = false;
};

SdfColumns find_columns(ByteSource& text, Encoding encoding, std::size_t max_record_bytes) {
  SdfColumns columns;
  TextWindow window(text);
  SdfRecords records(window, max_record_bytes);
  std::vector<std::string> names;
  bool any = false;
  while (records.next()) {
    any = any || has_text(records) || records.closed;
    const SdfRecord record = split_sdf_record(records.text);
    columns.has_title = columns.has_title || !record.title.empty();
    for (const auto& [name, value] : record.properties) {
      if (!columns.by_name.emplace(name, names.size()).second) continue;
      names.push_back(cell_text(name, encoding));
      if (names.size() > kMaxColumns) {
        throw Error(ErrorCode::kInvalidArgument, "the SDF has more than " + std::to_string(kMaxColumns) +
                                                     " different properties; is it damaged?");
      }
    }
  }
  text.rewind();
  if (!any) throw Error(ErrorCode::kInvalidArgument, "the file is empty: it has no record");
  // A property of that name takes the column: the title is the candidate's id all the same.
  columns.has_title = columns.has_title && !columns.by_name.contains(std::string(kTitle));
  if (columns.has_title) {
    columns.names.emplace_back(kTitle);
    for (auto& [name, index] : columns.by_name) ++index;
  }
  columns.names.insert(columns.names.end(), names.begin(), names.end());
  return columns;
}

}  // namespace

SdfRecord split_sdf_record(std::string_view record) {
  SdfRecord result;
  if (trimmed(record).empty()) return result;
  std::string_view rest = record;
  std::string_view line;
  take_line(rest, line);
  result.title = trimmed(line);
  int line_number = 1;
  bool in_block = true;
  while (in_block && !rest.empty()) {
    const std::string_view before = rest;
    take_line(rest, line);
    ++line_number;
    if (line_number > 4 && !property_name(line).empty()) {
      rest = before;
      break;
    }
    in_block = !line.starts_with("M  END");
  }
  result.molblock = record.substr(0, record.size() - rest.size());
  const char* value_begin = nullptr;
  bool after_blank = true;
  while (!rest.empty()) {
    const std::string_view whole = take_line(rest, line);
    const std::string_view name = property_name(line);
    if (!name.empty() && after_blank) {
      result.properties.emplace_back(trimmed(name), std::string_view());
      value_begin = whole.data() + whole.size();
      after_blank = false;
      continue;
    }
    const bool blank = trimmed(line).empty();
    if (!blank && value_begin != nullptr) {
      result.properties.back().second = {value_begin,
                                         static_cast<std::size_t>(line.data() + line.size() - value_begin)};
    }
    after_blank = blank;
  }
  return result;
}

void read_sdf(ByteSource& text, Encoding encoding, const FileOptions& options, const RowSink& sink,
              FileSummary& summary) {
  if (!options.structure_column.empty()) {
    throw Error(ErrorCode::kInvalidArgument,
                "an SDF's structures are its connection tables; choose no structure column")
        .with_field("structure_column");
  }
  text.rewind();
  const SdfColumns columns = find_columns(text, encoding, options.max_record_bytes);
  std::optional<std::size_t> id;
  if (!options.id_column.empty()) id = choose_column(columns.names, options.id_column, "id");
  summary.structure_column = "connection table";
  summary.id_column = id ? columns.names[*id] : "title";
  if (sink.columns) sink.columns(columns.names);

  TextWindow window(text);
  SdfRecords records(window, options.max_record_bytes);
  while (records.next()) {
    if (!records.closed && !has_text(records)) break;
    const SdfRecord record = split_sdf_record(records.text);
    Candidate candidate;
    candidate.notation = Notation::kMolblock;
    candidate.fields.resize(columns.names.size());
    if (columns.has_title) candidate.fields[0] = cell_text(record.title, encoding);
    for (const auto& [name, value] : record.properties) {
      candidate.fields[columns.by_name.at(std::string(name))] = cell_text(value, encoding);
    }
    candidate.raw = records.cut ? std::string(records.text) : structure_text(record.molblock, encoding);
    candidate.id = id ? candidate.fields[*id] : cell_text(record.title, encoding);
    ++summary.rows;
    if (sink.row) sink.row(std::move(candidate));
  }
}

}  // namespace furui
