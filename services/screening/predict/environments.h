// Distinct atom environments of a batch: which rows a network has to compute, and which rows each one sums.
//
// In a D-MPNN the message of a carrier (a directed bond, or an atom) after t steps depends only on its rooted
// neighbourhood of radius t. Equal neighbourhoods share one row; for drug-like batches of 8,000 molecules that
// leaves 187, 6,135 and 38,605 rows of 466,000 directed bonds at radii 0, 1 and 2. The tables depend on the graphs
// only, so all members and networks of equal plan share them. Every list is sorted by content (the rows' names),
// never by atom order or batch, so that sums do not depend on either.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/molecule_graph.h"  // for MoleculeGraph, the input
#include "predict/featurizer.h"   // for Featurizer, what tells atoms and bonds apart
#include "core/thread_pool.h"  // for ThreadPool

namespace furui {

/// What decides the environments of a network.
struct EnvironmentPlan {
  Featurizer featurizer = Featurizer::kV2;
  bool atom_messages = false;
  bool undirected = false;
  int depth = 3;  ///< message passing steps as chemprop counts them, at least 1

  friend bool operator==(const EnvironmentPlan&, const EnvironmentPlan&) = default;
};

/// Rows that are each a base row plus a sum of rows of the level before.
struct EnvironmentLevel {
  std::vector<std::uint32_t> base;      ///< n: row of the base table
  std::vector<std::uint32_t> offset;    ///< n + 1: where each row's list begins in `incoming`
  std::vector<std::uint32_t> incoming;  ///< rows of the level before, by content

  std::size_t size() const { return base.size(); }
};

/// Rows that are each one atom's features plus a sum of bonds' features (only the base of atom messages needs it).
struct StarRows {
  std::vector<std::uint32_t> atom;    ///< n: row of atom_features
  std::vector<std::uint32_t> offset;  ///< n + 1
  std::vector<std::uint32_t> bonds;   ///< rows of bond_features, by content
};

struct Environments {
  std::uint64_t serial = 0;  ///< another for each call of find_environments in this process; never 0 there
  std::size_t molecules = 0;
  std::size_t atom_width = 0, bond_width = 0;
  std::vector<float> atom_features;  ///< distinct atoms × atom_width
  std::vector<float> bond_features;  ///< distinct bonds × bond_width

  /// Radius 0. Bond messages: (atom, bond) feature rows; atom messages: atom rows, bond unused.
  std::vector<std::uint32_t> seed_atom, seed_bond;
  /// Base of radii 1 and more with atom messages; with bond messages the seeds themselves are the base.
  StarRows stars;
  /// Radii 1 … depth − 1.
  std::vector<EnvironmentLevel> levels;
  /// Distinct atoms after the last step; base is a row of atom_features.
  EnvironmentLevel atoms;
  /// molecules + 1, and each molecule's rows of `atoms`, by content.
  std::vector<std::uint32_t> molecule_offset, molecule_atoms;

  std::size_t distinct_atoms() const { return atom_width == 0 ? 0 : atom_features.size() / atom_width; }
  std::size_t distinct_bonds() const { return bond_width == 0 ? 0 : bond_features.size() / bond_width; }
};

/// The environments of `graphs`, none of which is null or without atoms.
Environments find_environments(const EnvironmentPlan& plan, std::span<const MoleculeGraph* const> graphs,
                               ThreadPool& threads);

}  // namespace furui
