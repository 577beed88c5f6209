// RDKit's substructure search over patterns that are parsed once a process.
#include "molecule/substructures.h"

#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <GraphMol/Substruct/SubstructMatch.h>

#include <map>
#include <memory>

namespace furui {
namespace {

constexpr std::size_t kMostPatterns = 1000;  // kept; a process that met more forgets them all

std::unique_ptr<RDKit::ROMol> parse(const std::string& smarts) {
  for (std::size_t i = 0; i < smarts.size(); ++i) {
    // RDKit's parser stops in silence at the first byte beyond ASCII.
    if (static_cast<unsigned char>(smarts[i]) >= 0x80)
      throw UnreadablePattern("has a character beyond ASCII after " + std::to_string(i) + " bytes; SMARTS has none, so one was perhaps typed full-width");
    if (smarts[i] == ' ' || smarts[i] == '\t')
      throw UnreadablePattern("has a blank after " + std::to_string(i) + " bytes; expected one SMARTS alone");
  }
  std::unique_ptr<RDKit::ROMol> pattern;
  try {
    pattern.reset(RDKit::SmartsToMol(smarts, 0, true));
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    // As a pattern that is none: RDKit throws for some mistakes and returns nothing for others.
  }
  if (!pattern) throw UnreadablePattern("is no SMARTS that RDKit reads: look for brackets, rings and branches that are not closed, and unknown symbols");
  if (pattern->getNumAtoms() == 0) throw UnreadablePattern("has no atoms; expected at least one");
  return pattern;
}

}  // namespace

std::vector<std::vector<std::uint16_t>> first_matches(const RDKit::ROMol& molecule, const std::vector<std::string>& smarts) {
  static std::map<std::string, std::unique_ptr<RDKit::ROMol>> patterns;
  if (patterns.size() > kMostPatterns) patterns.clear();
  std::vector<std::vector<std::uint16_t>> matches(smarts.size());
  for (std::size_t i = 0; i < smarts.size(); ++i) {
    std::unique_ptr<RDKit::ROMol>& pattern = patterns[smarts[i]];
    if (!pattern) pattern = parse(smarts[i]);
    RDKit::MatchVectType match;
    if (!RDKit::SubstructMatch(molecule, *pattern, match)) continue;
    for (const auto& [query, atom] : match) matches[i].push_back(static_cast<std::uint16_t>(atom));
  }
  return matches;
}

}  // namespace furui
