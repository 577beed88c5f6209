// Atom lines of a connection table (CTfile formats, BIOVIA 2020), found by their place (V2000) or prefix (V3000).
#include "molecule/molblock_text.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace furui {
namespace {

std::string_view next_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

std::string_view word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
  const std::size_t end = std::min(line.find_first_of(" \t\r"), line.size());
  const std::string_view found = line.substr(0, end);
  line.remove_prefix(end);
  return found;
}

void count(std::string_view symbol, MolblockSize& size) {
  ++size.atoms;
  if (symbol != "H" && symbol != "D" && symbol != "T") ++size.heavy_atoms;
}

MolblockSize count_v3000(std::string_view text) {
  MolblockSize size;
  bool atoms = false;
  while (!text.empty()) {
    std::string_view line = next_line(text);
    if (word(line) != "M" || word(line) != "V30") continue;
    const std::string_view first = word(line);
    const std::string_view second = word(line);
    if (first == "BEGIN" && second == "ATOM")
      atoms = true;
    else if (first == "END" && second == "ATOM")
      atoms = false;
    else if (atoms)
      count(second, size);
  }
  return size;
}

}  // namespace

MolblockSize count_molblock_atoms(std::string_view block) {
  for (int header = 0; header < 3; ++header) next_line(block);
  std::string_view counts = next_line(block);
  if (counts.find("V3000") != std::string_view::npos) return count_v3000(block);
  std::string_view number = counts.substr(0, 3);
  number = word(number);
  std::size_t announced = 0;
  std::from_chars(number.data(), number.data() + number.size(), announced);
  MolblockSize size;
  for (std::size_t i = 0; i < announced && !block.empty(); ++i) {
    std::string_view line = next_line(block);
    if (line.size() < 32) return {};
    std::string_view symbol = line.substr(31, 3);
    count(word(symbol), size);
  }
  return size;
}

}  // namespace furui
