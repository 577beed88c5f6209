// The comment line says what the columns are, and they are read by what it says.
#include "crystal/extxyz.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/elements.h"            // for atomic_number_of, element_symbol
#include "core/lower_case.h"          // for lowered
#include "crystal/extxyz_comment.h"   // for extxyz_entries
#include "crystal/structure_lines.h"  // for StructureLines, number_of

namespace furui {
namespace {

using Entries = std::vector<ExtxyzEntry>;

constexpr std::size_t kMaxColumns = 10'000;

/// Where in an atom's line its numbers are.
struct Columns {
  std::optional<std::size_t> species, atomic_number, position;
  std::size_t count = 0;
  bool stated = false;
};

std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0;;) {
    const std::size_t end = std::min(text.find(':', at), text.size());
    parts.push_back(text.substr(at, end - at));
    if (end == text.size()) return parts;
    at = end + 1;
  }
}

Columns columns_of(const Entries& entries) {
  const std::string* stated = entry_of(entries, "properties");
  if (stated == nullptr) return {0, std::nullopt, 1, 4, false};
  const auto wrong = [&]() {
    refuse(Reason::kParseError, "line 2: Properties is '" + stated->substr(0, 80) + "'; expected triples of a name, a type (S, I, R or L) and a number of columns, such as species:S:1:pos:R:3");
  };
  const std::vector<std::string_view> parts = parts_of(*stated);
  if (parts.size() % 3 != 0) wrong();
  Columns columns;
  columns.stated = true;
  for (std::size_t i = 0; i < parts.size(); i += 3) {
    const std::string name = lowered(parts[i]), type = lowered(parts[i + 1]);
    const std::optional<std::size_t> width = whole_number_of<std::size_t>(parts[i + 2]);
    if (!width || *width == 0 || columns.count + *width > kMaxColumns || type.size() != 1 || std::string_view("sirl").find(type[0]) == std::string_view::npos) wrong();
    if (name == "species" && type == "s" && *width == 1) columns.species = columns.count;
    if (name == "z" && type == "i" && *width == 1) columns.atomic_number = columns.count;
    if (name == "pos" && type == "r" && *width == 3) columns.position = columns.count;
    columns.count += *width;
  }
  if (!columns.position) refuse(Reason::kParseError, "line 2: Properties names no places; expected pos:R:3");
  if (!columns.species && !columns.atomic_number) refuse(Reason::kMissingElements, "line 2: Properties names no elements; expected species:S:1 or Z:I:1");
  return columns;
}

Matrix3 lattice_of(const Entries& entries) {
  const std::string* stated = entry_of(entries, "lattice");
  if (stated == nullptr) refuse(Reason::kBadCell, "a molecule or cluster without a cell: line 2 has no Lattice=\"ax ay az bx by bz cx cy cz\"");
  const std::vector<std::string_view> words = words_of(*stated);
  std::vector<double> numbers;
  for (const std::string_view word : words) {
    if (const auto number = number_of(word)) numbers.push_back(*number);
  }
  if (numbers.size() != 9 || words.size() != 9) refuse(Reason::kBadCell, "line 2: Lattice is '" + stated->substr(0, 80) + "'; expected nine numbers, the cell's three vectors in angstrom");
  Matrix3 lattice;
  for (std::size_t i = 0; i < 9; ++i) lattice[i / 3][i % 3] = numbers[i];
  return lattice;
}

void check_periodic(const Entries& entries) {
  const std::string* stated = entry_of(entries, "pbc");
  if (stated == nullptr) return;
  std::vector<bool> periodic;
  for (const std::string_view word : words_of(*stated)) {
    const std::string value = lowered(word);
    const bool yes = value == "t" || value == "true" || value == "1";
    if (!yes && value != "f" && value != "false" && value != "0") refuse(Reason::kParseError, "line 2: pbc is '" + stated->substr(0, 40) + "'; expected such as \"T T T\"");
    periodic.push_back(yes);
  }
  if (periodic.size() == 1) periodic.assign(3, periodic[0]);
  if (periodic.size() != 3) refuse(Reason::kParseError, "line 2: pbc is '" + stated->substr(0, 40) + "'; expected three of T or F");
  const auto along = std::count(periodic.begin(), periodic.end(), true);
  if (along == 0) refuse(Reason::kBadCell, "a molecule or cluster: pbc says that it is periodic along no direction; expected a crystal, \"T T T\"");
  if (along < 3) refuse(Reason::kBadCell, "a slab or chain: pbc says that it is periodic along " + std::to_string(along) + " of three directions; expected a crystal, \"T T T\"");
}

