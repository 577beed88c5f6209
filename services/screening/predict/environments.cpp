// Collects distinct environments from the outside in: only what a kept row sums is looked up one radius below.
#include "predict/environments.h"

#include <algorithm>
#include <atomic>
#include <numeric>

#include "predict/class_index.h"        // for ClassIndex, which numbers distinct names
#include "predict/environment_names.h"  // for name_environments

namespace furui {
namespace {

constexpr std::size_t kMoleculesPerBlock = 256;

using Rows = std::vector<std::uint32_t>;

// Lists of carriers per row, flat; before they are looked up they hold carriers, afterwards rows.
struct Lists {
  Rows offset{0};
  Rows members;

  void close() { offset.push_back(static_cast<std::uint32_t>(members.size())); }
};

class Collector {
 public:
  Collector(const EnvironmentPlan& plan, std::span<const MoleculeGraph* const> graphs, ThreadPool& threads)
      : plan_(plan), graphs_(graphs), threads_(threads), names_(name_environments(plan, graphs, threads)) {}

  Environments collect() {
    Environments result;
    result.molecules = graphs_.size();
    const Rows atom_examples = collect_molecules(result);
    Lists lists = lists_of_atoms(atom_examples);
    std::vector<Lists> per_level(static_cast<std::size_t>(plan_.depth));  // [radius]: lists of rows of radius − 1
    std::vector<Rows> examples(per_level.size());
    for (int radius = plan_.depth - 1; radius >= 0; --radius) {
      const auto r = static_cast<std::size_t>(radius);
      examples[r] = look_up(r, lists.members);
      if (radius == plan_.depth - 1) {
        result.atoms.offset = std::move(lists.offset);
        result.atoms.incoming = std::move(lists.members);
      } else {
        per_level[r + 1] = std::move(lists);
      }
      if (radius > 0) lists = lists_of_carriers(examples[r]);
    }
    finish_levels(result, per_level, examples);
    finish_features(result, atom_examples);
    return result;
  }

 private:
  // Rows of `atoms` that each molecule sums; returns an example atom of each row.
  Rows collect_molecules(Environments& result) {
    ClassIndex index(names_.final_atom.size() / 2);
    Rows row(names_.final_atom.size());
    for (std::size_t a = 0; a < row.size(); ++a)
      row[a] = index.insert(names_.final_atom[a], static_cast<std::uint32_t>(a));
    const Rows& examples = index.representatives();
    result.molecule_offset = names_.atom_begin;
    result.molecule_atoms = std::move(row);
    sort_lists(result.molecule_offset, result.molecule_atoms, examples, names_.final_atom);
    return examples;
  }

  // Sorts each list of rows by the rows' names.
  void sort_lists(const Rows& offset, Rows& members, const Rows& examples, const std::vector<Hash128>& names) {
    const std::size_t lists = offset.size() - 1;
    threads_.for_each((lists + kMoleculesPerBlock - 1) / kMoleculesPerBlock, [&](std::size_t block, int) {
      const std::size_t end = std::min(lists, (block + 1) * kMoleculesPerBlock);
      for (std::size_t l = block * kMoleculesPerBlock; l < end; ++l) {
        std::sort(members.begin() + offset[l], members.begin() + offset[l + 1],
                  [&](std::uint32_t a, std::uint32_t b) { return names[examples[a]] < names[examples[b]]; });
      }
    });
  }

  Lists lists_of_atoms(const Rows& atoms) const {
    Lists lists;
    for (std::uint32_t atom : atoms) {
      for (std::uint32_t i = names_.incoming_begin[atom]; i < incoming_end(atom); ++i)
        lists.members.push_back(carrier_of(names_.incoming[i]));
      lists.close();
    }
    return lists;
  }

  // What each carrier sums of the radius below.
  Lists lists_of_carriers(const Rows& carriers) const {
    Lists lists;
    for (std::uint32_t carrier : carriers) {
      const std::uint32_t centre = plan_.atom_messages ? carrier : names_.source[carrier];
      for (std::uint32_t i = names_.incoming_begin[centre]; i < incoming_end(centre); ++i) {
        const std::uint32_t e = names_.incoming[i];
        if (!plan_.atom_messages && e == (carrier ^ 1u)) continue;
        lists.members.push_back(carrier_of(e));
        if (plan_.undirected) lists.members.push_back(carrier_of(e ^ 1u));
      }
      lists.close();
    }
    return lists;
  }

