// A scanner of SMILES tokens.
#include "intake/smiles_shape.h"

#include <bitset>

namespace furui {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kAtoms = "BCNOPSFIbcnops*";
constexpr std::string_view kBonds = "-=#$:/\\~.";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Length of the atom that `text` begins with, 0 where there is none.
std::size_t atom_length(std::string_view text) {
  if (text.starts_with("Cl") || text.starts_with("Br")) return 2;
  if (kAtoms.find(text.front()) != std::string_view::npos) return 1;
  if (text.front() != '[') return 0;
  const std::size_t close = text.find_first_of("[] \t", 1);
  return close == std::string_view::npos || close < 2 || text[close] != ']' ? 0 : close + 1;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

bool looks_like_smiles(std::string_view text) {
  text = trimmed(text);
  const std::size_t blank = text.find_first_of(" \t");
  if (blank != std::string_view::npos) {
    if (!trimmed(text.substr(blank)).starts_with('|') || !text.ends_with('|')) return false;
    text = text.substr(0, blank);
  }
  if (text.empty() || atom_length(text) == 0) return false;
  std::bitset<100> open_rings;
  int open_branches = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    if (const std::size_t atom = atom_length(rest); atom > 0) {
      at += atom;
      continue;
    }
    const char token = rest.front();
    if (is_digit(token)) {
      open_rings.flip(static_cast<std::size_t>(token - '0'));
      ++at;
    } else if (token == '%' && rest.size() >= 3 && is_digit(rest[1]) && is_digit(rest[2])) {
      open_rings.flip(static_cast<std::size_t>((rest[1] - '0') * 10 + (rest[2] - '0')));
      at += 3;
    } else if (token == '(' || token == ')') {
      open_branches += token == '(' ? 1 : -1;
      if (open_branches < 0) return false;
      ++at;
    } else if (kBonds.find(token) != std::string_view::npos) {
      ++at;
    } else {
      return false;
    }
  }
  return open_branches == 0 && open_rings.none();
}

}  // namespace furui
