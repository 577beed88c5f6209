// Elements are read off the graphs here; patterns are searched by reader processes, which a hostile one may kill.
#include "pipeline/structure_filters.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "core/atoms_text.h"  // for atoms_text
#include "core/composition.h"     // for amounts_of
#include "core/crystal.h"         // for parse_crystal
#include "core/elements.h"        // for element_symbol
#include "core/error.h"           // for Error
#include "core/molecule_graph.h"  // for is_molecule_graph, parse_molecule_graph
#include "rank/place.h"           // for place

namespace furui {
namespace {

bool contains(const std::vector<std::uint8_t>& elements, std::uint8_t number) {
  return std::find(elements.begin(), elements.end(), number) != elements.end();
}

bool is_allowed(const Filter& filter, std::uint8_t number) {
  constexpr std::uint8_t kHydrogen = 1;
  const bool stranger = !filter.elements.empty() && number != kHydrogen && !contains(filter.elements, number);
  return !stranger && !contains(filter.forbidden_elements, number);
}

/// The first atom of an element that the filter does not allow; empty where there is none.
std::string why_elements(const Filter& filter, const MoleculeGraph& graph) {
  constexpr std::uint8_t kHydrogen = 1;
  for (std::size_t i = 0; i < graph.atoms.size(); ++i) {
    const std::uint8_t number = graph.atoms[i].atomic_number;
    if (!is_allowed(filter, number)) return "atom " + std::to_string(i + 1) + " is " + std::string(element_symbol(number));
  }
  // Hydrogens without a place among the atoms.
  if (contains(filter.forbidden_elements, kHydrogen)) {
    for (std::size_t i = 0; i < graph.atoms.size(); ++i) {
      if (graph.atoms[i].total_hydrogens > 0) return "atom " + std::to_string(i + 1) + " has hydrogen";
    }
  }
  return "";
}

std::string why_elements(const Filter& filter, const Crystal& crystal) {
  for (const auto& [number, amount] : amounts_of(crystal)) {
    if (!is_allowed(filter, number)) return "it contains " + std::string(element_symbol(number));
  }
  return "";
}

const std::vector<std::string>& patterns_of(const Filter& filter) { return filter.smarts.empty() ? filter.required_smarts : filter.smarts; }

}  // namespace

void check_patterns(const Profile& profile, ReaderPool& readers) {
  for (std::size_t f = 0; f < profile.filters.size(); ++f) {
    const Filter& filter = profile.filters[f];
    for (const std::string& pattern : patterns_of(filter)) {
      ReadOptions options;
      options.patterns = {pattern};
      const Question methane{Notation::kSmiles, "C"};
      const ReadOutcome outcome = readers.read({&methane, 1}, options).front();
      const auto* rejection = std::get_if<Rejection>(&outcome);
      if (rejection == nullptr) continue;
      const char* key = filter.smarts.empty() ? "required_smarts" : "smarts";
      const std::string what = rejection->reason == Reason::kUnsupportedFeature ? rejection->detail : "cannot be searched for: " + rejection->detail;
      throw Error(ErrorCode::kInvalidArgument, place(profile, filter.line) + ": the pattern '" + pattern + "' " + what)
          .with_field("filter[" + std::to_string(f) + "]." + key);
    }
  }
}

StructureFilters::StructureFilters(const Profile& profile, std::size_t candidates, ReaderPool& readers, bool alerts)
    : profile_(profile), readers_(readers) {
  check_patterns(profile, readers);
  for (std::size_t f = 0; f < profile.filters.size(); ++f) {
    const bool asks_for_alerts = alerts && !profile.filters[f].alerts.empty();
    if (!profile.filters[f].asks_for_structure() && !asks_for_alerts) continue;
    alerts_ = alerts_ || asks_for_alerts;
    Asking& asking = asking_.emplace_back(Asking{f, {}});
    for (const std::string& pattern : patterns_of(profile.filters[f])) {
      const auto known = std::find(patterns_.begin(), patterns_.end(), pattern);
      asking.patterns.push_back(static_cast<std::size_t>(known - patterns_.begin()));
      if (known == patterns_.end()) patterns_.push_back(pattern);
    }
    failed_[f].assign(candidates, 1);
  }
}

void StructureFilters::look(std::span<const StoredGraph> graphs, const std::function<bool()>& keep_going) {
  if (!asks()) return;
  std::vector<StoredGraph> molecules;
  for (const StoredGraph& graph : graphs) {
    if (is_molecule_graph(graph.bytes)) molecules.push_back(graph);
    else look_at_crystal(graph);
  }
  std::vector<ReadOutcome> found;
  if (needs_readers()) {
    std::vector<Question> questions;
    for (const StoredGraph& graph : molecules) questions.push_back({Notation::kGraph, graph.bytes});
    ReadOptions options;
    options.patterns = patterns_;
    options.alerts = alerts_;
    found = readers_.read(questions, options, keep_going);
  }
  for (std::size_t i = 0; i < molecules.size(); ++i) {
    for (const Asking& asking : asking_) {
      const Filter& filter = profile_.filters[asking.filter];
      if (asking.patterns.empty() && filter.alerts.empty()) {
        set(asking, molecules[i].row, why_elements(filter, parse_molecule_graph(molecules[i].bytes)));
        continue;
      }
      if (const auto* rejection = std::get_if<Rejection>(&found[i])) {
        set(asking, molecules[i].row, "it could not be searched: " + rejection->detail);
        continue;
      }
      set(asking, molecules[i].row, why_fails(asking, std::get<Reading>(found[i]).molecule));
    }
  }
}

void StructureFilters::look_at_crystal(const StoredGraph& stored) {
  const Crystal crystal = parse_crystal(stored.bytes);
  for (const Asking& asking : asking_) {
    const Filter& filter = profile_.filters[asking.filter];
    set(asking, stored.row, filter.required_smarts.empty() ? why_elements(filter, crystal) : "it is a crystal, and " + filter.required_smarts.front() + " is of molecules");
  }
}

std::string StructureFilters::why_fails(const Asking& asking, const MoleculeReading& found) const {
  const Filter& filter = profile_.filters[asking.filter];
  for (const Alert& alert : found.alerts) {
    if (std::find(filter.alerts.begin(), filter.alerts.end(), alert.catalogue) != filter.alerts.end())
      return alert.catalogue + " rule " + alert.rule + " matches " + atoms_text(alert.atoms);
  }
  for (const std::size_t pattern : asking.patterns) {
    const std::vector<std::uint16_t>& atoms = found.matches[pattern];
    if (atoms.empty() == filter.smarts.empty()) return patterns_[pattern] + (atoms.empty() ? " does not match" : " matches " + atoms_text(atoms));
  }
  return "";
}

void StructureFilters::set(const Asking& asking, std::size_t row, std::string why) {
  failed_[asking.filter][row] = why.empty() ? 0 : 1;
  if (!why.empty()) why_[asking.filter][row] = std::move(why);
}

std::map<std::size_t, std::vector<std::uint8_t>> StructureFilters::take_failed() { return std::move(failed_); }

std::string StructureFilters::why(std::size_t filter, std::size_t row) const {
  const auto of_filter = why_.find(filter);
  if (of_filter == why_.end()) return "";
  const auto found = of_filter->second.find(row);
  return found == of_filter->second.end() ? "" : found->second;
}

std::map<std::size_t, std::vector<std::uint8_t>> failed_domain(const Profile& profile, std::span<const Domain> domain) {
  std::map<std::size_t, std::vector<std::uint8_t>> failed;
  for (std::size_t f = 0; f < profile.filters.size(); ++f) {
    if (!profile.filters[f].domain) continue;
    std::vector<std::uint8_t>& flags = failed[f];
    for (const Domain of : domain) flags.push_back(of > *profile.filters[f].domain ? 1 : 0);
  }
  return failed;
}

}  // namespace furui
