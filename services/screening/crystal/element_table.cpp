// A table of at most 118 lines, read once a model.
#include "crystal/element_table.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "core/elements.h"            // for element_symbol
#include "core/error.h"               // for Error
#include "crystal/structure_lines.h"  // for number_of, whole_number_of, words_of

namespace furui {
namespace {

constexpr std::string_view kStates = "oxidation_states";

std::vector<std::string_view> cut(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = std::min(text.find(at), text.size());
    parts.push_back(text.substr(0, end));
    if (end == text.size()) return parts;
    text.remove_prefix(end + 1);
  }
}

[[noreturn]] void complain(std::size_t line, const std::string& expected) {
  throw Error(ErrorCode::kInvalidArgument, "elements.csv, line " + std::to_string(line) + ": expected " + expected);
}

}  // namespace

ElementTable::ElementTable(std::string_view csv) {
  std::vector<std::string_view> lines = cut(csv, '\n');
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  const std::vector<std::string_view> header = cut(lines.empty() ? std::string_view() : lines[0], ',');
  if (header.size() < 3 || header[0] != "atomic_number" || header[1] != "symbol") complain(1, "the header 'atomic_number,symbol,…'");
  std::vector<Column*> columns;
  for (std::size_t c = 2; c < header.size(); ++c) {
    Column& column = columns_[std::string(header[c])];
    column.fill(std::numeric_limits<double>::quiet_NaN());
    columns.push_back(&column);
  }
  for (std::size_t l = 1; l < lines.size(); ++l) {
    const std::vector<std::string_view> cells = cut(lines[l], ',');
    if (cells.size() != header.size()) complain(l + 1, std::to_string(header.size()) + " cells, got " + std::to_string(cells.size()));
    const std::optional<int> z = whole_number_of<int>(cells[0]);
    if (!z || *z < 1 || *z > 118 || element_symbol(static_cast<unsigned>(*z)) != cells[1]) complain(l + 1, "an atomic number and its symbol");
    for (std::size_t c = 2; c < cells.size(); ++c) {
      if (header[c] == kStates) {
        for (const std::string_view word : words_of(cells[c])) {
          const std::optional<int> state = whole_number_of<int>(word);
          if (!state || *state < -9 || *state > 9) complain(l + 1, "oxidation states of -9 to 9");
          states_[static_cast<std::size_t>(*z)].push_back(*state);
        }
      } else if (!cells[c].empty()) {
        const std::optional<double> number = number_of(cells[c]);
        if (!number) complain(l + 1, "a number under '" + std::string(header[c]) + "'");
        (*columns[c - 2])[static_cast<std::size_t>(*z)] = *number;
      }
    }
  }
}

const ElementTable::Column* ElementTable::column(const std::string& name) const {
  const auto found = columns_.find(name);
  return found == columns_.end() ? nullptr : &found->second;
}

}  // namespace furui
