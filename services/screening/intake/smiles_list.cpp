// Lines of a SMILES list as rows.
#include "intake/smiles_list.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"            // for Error
#include "intake/column_choice.h"  // for choose_column, find_structure_column
#include "intake/smiles_shape.h"   // for trimmed, looks_like_smiles
#include "intake/text_lines.h"     // for TextLines

namespace furui {
namespace {

constexpr std::string_view kBlanks = " \t";

/// End of the CXSMILES extension that begins at `open`, or npos: its closing bar stands before a blank or the end.
std::size_t extension_end(std::string_view line, std::size_t open) {
  for (std::size_t at = line.find('|', open + 1); at != std::string_view::npos; at = line.find('|', at + 1)) {
    if (at + 1 == line.size() || line[at + 1] == ' ' || line[at + 1] == '\t') return at + 1;
  }
  return std::string_view::npos;
}

}  // namespace

SmilesLine split_smiles_line(std::string_view line) {
  while (line.starts_with(' ')) line.remove_prefix(1);
  std::size_t end = std::min(line.find_first_of(kBlanks), line.size());
  const std::size_t next = std::min(line.find_first_not_of(kBlanks, end), line.size());
  if (end > 0 && next < line.size() && line[next] == '|') {
    const std::size_t extended = extension_end(line, next);
    if (extended != std::string_view::npos) end = extended;
  }
  return {line.substr(0, end), trimmed(line.substr(end))};
}

bool is_smiles_header(std::string_view line) {
  const std::string first(split_smiles_line(line).structure);
  return !looks_like_smiles(first) && find_structure_column({first}).has_value();
}

void read_smiles_list(TextWindow& window, Encoding encoding, const FileOptions& options, const RowSink& sink,
                      FileSummary& summary) {
  std::vector<std::string> columns = {"smiles", "name"};
  std::size_t structure = 0;
  std::size_t id = 1;
  TextLines lines(window, options.max_record_bytes);
  TextLine line;
  bool begun = false;
  while (lines.next(line)) {
    if (trimmed(line.text).empty() && !line.cut) continue;
    const SmilesLine parts = split_smiles_line(line.text);
    const std::string_view cells[2] = {parts.structure, parts.name};
    if (!begun) {
      begun = true;
      const bool header = !line.cut && is_smiles_header(line.text);
      if (header) columns[0] = cell_text(parts.structure, encoding);
      if (header && !parts.name.empty()) columns[1] = cell_text(parts.name, encoding);
      if (!options.structure_column.empty())
        structure = choose_column(columns, options.structure_column, "structure");
      if (!options.id_column.empty()) id = choose_column(columns, options.id_column, "id");
      summary.structure_column = columns[structure];
      summary.id_column = columns[id];
      if (sink.columns) sink.columns(columns);
      if (header) continue;
    }
    Candidate candidate;
    candidate.fields.reserve(2);
    for (const std::string_view cell : cells) candidate.fields.push_back(cell_text(cell, encoding));
    candidate.raw = line.cut ? std::string(line.text) : structure_text(cells[structure], encoding);
    candidate.id = candidate.fields[id];
    ++summary.rows;
    if (sink.row) sink.row(std::move(candidate));
  }
  if (summary.rows == 0) {
    throw Error(ErrorCode::kInvalidArgument, begun ? "the list has a header but no structure below it"
                                                   : "the file is empty: it has no line with a structure");
  }
}

}  // namespace furui
