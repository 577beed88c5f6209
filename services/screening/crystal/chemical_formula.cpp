// A recursive descent over one line; brackets bound its depth.
#include "crystal/chemical_formula.h"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/elements.h"            // for atomic_number_of
#include "core/utf8.h"                // for utf8_character_length
#include "crystal/structure_lines.h"  // for refuse, Refused

namespace furui {
namespace {

constexpr std::size_t kMostCharacters = 1000;
constexpr int kMostBrackets = 16;
constexpr double kMostAtoms = 1e6;

using Counts = std::map<std::uint8_t, double>;

/// Characters with what is written differently made plain: "₂" is '2', "·" is '*', no-break and wide blanks are ' '.
std::vector<std::string> characters_of(std::string_view text) {
  std::vector<std::string> characters;
  while (!text.empty()) {
    const std::size_t length = std::max<std::size_t>(1, utf8_character_length(text));
    std::string one(text.substr(0, length));
    text.remove_prefix(length);
    if (one.size() == 3 && one[0] == '\xE2' && one[1] == '\x82' && static_cast<unsigned char>(one[2]) >= 0x80 && static_cast<unsigned char>(one[2]) <= 0x89)
      one = static_cast<char>('0' + (static_cast<unsigned char>(one[2]) - 0x80));
    else if (one == "·" || one == "•" || one == "⋅" || one == "・" || one == "∙") one = "*";
    else if (one == "\t" || one == "\u00A0" || one == "\u3000" || one == "\u2009" || one == "\u202F") one = " ";
    characters.push_back(std::move(one));
  }
  return characters;
}

class Formula {
 public:
  explicit Formula(std::vector<std::string> characters) : characters_(std::move(characters)) {}

  Counts read() {
    Counts all = part();
    while (!at_end()) {
      if (here() != '*') wrong("expected an element, an amount or a bracket");
      ++at_;
      skip_blanks();
      for (const auto& [element, amount] : part()) all[element] += amount;
    }
    return all;
  }

 private:
  bool at_end() const { return at_ == characters_.size(); }
  /// The character here; 0 for one beyond ASCII and at the end.
  char here() const { return at_end() || characters_[at_].size() != 1 ? '\0' : characters_[at_][0]; }
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  void skip_blanks() {
    while (here() == ' ') ++at_;
  }
  std::string place() const { return at_end() ? "at the end" : "character " + std::to_string(at_ + 1) + ", '" + characters_[at_] + "'"; }
  [[noreturn]] void wrong(const std::string& expected) const { refuse(Reason::kParseError, place() + ": " + expected); }

  /// "5H2O": an amount, and what it multiplies.
  Counts part() {
    skip_blanks();
    const std::size_t before = at_;
    const double times = amount().value_or(1);
    Counts counts = group(0);
    if (counts.empty() && !seen_) {
      at_ = std::max(at_, before);
      wrong("expected an element");
    }
    for (auto& [element, count] : counts) count *= times;
    return counts;
  }

  Counts group(int depth) {
    Counts counts;
    seen_ = false;
    bool any = false;
    for (skip_blanks(); !at_end(); skip_blanks()) {
      Counts one;
      if (here() == '(' || here() == '[' || here() == '{') {
        one = bracket(depth + 1);
      } else if (here() >= 'A' && here() <= 'Z') {
        one[element()] = 1;
      } else {
        break;
      }
      any = true;
      skip_blanks();
      const std::size_t begin = at_;
      const double times = amount().value_or(1);
      if (depth == 0) refuse_a_point_before_water(begin);
      for (const auto& [element, count] : one) counts[element] += count * times;
    }
    seen_ = any;
    return counts;
  }

  Counts bracket(int depth) {
    if (depth > kMostBrackets) refuse(Reason::kTooLarge, place() + ": more than " + std::to_string(kMostBrackets) + " brackets in each other");
    const char close = here() == '(' ? ')' : here() == '[' ? ']' : '}';
    const std::string opened = place();
    ++at_;
    refuse_an_oxidation_state(close);
    Counts counts = group(depth);
    if (here() != close) {
      if (at_end()) refuse(Reason::kParseError, opened + ": is opened and never closed");
      wrong(std::string("expected an element, an amount or '") + close + "'");
    }
    if (!seen_) wrong("expected an element");
    ++at_;
    return counts;
  }

