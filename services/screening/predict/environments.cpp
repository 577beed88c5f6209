// Collects distinct environments from the outside in: only what a kept row sums is looked up one radius below.
#include "predict/environments.h"

#include <algorithm>
#include <atomic>
#include <numeric>

#include "predict/class_index.h"        // for number_distinct, ClassIndex
#include "predict/environment_names.h"  // for name_environments
#include "core/parallel_sort.h"      // for parallel_sort

namespace furui {
namespace {

constexpr std::size_t kMoleculesPerBlock = 256;
constexpr std::size_t kRowsPerBlock = 2048;

using Rows = std::vector<std::uint32_t>;

// Lists of carriers per row, flat; before they are looked up they hold carriers, afterwards rows.
struct Lists {
  Rows offset{0};
  Rows members;
};

// A row to be sorted, by what mostly decides.
struct Key {
  std::uint64_t key = 0;
  std::uint32_t row = 0;
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
    Rows row(names_.final_atom.size());
    std::iota(row.begin(), row.end(), 0u);
    Rows examples = number_distinct(row, names_.final_atom, threads_);
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

  // Lists of rows: count(row) members each, which fill(row, place) writes.
  template <typename Count, typename Fill>
  Lists make_lists(std::size_t rows, const Count& count, const Fill& fill) const {
    Lists lists;
    lists.offset.resize(rows + 1);
    for (std::size_t row = 0; row < rows; ++row) lists.offset[row + 1] = lists.offset[row] + count(row);
    lists.members.resize(lists.offset[rows]);
    threads_.for_each((rows + kRowsPerBlock - 1) / kRowsPerBlock, [&](std::size_t block, int) {
      const std::size_t end = std::min(rows, (block + 1) * kRowsPerBlock);
      for (std::size_t row = block * kRowsPerBlock; row < end; ++row) fill(row, lists.members.data() + lists.offset[row]);
    });
    return lists;
  }

  Lists lists_of_atoms(const Rows& atoms) const {
    return make_lists(
        atoms.size(), [&](std::size_t row) { return incoming_end(atoms[row]) - names_.incoming_begin[atoms[row]]; },
        [&](std::size_t row, std::uint32_t* place) {
          for (std::uint32_t i = names_.incoming_begin[atoms[row]]; i < incoming_end(atoms[row]); ++i)
            *place++ = carrier_of(names_.incoming[i]);
        });
  }

  // What each carrier sums of the radius below: all that reaches its centre, but what comes back over its own bond.
  Lists lists_of_carriers(const Rows& carriers) const {
    const auto centre = [&](std::size_t row) { return plan_.atom_messages ? carriers[row] : names_.source[carriers[row]]; };
    return make_lists(
        carriers.size(),
        [&](std::size_t row) {
          const std::uint32_t reach = incoming_end(centre(row)) - names_.incoming_begin[centre(row)];
          return (reach - (plan_.atom_messages ? 0u : 1u)) * (plan_.undirected ? 2u : 1u);
        },
        [&](std::size_t row, std::uint32_t* place) {
          for (std::uint32_t i = names_.incoming_begin[centre(row)]; i < incoming_end(centre(row)); ++i) {
            const std::uint32_t e = names_.incoming[i];
            if (!plan_.atom_messages && e == (carriers[row] ^ 1u)) continue;
            *place++ = carrier_of(e);
            if (plan_.undirected) *place++ = carrier_of(e ^ 1u);
          }
        });
  }

  // Turns carriers into rows of this radius; returns an example carrier of each row. Rows come in the order of
  // their names radius by radius, so that neighbours in the table share their inner shells (and with ReLU most of
  // their zeros, which the CPU path skips).
  Rows look_up(std::size_t radius, Rows& carriers) {
    const Rows found = number_distinct(carriers, names_.carrier[radius], threads_);
    std::vector<Key> order(found.size());
    threads_.for_each((found.size() + kRowsPerBlock - 1) / kRowsPerBlock, [&](std::size_t block, int) {
      const std::size_t end = std::min(found.size(), (block + 1) * kRowsPerBlock);
      for (std::size_t row = block * kRowsPerBlock; row < end; ++row)
        order[row] = {key_of(radius, found[row]), static_cast<std::uint32_t>(row)};
    });
    const auto before = [&](const Key& a, const Key& b) {
      if (a.key != b.key) return a.key < b.key;
      for (std::size_t r = 0; r <= radius; ++r) {
        const Hash128 &x = names_.carrier[r][found[a.row]], &y = names_.carrier[r][found[b.row]];
        if (x != y) return x < y;
      }
      return false;
    };
    parallel_sort(order, before, threads_);
    Rows place(order.size()), examples(order.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) {
      place[order[i].row] = i;
      examples[i] = found[order[i].row];
    }
    for (std::uint32_t& carrier : carriers) carrier = place[carrier];
    return examples;
  }

  // The leading bits of a carrier's names at radius 0, 1 … radius, in this order.
  std::uint64_t key_of(std::size_t radius, std::uint32_t carrier) const {
    const std::size_t bits = std::max<std::size_t>(64 / (radius + 1), 1);
    std::uint64_t key = 0;
    for (std::size_t r = 0; r <= radius && (r + 1) * bits <= 64; ++r)
      key |= names_.carrier[r][carrier].high >> (64 - bits) << (64 - (r + 1) * bits);
    return key;
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
