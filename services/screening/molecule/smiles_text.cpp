// A walk over a SMILES: OpenSMILES' grammar with RDKit's additions (dative arrows, '$', ring bonds %(nnn)).
#include "molecule/smiles_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <map>
#include <vector>

#include "core/utf8.h"               // for utf8_character_length
#include "core/elements.h"  // for atomic_number_of, to know an element from a typing error

namespace furui {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

/// '=' of '＝' and the like: U+FF01 to U+FF5E stand for ASCII's 0x21 to 0x7E (Unicode, Halfwidth and Fullwidth Forms),
/// as Japanese input methods write them; NUL for anything else.
char ascii_of_full_width(char32_t unicode) {
  return unicode >= 0xFF01 && unicode <= 0xFF5E ? static_cast<char>(unicode - 0xFF01 + 0x21) : '\0';
}

/// Of one whole UTF-8 character.
char32_t code_point(std::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  char32_t unicode = character.size() == 1 ? first : first & (0x7FU >> character.size());
  for (const char next : character.substr(1)) unicode = unicode << 6 | (static_cast<unsigned char>(next) & 0x3FU);
  return unicode;
}

/// Spaces and format characters beyond ASCII that cells copied from documents hold (Unicode categories Zs and Cf).
bool is_invisible(char32_t unicode) {
  return unicode == 0xA0 || unicode == 0xAD || unicode == 0x1680 || (unicode >= 0x2000 && unicode <= 0x200F) ||
         (unicode >= 0x2028 && unicode <= 0x202F) || (unicode >= 0x205F && unicode <= 0x206F) || unicode == 0x3000 || unicode == 0xFEFF;
}

/// "U+200B"
std::string in_hexadecimal(char32_t unicode) {
  std::array<char, 12> text{};
  std::snprintf(text.data(), text.size(), "U+%04X", static_cast<unsigned>(unicode));
  return text.data();
}

class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}

  SmilesScan scan() {
    while (at_ < text_.size()) step();
    if (!branches_.empty()) problem(branches_.back(), "the branch opened here is never closed");
    if (!rings_.empty()) {
      const auto& [number, position] = *rings_.begin();
      problem(position, "ring bond " + std::to_string(number) + " is opened here and never closed");
    }
    if (bond_at_ != 0) problem(bond_at_, "the bond has no atom after it");
    return std::move(result_);
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  void problem(std::size_t position, std::string message) {
    if (!result_.problem) result_.problem = SmilesProblem{position, std::move(message)};
  }

  void atom(bool heavy) {
    ++result_.atoms;
    if (heavy) ++result_.heavy_atoms;
    after_atom_ = true;
    bond_at_ = 0;
  }

  void step() {
    const char c = peek();
    if (c == '[') return bracket();
    if ((c == 'C' && peek(1) == 'l') || (c == 'B' && peek(1) == 'r')) {
      atom(true);
      at_ += 2;
    } else if (std::string_view("BCNOPSFIbcnops*").find(c) != std::string_view::npos) {
      atom(true);
      ++at_;
    } else if (is_digit(c) || c == '%') {
      ring_bond();
    } else if (c == '(') {
      if (!after_atom_) problem(at_ + 1, "a branch needs an atom before it");
      branches_.push_back(++at_);
    } else if (c == ')') {
      if (branches_.empty())
        problem(at_ + 1, "')' closes a branch that was never opened");
      else
        branches_.pop_back();
      if (bond_at_ != 0) problem(bond_at_, "the bond has no atom after it");
      ++at_;
    } else if (c == '.') {
      if (bond_at_ != 0) problem(bond_at_, "the bond has no atom after it");
      ++at_;
    } else {
      bond_or_stranger(c);
    }
  }

  void bond_or_stranger(char c) {
    if ((c == '-' && peek(1) == '>') || (c == '<' && peek(1) == '-')) {
      bond_at_ = at_ + 1;
      at_ += 2;
    } else if (c == '>') {
      result_.reaction = true;
      ++at_;
    } else if (c == ',' && bond_at_ == 0) {
      problem(at_ + 1, "a comma does not belong here; in a table put quotes around a cell that holds one");
      ++at_;
    } else if (std::string_view("-=#$:/\\~!@;,&").find(c) != std::string_view::npos) {
      if (!after_atom_) problem(at_ + 1, "a bond needs an atom before it");
      if (bond_at_ != 0) problem(at_ + 1, "a second bond, and no atom between the two");
      if (std::string_view("~!@;,&").find(c) != std::string_view::npos) result_.query = true;
      bond_at_ = ++at_;
    } else {
      stranger(c);
    }
  }

  void stranger(char c) {
    const std::size_t length = std::max<std::size_t>(1, utf8_character_length(text_.substr(at_)));
    const std::string character(text_.substr(at_, length));
    std::string shown = "'" + character + "'";
    if (length == 1 && !std::isprint(static_cast<unsigned char>(c))) shown = "a character that cannot be printed";
    const char32_t unicode = code_point(character);
    if (is_invisible(unicode)) shown = "the invisible character " + in_hexadecimal(unicode);
    std::string message = shown + " does not belong here";
    if (const char ascii = ascii_of_full_width(unicode); ascii != '\0')
      message = shown + " is a full-width character; write '" + std::string(1, ascii) + "'";
    if (c == ']') message = "']' closes a bracket that was never opened";
    if (is_upper(c) || is_lower(c)) {
      message = shown + " is no atom outside brackets";
      const std::string_view two = text_.substr(at_, is_upper(c) && is_lower(peek(1)) ? 2 : 1);
      if (atomic_number_of(two) > 0) message += "; write [" + std::string(two) + "]";
    }
    problem(at_ + 1, message);
    at_ += length;
  }

  void ring_bond() {
    const std::size_t start = at_ + 1;
    int number = 0;
    if (peek() != '%') {
      number = peek() - '0';
      ++at_;
    } else if (peek(1) == '(') {
      for (at_ += 2; is_digit(peek()) && number < 100000; ++at_) number = 10 * number + (peek() - '0');
      if (peek() == ')')
        ++at_;
      else
        problem(start, "the ring bond %(… is never closed by ')'");
    } else if (is_digit(peek(1)) && is_digit(peek(2))) {
      number = 10 * (peek(1) - '0') + (peek(2) - '0');
      at_ += 3;
    } else {
      problem(start, "'%' needs two digits after it");
      ++at_;
    }
    bond_at_ = 0;
    if (!after_atom_) problem(start, "a ring bond needs an atom before it");
    if (const auto open = rings_.find(number); open != rings_.end())
      rings_.erase(open);
    else
      rings_[number] = start;
  }

  void bracket() {
    const std::size_t start = at_ + 1;
    int depth = 0;
    std::size_t end = at_;
    for (; end < text_.size(); ++end) {  // SMARTS may nest brackets in $(…)
      if (text_[end] == '[') ++depth;
      if (text_[end] == ']' && --depth == 0) break;
    }
    if (depth > 1 || end == text_.size()) {
      problem(start, "'[' is never closed");
      end = text_.find(']', at_);
      if (end == std::string_view::npos) end = text_.size();
    }
    std::string_view inside = text_.substr(start, end > start ? end - start : 0);
    at_ = end < text_.size() ? end + 1 : end;
    atom(bracket_is_heavy(inside, start));
  }

  bool bracket_is_heavy(std::string_view inside, std::size_t start) {
    std::size_t i = 0;
    while (i < inside.size() && is_digit(inside[i])) ++i;
    const bool by_number = i < inside.size() && inside[i] == '#';
    if (inside.find_first_of(";,&!$~") != std::string_view::npos) result_.query = true;
    if (by_number) return inside.substr(i) != "#1";
    if (i < inside.size() && inside[i] == '\'') return true;  // RDKit's names of the heaviest elements
    if (i >= inside.size()) {
      problem(start, "the brackets hold no element");
      return true;
    }
    std::size_t length = 1;
    if (i + 1 < inside.size() && is_lower(inside[i + 1]) && (is_upper(inside[i]) || is_lower(inside[i])) &&
        atomic_number_of(inside.substr(i, 2)) > 0) {
      length = 2;
    }
    const std::string_view symbol = inside.substr(i, length);
    const int number = atomic_number_of(symbol);
    if (number < 0) {
      if (std::string_view("AaRrDdXxv").find(inside[i]) != std::string_view::npos) result_.query = true;
      problem(start + 1 + i, "'" + std::string(inside.substr(i)) + "' in brackets begins with no element");
      return true;
    }
    return number != 1;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool after_atom_ = false;
  std::size_t bond_at_ = 0;  ///< 1-based place of a bond that waits for its atom
  std::vector<std::size_t> branches_;
  std::map<int, std::size_t> rings_;
  SmilesScan result_;
};

}  // namespace

SmilesScan scan_smiles(std::string_view smiles) {
  return Walk(smiles).scan();
}

bool is_printable_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

}  // namespace furui