  // Turns carriers into rows of this radius; returns an example carrier of each row. Rows come in the order of
  // their names radius by radius, so that neighbours in the table share their inner shells (and with ReLU most of
  // their zeros, which the CPU path skips).
  Rows look_up(std::size_t radius, Rows& carriers) {
    const std::vector<Hash128>& names = names_.carrier[radius];
    ClassIndex index(carriers.size() / 2);
    for (std::uint32_t& carrier : carriers) carrier = index.insert(names[carrier], carrier);
    const Rows& found = index.representatives();
    Rows order(found.size());
    std::iota(order.begin(), order.end(), 0u);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      for (std::size_t r = 0; r <= radius; ++r) {
        const Hash128 &x = names_.carrier[r][found[a]], &y = names_.carrier[r][found[b]];
        if (x != y) return x < y;
      }
      return false;
    });
    Rows place(order.size()), examples(order.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) {
      place[order[i]] = i;
      examples[i] = found[order[i]];
    }
    for (std::uint32_t& carrier : carriers) carrier = place[carrier];
    return examples;
  }

  void finish_levels(Environments& result, std::vector<Lists>& lists, const std::vector<Rows>& examples) {
    const auto deepest = examples.size() - 1;
    sort_lists(result.atoms.offset, result.atoms.incoming, examples[deepest], names_.carrier[deepest]);
    // With bond messages the base of every radius is the row's own radius 0, which may not be listed yet.
    ClassIndex seeds(1024);
    for (std::uint32_t example : examples[0]) seeds.insert(names_.carrier[0][example], example);
    ClassIndex stars(1024);
    for (std::size_t r = 1; r < examples.size(); ++r) {
      EnvironmentLevel level;
      for (std::uint32_t example : examples[r]) {
        level.base.push_back(plan_.atom_messages ? stars.insert(names_.star[example], example)
                                                 : seeds.insert(names_.carrier[0][example], example));
      }
      level.offset = std::move(lists[r].offset);
      level.incoming = std::move(lists[r].members);
      sort_lists(level.offset, level.incoming, examples[r - 1], names_.carrier[r - 1]);
      result.levels.push_back(std::move(level));
    }
    seed_examples_ = seeds.representatives();
    star_examples_ = stars.representatives();
  }

  void finish_features(Environments& result, const Rows& atom_examples) {
    result.atom_width = atom_feature_width(plan_.featurizer);
    result.bond_width = bond_feature_width(plan_.featurizer);
    ClassIndex atoms(256), bonds(64);
    const auto atom_row = [&](std::uint32_t atom) { return atoms.insert(names_.atom[atom], atom); };
    const auto bond_row = [&](std::uint32_t bond) { return bonds.insert(names_.bond[bond], bond); };
    for (std::uint32_t atom : atom_examples) result.atoms.base.push_back(atom_row(atom));
    for (std::uint32_t seed : seed_examples_) {
      result.seed_atom.push_back(atom_row(plan_.atom_messages ? seed : names_.source[seed]));
      result.seed_bond.push_back(plan_.atom_messages ? 0 : bond_row(seed / 2));
    }
    result.stars.offset.push_back(0);
    for (std::uint32_t star : star_examples_) {
      result.stars.atom.push_back(atom_row(star));
      for (std::uint32_t i = names_.incoming_begin[star]; i < incoming_end(star); ++i)
        result.stars.bonds.push_back(bond_row(names_.incoming[i] / 2));
      result.stars.offset.push_back(static_cast<std::uint32_t>(result.stars.bonds.size()));
    }
    sort_lists(result.stars.offset, result.stars.bonds, bonds.representatives(), names_.bond);

    result.atom_features.resize(atoms.size() * result.atom_width);
    for (std::size_t i = 0; i < atoms.size(); ++i) {
      const std::uint32_t a = atoms.representatives()[i], m = names_.molecule[a];
      write_atom_features(plan_.featurizer, graphs_[m]->atoms[a - names_.atom_begin[m]],
                          std::span(result.atom_features).subspan(i * result.atom_width, result.atom_width));
    }
    result.bond_features.resize(bonds.size() * result.bond_width);
    for (std::size_t i = 0; i < bonds.size(); ++i) {
      const std::uint32_t b = bonds.representatives()[i], m = names_.molecule[names_.source[2 * b]];
      write_bond_features(plan_.featurizer, graphs_[m]->bonds[b - names_.bond_begin[m]],
                          std::span(result.bond_features).subspan(i * result.bond_width, result.bond_width));
    }
  }

  std::uint32_t carrier_of(std::uint32_t e) const { return plan_.atom_messages ? names_.source[e] : e; }
  // An atom's list ends where the next atom's begins, across molecules too.
  std::uint32_t incoming_end(std::uint32_t atom) const { return names_.incoming_begin[atom + 1]; }

  const EnvironmentPlan& plan_;
  std::span<const MoleculeGraph* const> graphs_;
  ThreadPool& threads_;
  EnvironmentNames names_;
  Rows seed_examples_, star_examples_;
};

}  // namespace

Environments find_environments(const EnvironmentPlan& plan, std::span<const MoleculeGraph* const> graphs,
                               ThreadPool& threads) {
  static std::atomic<std::uint64_t> serial{0};
  Environments result = Collector(plan, graphs, threads).collect();
  result.serial = ++serial;
  return result;
}

}  // namespace furui
