// A neighbourhood's name is the name of its centre chained with the sum of its members' names: order-free, O(1) each.
#include "predict/environment_names.h"

#include <algorithm>

namespace furui {
namespace {

constexpr std::size_t kMoleculesPerBlock = 64;

// Sums over the bonds that end at each atom, one molecule at a time.
void sum_incoming(const EnvironmentNames& names, std::uint32_t first_bond, std::uint32_t last_bond,
                  const std::vector<Hash128>& per_bond, std::vector<Hash128>& sum) {
  for (std::uint32_t e = 2 * first_bond; e < 2 * last_bond; ++e) {
    sum[names.target[e]] = sum[names.target[e]] + per_bond[e - 2 * first_bond];
  }
}

struct Scratch {
  std::vector<Hash128> member;  ///< directed bonds of one molecule
};

void lay_flat(EnvironmentNames& names, const MoleculeGraph& graph, std::size_t m) {
  const std::uint32_t atom0 = names.atom_begin[m];
  std::uint32_t e = 2 * names.bond_begin[m];
  for (std::size_t a = 0; a < graph.atoms.size(); ++a) names.molecule[atom0 + a] = static_cast<std::uint32_t>(m);
  for (const Bond& bond : graph.bonds) {
    names.source[e] = names.target[e + 1] = atom0 + bond.begin;
    names.target[e] = names.source[e + 1] = atom0 + bond.end;
    e += 2;
  }
  // Counting sort by target; a molecule's part of `incoming` begins at its first directed bond.
  const std::uint32_t e0 = 2 * names.bond_begin[m];
  const std::uint32_t last = atom0 + static_cast<std::uint32_t>(graph.atoms.size());
  std::vector<std::uint32_t> cursor(graph.atoms.size() + 1, 0);
  for (std::uint32_t d = e0; d < e; ++d) ++cursor[names.target[d] - atom0 + 1];
  for (std::size_t a = 0; a < graph.atoms.size(); ++a) cursor[a + 1] += cursor[a];
  for (std::uint32_t a = atom0; a < last; ++a) names.incoming_begin[a] = e0 + cursor[a - atom0];
  for (std::uint32_t d = e0; d < e; ++d) names.incoming[e0 + cursor[names.target[d] - atom0]++] = d;
}

// Sets sum[v] to the multiset of the level's messages that reach atom v.
void sum_messages(const EnvironmentPlan& plan, const EnvironmentNames& names, std::size_t m,
                  const std::vector<Hash128>& level, std::vector<Hash128>& sum, Scratch& scratch, bool last) {
  const std::uint32_t b0 = names.bond_begin[m], b1 = names.bond_begin[m + 1];
  scratch.member.resize(2 * (b1 - b0));
  const bool both_ways = plan.undirected && !last;
  for (std::uint32_t e = 2 * b0; e < 2 * b1; ++e)
    scratch.member[e - 2 * b0] = in_multiset(level[plan.atom_messages ? names.source[e] : e]);
  if (both_ways) {
    for (std::size_t e = 0; e < scratch.member.size(); e += 2)
      scratch.member[e] = scratch.member[e + 1] = scratch.member[e] + scratch.member[e + 1];
  }
  std::fill(sum.begin() + names.atom_begin[m], sum.begin() + names.atom_begin[m + 1], Hash128{});
  sum_incoming(names, b0, b1, scratch.member, sum);
}

void name_molecule(const EnvironmentPlan& plan, const MoleculeGraph& graph, std::size_t m, EnvironmentNames& names,
                   std::vector<Hash128>& sum, Scratch& scratch) {
  const std::uint32_t a0 = names.atom_begin[m], a1 = names.atom_begin[m + 1];
  const std::uint32_t b0 = names.bond_begin[m], b1 = names.bond_begin[m + 1];
  for (std::uint32_t a = a0; a < a1; ++a) names.atom[a] = atom_code(plan.featurizer, graph.atoms[a - a0]);
  for (std::uint32_t b = b0; b < b1; ++b) names.bond[b] = bond_code(plan.featurizer, graph.bonds[b - b0]);

  if (plan.atom_messages) {
    scratch.member.resize(2 * (b1 - b0));
    for (std::uint32_t e = 2 * b0; e < 2 * b1; ++e) scratch.member[e - 2 * b0] = in_multiset(names.bond[e / 2]);
    std::fill(sum.begin() + a0, sum.begin() + a1, Hash128{});
    sum_incoming(names, b0, b1, scratch.member, sum);
    for (std::uint32_t a = a0; a < a1; ++a) {
      names.star[a] = chained(names.atom[a], sum[a]);
      names.carrier[0][a] = names.atom[a];
    }
  } else {
    for (std::uint32_t e = 2 * b0; e < 2 * b1; ++e)
      names.carrier[0][e] = chained(names.atom[names.source[e]], names.bond[e / 2]);
  }

  for (int radius = 1; radius < plan.depth; ++radius) {
    const std::vector<Hash128>& before = names.carrier[radius - 1];
    std::vector<Hash128>& now = names.carrier[radius];
    sum_messages(plan, names, m, before, sum, scratch, false);
    if (plan.atom_messages) {
      for (std::uint32_t a = a0; a < a1; ++a) now[a] = chained(names.star[a], sum[a]);
    } else {
      for (std::uint32_t e = 2 * b0; e < 2 * b1; ++e) {
        // All that reaches the source but what comes back over this very bond.
        const Hash128 others = sum[names.source[e]] - scratch.member[(e ^ 1u) - 2 * b0];
        now[e] = chained(names.carrier[0][e], others);
      }
    }
  }
  sum_messages(plan, names, m, names.carrier[plan.depth - 1], sum, scratch, true);
  for (std::uint32_t a = a0; a < a1; ++a) names.final_atom[a] = chained(names.atom[a], sum[a]);
}

}  // namespace

EnvironmentNames name_environments(const EnvironmentPlan& plan, std::span<const MoleculeGraph* const> graphs,
                                   ThreadPool& threads) {
  EnvironmentNames names;
  names.atom_begin.assign(1, 0);
  names.bond_begin.assign(1, 0);
  for (const MoleculeGraph* graph : graphs) {
    names.atom_begin.push_back(names.atom_begin.back() + static_cast<std::uint32_t>(graph->atoms.size()));
    names.bond_begin.push_back(names.bond_begin.back() + static_cast<std::uint32_t>(graph->bonds.size()));
  }
  const std::size_t atoms = names.atom_begin.back(), directed = 2 * std::size_t{names.bond_begin.back()};
  names.molecule.resize(atoms);
  names.source.resize(directed);
  names.target.resize(directed);
  names.incoming_begin.resize(atoms + 1);
  names.incoming_begin[atoms] = static_cast<std::uint32_t>(directed);
  names.incoming.resize(directed);
  names.atom.resize(atoms);
  names.bond.resize(directed / 2);
  names.star.resize(plan.atom_messages ? atoms : 0);
  names.carrier.assign(static_cast<std::size_t>(plan.depth),
                       std::vector<Hash128>(plan.atom_messages ? atoms : directed));
  names.final_atom.resize(atoms);

  std::vector<Hash128> sum(atoms);
  std::vector<Scratch> scratch(static_cast<std::size_t>(threads.threads()));
  const std::size_t blocks = (graphs.size() + kMoleculesPerBlock - 1) / kMoleculesPerBlock;
  threads.for_each(blocks, [&](std::size_t block, int thread) {
    const std::size_t end = std::min(graphs.size(), (block + 1) * kMoleculesPerBlock);
    for (std::size_t m = block * kMoleculesPerBlock; m < end; ++m) {
      lay_flat(names, *graphs[m], m);
      name_molecule(plan, *graphs[m], m, names, sum, scratch[static_cast<std::size_t>(thread)]);
    }
  });
  return names;
}

}  // namespace furui
