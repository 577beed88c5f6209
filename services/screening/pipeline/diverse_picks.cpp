// Fingerprints are made here, scaffolds by reader processes; rank picks by numbers alone.
#include "pipeline/diverse_picks.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <string_view>
#include <variant>

#include "core/composition.h"               // for amounts_of, reduced_formula
#include "core/crystal.h"                   // for parse_crystal
#include "core/elements.h"                  // for element_symbol
#include "core/molecule_graph.h"            // for is_molecule_graph, parse_molecule_graph
#include "molecule/circular_fingerprint.h"  // for circular_fingerprint
#include "rank/diverse_pick.h"              // for pick_diverse, pick_by_quota

namespace furui {
namespace {

/// Row-major.
std::vector<std::uint64_t> fingerprints_of(std::span<const StoredGraph> graphs) {
  std::vector<std::uint64_t> words;
  words.reserve(graphs.size() * kFingerprintWords);
  for (const StoredGraph& graph : graphs) {
    const Fingerprint fingerprint = circular_fingerprint(parse_molecule_graph(graph.bytes));
    words.insert(words.end(), fingerprint.begin(), fingerprint.end());
  }
  return words;
}

/// Each candidate's group as a number, and the groups in words.
struct Groups {
  std::vector<std::int64_t> of;
  std::map<std::int64_t, std::string> words;
};

Groups scaffolds_of(std::span<const StoredGraph> graphs, ReaderPool& readers, const std::function<bool()>& keep_going) {
  std::vector<Question> questions;
  for (const StoredGraph& graph : graphs) questions.push_back({Notation::kGraph, graph.bytes});
  ReadOptions options;
  options.scaffold = true;
  Groups groups;
  std::map<std::string, std::int64_t> numbers;
  for (const ReadOutcome& outcome : readers.read(questions, options, keep_going)) {
    const auto* reading = std::get_if<Reading>(&outcome);
    if (reading == nullptr) {
      groups.of.push_back(kNoGroup);
      continue;
    }
    const std::string& scaffold = reading->molecule.scaffold;
    const std::int64_t number = numbers.emplace(scaffold, static_cast<std::int64_t>(numbers.size())).first->second;
    groups.words[number] = scaffold.empty() ? "no ring" : scaffold;
    groups.of.push_back(number);
  }
  return groups;
}

Groups clusters_of(const std::vector<std::uint64_t>& fingerprints, double similarity) {
  Groups groups;
  groups.of = cluster_by_leaders(fingerprints, kFingerprintWords, similarity);
  std::map<std::int64_t, std::size_t> members;
  for (const std::int64_t leader : groups.of) ++members[leader];
  for (const auto& [leader, count] : members) groups.words[leader] = "cluster of " + std::to_string(count);
  return groups;
}

std::string formula_of(std::string_view bytes) {
  if (!is_molecule_graph(bytes)) return reduced_formula(amounts_of(parse_crystal(bytes)));
  // Carbon and hydrogen first, the others by alphabet (Hill 1900, J. Am. Chem. Soc. 22, 478).
  std::map<std::string, int> counts;
  for (const Atom& atom : parse_molecule_graph(bytes).atoms) {
    ++counts[std::string(element_symbol(atom.atomic_number))];
    if (atom.total_hydrogens > 0) counts["H"] += atom.total_hydrogens;
  }
  std::string formula;
  const auto take = [&](const std::string& symbol, int count) { formula += symbol + (count > 1 ? std::to_string(count) : ""); };
  if (counts.count("C") > 0) {
    for (const char* first : {"C", "H"}) {
      const auto found = counts.find(first);
      if (found == counts.end()) continue;
      take(first, found->second);
      counts.erase(found);
    }
  }
  for (const auto& [symbol, count] : counts) take(symbol, count);
  return formula;
}

std::vector<DiversePick> pick_by_formula(const Diversity& diversity, std::span<const StoredGraph> best) {
  std::vector<std::int64_t> groups;
  std::map<std::string, std::int64_t> numbers;
  std::vector<std::string> formulas;
  for (const StoredGraph& one : best) {
    formulas.push_back(formula_of(one.bytes));
    groups.push_back(numbers.emplace(formulas.back(), static_cast<std::int64_t>(numbers.size())).first->second);
  }
  std::vector<DiversePick> picks;
  for (const std::size_t picked : pick_by_quota(groups, diversity.most, diversity.pick)) {
    DiversePick& pick = picks.emplace_back();
    pick.row = best[picked].row;
    pick.group = formulas[picked];
  }
  return picks;
}

}  // namespace

std::vector<DiversePick> pick_from_best(const Diversity& diversity, std::span<const StoredGraph> best, ReaderPool& readers,
                                        const std::function<bool()>& keep_going) {
  best = best.first(std::min(best.size(), diversity.pool()));
  if (diversity.method == PickMethod::kFormula) return pick_by_formula(diversity, best);
  std::vector<StoredGraph> molecules;
  std::copy_if(best.begin(), best.end(), std::back_inserter(molecules), [](const StoredGraph& one) { return is_molecule_graph(one.bytes); });
  best = molecules;
  const std::vector<std::uint64_t> fingerprints = fingerprints_of(best);
  Groups groups;
  if (diversity.method == PickMethod::kScaffold) groups = scaffolds_of(best, readers, keep_going);
  if (diversity.method == PickMethod::kCluster) groups = clusters_of(fingerprints, diversity.similarity);
  const std::vector<std::size_t> picked = diversity.method == PickMethod::kMaxMin ? pick_diverse(fingerprints, kFingerprintWords, diversity.pick)
                                                                                  : pick_by_quota(groups.of, diversity.most, diversity.pick);
  const std::vector<float> similarity = similarity_to_earlier(fingerprints, kFingerprintWords, picked);
  std::vector<DiversePick> picks;
  for (std::size_t i = 0; i < picked.size(); ++i) {
    const auto words = groups.of.empty() ? groups.words.end() : groups.words.find(groups.of[picked[i]]);
    picks.push_back({best[picked[i]].row, words == groups.words.end() ? "" : words->second, similarity[i]});
  }
  return picks;
}

}  // namespace furui