/// Of "Na" and "NA"; deuterium and tritium are hydrogen; 0 where there is none.
int element_of(std::string_view word) {
  if (is_heavy_hydrogen(word)) return 1;
  std::string symbol(word);
  if (symbol.size() == 2 && symbol[1] >= 'A' && symbol[1] <= 'Z') symbol[1] = static_cast<char>(symbol[1] | 0x20);
  const int number = atomic_number_of(symbol);
  return number > 0 && element_symbol(static_cast<unsigned>(number)) == symbol ? number : 0;
}

ListedSite site_of(StructureLines& lines, const Columns& columns, const Matrix3& lattice, std::size_t number) {
  const std::string_view line = lines.next("an atom");
  const std::vector<std::string_view> words = words_of(line);
  if (words.size() < columns.count || (columns.stated && words.size() > columns.count))
    lines.wrong(line, "an atom in " + std::to_string(columns.count) + " columns" + (columns.stated ? ", as many as Properties names" : ""));
  ListedSite site;
  site.label = "number " + std::to_string(number);
  Vector3 place{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const auto coordinate = number_of(words[*columns.position + axis]);
    if (!coordinate) lines.wrong(line, "three coordinates of an atom from column " + std::to_string(*columns.position + 1));
    place[axis] = *coordinate;
  }
  site.fractional = fractional_of(lattice, place);
  const std::string_view element = words[columns.species ? *columns.species : *columns.atomic_number];
  const std::size_t atomic_number = whole_number_of<std::size_t>(element).value_or(0);
  site.atomic_number = columns.species ? element_of(element) : atomic_number <= 118 ? static_cast<int>(atomic_number) : 0;
  site.heavy_hydrogen = columns.species && is_heavy_hydrogen(element);
  if (site.atomic_number == 0)
    refuse(Reason::kMissingElements, "line " + std::to_string(lines.number()) + ": '" + std::string(element.substr(0, 20)) + "' is no element; expected " + (columns.species ? "a symbol such as Na" : "an atomic number of 1 to 118"));
  return site;
}

ListedCrystal read(StructureLines& lines, std::size_t max_sites) {
  const std::string_view first = lines.next("the count of atoms");
  const std::vector<std::string_view> words = words_of(first);
  const std::optional<std::size_t> count = words.size() == 1 ? whole_number_of<std::size_t>(words[0]) : std::nullopt;
  if (!count) lines.wrong(first, "the count of atoms");
  if (*count == 0) refuse(Reason::kNoAtoms, "line 1 counts no atoms");
  const Entries entries = extxyz_entries(lines.next("a comment with Lattice and Properties"));
  ListedCrystal crystal;
  crystal.lattice = lattice_of(entries);
  check_periodic(entries);
  if (*count > max_sites) refuse(Reason::kTooLarge, std::to_string(*count) + " sites (limit " + std::to_string(max_sites) + ")");
  const Columns columns = columns_of(entries);
  for (std::size_t number = 1; number <= *count; ++number) {
    if (lines.at_end())
      refuse(Reason::kParseError, "the frame ends after " + std::to_string(number - 1) + " atoms; line 1 counts " + std::to_string(*count));
    crystal.sites.push_back(site_of(lines, columns, crystal.lattice, number));
  }
  while (!lines.at_end()) {
    const std::string_view more = lines.next("nothing");
    if (!words_of(more).empty()) lines.wrong(more, "nothing behind the " + std::to_string(*count) + " atoms that line 1 counts");
  }
  return crystal;
}

}  // namespace

std::variant<ListedCrystal, Rejection> read_extxyz(std::string_view frame, std::size_t max_sites) {
  StructureLines lines(frame);
  try {
    return read(lines, max_sites);
  } catch (Refused& refused) {
    return std::move(refused.rejection);
  }
}

}  // namespace furui
