// Line by line, since the format is nothing but the order of its lines.
#include "crystal/poscar.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/elements.h"            // for atomic_number_of, element_symbol
#include "crystal/structure_lines.h"  // for StructureLines, words_of, number_of

namespace furui {
namespace {

using Words = std::vector<std::string_view>;
using Lines = StructureLines;

/// The first `count` words as numbers.
std::vector<double> numbers_of(Lines& lines, std::string_view line, std::size_t count, const char* expected) {
  const Words words = words_of(line);
  std::vector<double> numbers;
  for (std::size_t i = 0; i < count; ++i) {
    const auto number = i < words.size() ? number_of(words[i]) : std::nullopt;
    if (!number) lines.wrong(line, expected);
    numbers.push_back(*number);
  }
  return numbers;
}

Vector3 vector_of(Lines& lines, const char* expected) {
  const std::string_view line = lines.next(expected);
  const std::vector<double> numbers = numbers_of(lines, line, 3, expected);
  return {numbers[0], numbers[1], numbers[2]};
}

/// "Na" of "Na", "Na_pv" and "Na1"; 0 where there is none. Deuterium is hydrogen; a T is true.
int element_of(std::string_view word) {
  if (word == "D") return 1;
  std::size_t letters = 0;
  while (letters < word.size() && letters < 2 && std::isalpha(static_cast<unsigned char>(word[letters])) != 0) ++letters;
  for (std::size_t length = letters; length > 0; --length) {
    const int number = atomic_number_of(word.substr(0, length));
    if (number > 0 && element_symbol(static_cast<unsigned>(number)) == word.substr(0, length)) return number;
  }
  return 0;
}

/// Elements of all words; nothing where one is none.
std::optional<std::vector<int>> elements_of(const Words& words) {
  std::vector<int> elements;
  for (const std::string_view word : words) {
    elements.push_back(element_of(word));
    if (elements.back() == 0) return std::nullopt;
  }
  return elements;
}

/// By which x, y and z are multiplied.
Vector3 factors_of(const std::vector<double>& scale, const Matrix3& lattice) {
  if (scale.size() == 3) return {scale[0], scale[1], scale[2]};
  Crystal cell;
  cell.lattice = lattice;
  const double factor = scale[0] < 0 ? std::cbrt(-scale[0] / std::abs(volume(cell))) : scale[0];
  return {factor, factor, factor};
}

Vector3 scaled(Vector3 vector, const Vector3& factors) {
  for (std::size_t axis = 0; axis < 3; ++axis) vector[axis] *= factors[axis];
  return vector;
}

/// The element behind a position, "Na" of "0 0 0 # Na1" or "0 0 0 T T F Na"; 0 where there is none.
int element_behind(const Words& words) {
  for (std::size_t i = 3; i < words.size(); ++i) {
    std::string_view word = words[i];
    if (word.starts_with('#') || word.starts_with('!')) word.remove_prefix(1);
    if (word.empty() || word == "T" || word == "F" || word == ".TRUE." || word == ".FALSE.") continue;
    return element_of(word);
  }
  return 0;
}

ListedCrystal read(Lines& lines, std::size_t max_sites) {
  const std::string_view comment = lines.next("a comment");
  const std::string_view scale_line = lines.next("the scale");
  const Words scale_words = words_of(scale_line);
  const std::size_t scales = scale_words.size() >= 3 && number_of(scale_words[1]) && number_of(scale_words[2]) ? 3 : 1;
  const std::vector<double> scale = numbers_of(lines, scale_line, scales, "the scale, one number or three");
  Matrix3 lattice;
  for (Vector3& row : lattice) row = vector_of(lines, "three numbers of a cell vector");
  ListedCrystal crystal;
  const Vector3 factors = factors_of(scale, lattice);
  for (std::size_t row = 0; row < 3; ++row) crystal.lattice[row] = scaled(lattice[row], factors);

  std::string_view line = lines.next("elements or counts");
  std::optional<std::vector<int>> elements;
  Words symbols;
  if (const Words words = words_of(line); words.empty() || !number_of(words[0])) {
    elements = elements_of(words);
    symbols = words;
    if (words.empty() || !elements) lines.wrong(line, "elements, such as 'Na Cl'");
    line = lines.next("counts of the elements");
  }
  std::vector<std::size_t> counts;
  std::size_t sites = 0;
  for (const std::string_view word : words_of(line)) {
    std::size_t count = 0;
    const auto read = std::from_chars(word.data(), word.data() + word.size(), count);
    if (word.starts_with('#') || word.starts_with('!')) break;
    if (read.ec != std::errc() || read.ptr != word.data() + word.size() || count > max_sites) {
      if (read.ec == std::errc() && count > max_sites) refuse(Reason::kTooLarge, std::to_string(count) + " sites (limit " + std::to_string(max_sites) + ")");
      lines.wrong(line, "counts of the elements, such as '4 4'");
    }
    counts.push_back(count);
    sites += count;
  }
  if (sites == 0) refuse(Reason::kNoAtoms, "line " + std::to_string(lines.number()) + " counts no atoms");
  if (sites > max_sites) refuse(Reason::kTooLarge, std::to_string(sites) + " sites (limit " + std::to_string(max_sites) + ")");
  if (elements && elements->size() != counts.size())
    lines.wrong(line, std::to_string(elements->size()) + " counts, as many as there are elements");
  if (!elements) {
    const Words words = words_of(comment);
    if (words.size() == counts.size()) elements = elements_of(words);
    symbols = words;
  }

  line = lines.next("'Direct' or 'Cartesian'");
  const auto begins_with = [&](std::string_view letters) {
    const Words words = words_of(line);
    return !words.empty() && letters.find(words[0][0]) != std::string_view::npos;
  };
  if (begins_with("Ss")) line = lines.next("'Direct' or 'Cartesian'");
  const bool is_cartesian = begins_with("CcKk");
  if (!is_cartesian && !begins_with("Dd")) lines.wrong(line, "'Direct' or 'Cartesian'");
  bool all_named = true;
  for (std::size_t kind = 0; kind < counts.size(); ++kind) {
    for (std::size_t i = 0; i < counts[kind]; ++i) {
      const std::string_view position = lines.next("the position of an atom");
      const std::vector<double> numbers = numbers_of(lines, position, 3, "three coordinates of an atom");
      ListedSite& site = crystal.sites.emplace_back();
      site.label = "number " + std::to_string(crystal.sites.size());
      site.fractional = {numbers[0], numbers[1], numbers[2]};
      if (is_cartesian) site.fractional = fractional_of(crystal.lattice, scaled(site.fractional, factors));
      site.atomic_number = elements ? (*elements)[kind] : element_behind(words_of(position));
      site.heavy_hydrogen = elements && is_heavy_hydrogen(symbols[kind]);
      all_named = all_named && site.atomic_number > 0;
    }
  }
  if (!all_named)
    refuse(Reason::kMissingElements, "the file names no elements (as VASP 4 wrote it); add a line such as 'Na Cl' above the counts, or put them into the first line");
  return crystal;
}

}  // namespace

std::variant<ListedCrystal, Rejection> read_poscar(std::string_view text, std::size_t max_sites) {
  Lines lines(text);
  try {
    return read(lines, max_sites);
  } catch (Refused& refused) {
    return std::move(refused.rejection);
  }
}

}  // namespace furui
