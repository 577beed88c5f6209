// Which candidates fail a profile's filters on structure and domain, looked up in stored graphs, and why.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/prediction.h"       // for Domain
#include "core/profile.h"          // for Profile
#include "pipeline/reader_pool.h"  // for ReaderPool

namespace furui {

/// A candidate's stored structure.
struct StoredGraph {
  std::size_t row = 0;     ///< of the candidate, from 0
  std::string_view bytes;  ///< as serialize wrote it, a molecule graph or a crystal
};

/// Throws Error{INVALID_ARGUMENT} naming the profile's line and the pattern where one is no SMARTS, or takes a reader
/// beyond its limits. Patterns are read by a reader process.
void check_patterns(const Profile& profile, ReaderPool& readers);

/// Usage: look at all graphs, in any blocks; then take what was found.
class StructureFilters {
 public:
  /// profile, readers  outlive this
  /// alerts            also look for the structural alerts that the profile filters by, which nobody did before
  /// candidates        n; one whose graph is never looked at fails every filter on structure
  /// throws            as check_patterns
  StructureFilters(const Profile& profile, std::size_t candidates, ReaderPool& readers, bool alerts = false);

  /// Whether the profile asks for any structure at all.
  bool asks() const { return !asking_.empty(); }

  /// A candidate that a reader cannot search within its limits fails the filters that need the search. A crystal matches
  /// no pattern and no alert.
  /// keep_going  where it says false, ends with Error{ABORTED}
  void look(std::span<const StoredGraph> graphs, const std::function<bool()>& keep_going = {});

  /// For each filter on structure, by its index in the profile, n flags: the candidate fails it.
  std::map<std::size_t, std::vector<std::uint8_t>> take_failed();

  /// Why a candidate fails a filter on structure, for its owner: "[N+](=O)[O-] matches atoms 3, 4 and 5".
  std::string why(std::size_t filter, std::size_t row) const;

 private:
  struct Asking {
    std::size_t filter = 0;  // index in the profile
    std::vector<std::size_t> patterns;  // of its patterns, indices in patterns_
  };
  void look_at_crystal(const StoredGraph& stored);
  bool needs_readers() const { return alerts_ || !patterns_.empty(); }
  std::string why_fails(const Asking& asking, const MoleculeReading& found) const;
  void set(const Asking& asking, std::size_t row, std::string why);

  const Profile& profile_;
  ReaderPool& readers_;
  bool alerts_ = false;
  std::vector<Asking> asking_;
  std::vector<std::string> patterns_;  // each once
  std::map<std::size_t, std::vector<std::uint8_t>> failed_;
  std::map<std::size_t, std::unordered_map<std::size_t, std::string>> why_;
};

/// For each filter on domain, by its index in the profile, n flags: the candidate is worse than the filter allows.
/// domain  n: the worst of the models that the profile uses
std::map<std::size_t, std::vector<std::uint8_t>> failed_domain(const Profile& profile, std::span<const Domain> domain);

}  // namespace furui