  /// "CuSO4.5H2O": 4.5 oxygens, or 4 and five waters? Nobody can know.
  void refuse_a_point_before_water(std::size_t begin) const {
    std::string amount, rest;
    for (std::size_t i = begin; i < at_; ++i) amount += characters_[i];
    for (std::size_t i = at_; i < characters_.size(); ++i) rest += characters_[i];
    const std::size_t point = amount.find('.');
    if (point == std::string::npos || point == 0 || amount.ends_with('.') || amount.ends_with('0')) return;
    for (const char* solvent : {"H2O", "(H2O)", "D2O", "NH3", "(NH3)"}) {
      if (rest != solvent) continue;
      refuse(Reason::kParseError, "character " + std::to_string(begin + 1) + ": '" + amount + rest + "' may be " + amount + " atoms, or " + amount.substr(0, point) + " and " +
                                      amount.substr(point + 1) + " " + rest + "; write '" + amount.substr(0, point) + "·" + amount.substr(point + 1) + rest + "', or the amount as " + amount + "0");
    }
  }

  /// "(III)" behind an element is no iodine.
  void refuse_an_oxidation_state(char close) const {
    std::string inside;
    for (std::size_t i = at_; i < characters_.size() && characters_[i] != std::string(1, close); ++i) inside += characters_[i];
    for (const char* numeral : {"I", "II", "III", "IV", "V", "VI", "VII", "VIII"}) {
      if (inside == numeral) refuse(Reason::kParseError, "character " + std::to_string(at_ + 1) + ": '(" + inside + ")' is an oxidation state; leave it out");
    }
  }

  std::uint8_t element() {
    std::string two(1, here());
    if (at_ + 1 < characters_.size() && characters_[at_ + 1].size() == 1 && characters_[at_ + 1][0] >= 'a' && characters_[at_ + 1][0] <= 'z') two += characters_[at_ + 1][0];
    if (const int number = atomic_number_of(two); two.size() == 2 && number > 0) {
      at_ += 2;
      return static_cast<std::uint8_t>(number);
    }
    const std::string one = two.substr(0, 1);
    const int number = one == "D" || one == "T" ? 1 : atomic_number_of(one);
    if (number <= 0 || two.size() == 2) refuse(Reason::kMissingElements, "character " + std::to_string(at_ + 1) + ": '" + two + "' is no element");
    ++at_;
    return static_cast<std::uint8_t>(number);
  }

  /// Digits with at most one point; nothing where none begins here.
  std::optional<double> amount() {
    std::string digits;
    const std::size_t begin = at_;
    while (is_digit(here()) || (here() == '.' && digits.find('.') == std::string::npos)) digits += characters_[at_++][0];
    if (digits.empty()) return std::nullopt;
    double number = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size()) {
      at_ = begin;
      wrong("expected an amount such as 2 or 0.5");
    }
    if (number > kMostAtoms) refuse(Reason::kTooLarge, "character " + std::to_string(begin + 1) + ": an amount above a million");
    return number;
  }

  std::vector<std::string> characters_;
  std::size_t at_ = 0;
  bool seen_ = false;  // whether the last group held anything, be it of amount 0
};

}  // namespace

std::variant<Amounts, Rejection> read_chemical_formula(std::string_view text) {
  const std::vector<std::string> characters = characters_of(text);
  try {
    if (characters.size() > kMostCharacters) refuse(Reason::kTooLarge, std::to_string(characters.size()) + " characters (limit " + std::to_string(kMostCharacters) + ")");
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) refuse(Reason::kEmpty, "the row holds no formula");
    Amounts amounts;
    for (const auto& [element, amount] : Formula(characters).read()) {
      if (amount > kMostAtoms) refuse(Reason::kTooLarge, "more than a million atoms of an element");
      if (amount > 0) amounts.emplace_back(element, amount);
    }
    if (amounts.empty()) refuse(Reason::kNoAtoms, "every amount of the formula is 0");
    return amounts;
  } catch (Refused& refused) {
    return std::move(refused.rejection);
  }
}

}  // namespace furui
