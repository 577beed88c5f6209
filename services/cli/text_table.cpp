// Widths first, then lines.
#include "text_table.h"

#include <algorithm>

#include "visible_text.h"  // for visible

namespace furui::cli {

std::size_t display_width(const std::string& text) {
  constexpr std::string_view kReplacement = "\uFFFD";  // above U+3000, but of one column
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0) == 0x80) continue;
    width += byte >= 0xE3 && text.compare(i, kReplacement.size(), kReplacement) != 0 ? 2 : 1;
  }
  return width;
}

std::string shortened(const std::string& any, std::size_t width) {
  const std::string text = visible(any);
  if (display_width(text) <= width) return text;
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t next = i + 1;
    while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0) == 0x80) ++next;
    const std::string grown = result + text.substr(i, next - i);
    if (display_width(grown) > width - 1) break;
    result = grown;
    i = next;
  }
  return result + "…";
}

std::string padded(const std::string& any, std::size_t width, bool right) {
  const std::string text = visible(any);
  const std::size_t have = display_width(text);
  const std::string space(have < width ? width - have : 0, ' ');
  return right ? space + text : text + space;
}

std::string text_table(const std::vector<std::vector<std::string>>& any) {
  std::vector<std::vector<std::string>> rows = any;
  for (auto& row : rows) {
    for (std::string& cell : row) cell = visible(cell);
  }
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], display_width(row[c]));
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) line += padded(row[c], widths[c]) + "  ";
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string wrapped(const std::string& any, std::size_t width, std::size_t indent) {
  const std::string text = visible(any);
  std::string lines, line;
  std::size_t words_begin = text.find_first_not_of(' ');
  if (words_begin == std::string::npos) return "\n";
  line = text.substr(0, words_begin);
  bool empty = true;
  while (words_begin < text.size()) {
    const std::size_t end = std::min(text.find(' ', words_begin), text.size());
    const std::string word = text.substr(words_begin, end - words_begin);
    if (!empty && display_width(line) + 1 + display_width(word) > width) {
      lines += line + "\n";
      line = std::string(indent, ' ');
      empty = true;
    }
    line += (empty ? "" : " ") + word;
    empty = false;
    words_begin = end + 1;
  }
  return lines + line + "\n";
}

}  // namespace furui::cli
