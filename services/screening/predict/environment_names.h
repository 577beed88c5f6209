// Names every carrier and atom of a batch by its neighbourhood, radius by radius, molecule by molecule.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/molecule_graph.h"   // for MoleculeGraph, the input
#include "predict/environments.h"  // for EnvironmentPlan
#include "predict/hash128.h"       // for Hash128, a name

namespace furui {

/// Names of all environments of a batch, and the batch's graph laid flat.
///
/// Atoms are numbered through the batch; bond b gives directed bonds 2b (begin to end) and 2b + 1 (end to begin).
/// A carrier is a directed bond, or with atom messages an atom.
struct EnvironmentNames {
  std::vector<std::uint32_t> atom_begin;  ///< molecules + 1: first atom of each molecule
  std::vector<std::uint32_t> bond_begin;  ///< molecules + 1: first bond of each molecule
  std::vector<std::uint32_t> molecule;    ///< atoms: which molecule each belongs to
  std::vector<std::uint32_t> source, target;              ///< directed bonds: atoms
  std::vector<std::uint32_t> incoming_begin, incoming;    ///< atoms + 1; directed bonds that end at each atom
  std::vector<Hash128> atom;                   ///< atoms: features
  std::vector<Hash128> bond;                   ///< bonds: features
  std::vector<Hash128> star;                   ///< atoms: features with those of all its bonds; atom messages only
  std::vector<std::vector<Hash128>> carrier;   ///< [radius 0 … depth − 1][carriers]
  std::vector<Hash128> final_atom;             ///< atoms after the last step
};

EnvironmentNames name_environments(const EnvironmentPlan& plan, std::span<const MoleculeGraph* const> graphs,
                                   ThreadPool& threads);

}  // namespace furui
