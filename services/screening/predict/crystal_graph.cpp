// Linked cells in fractional coordinates: of each pair only the half that comes first is kept.
#include "predict/crystal_graph.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <tuple>

#include "core/elements.h"     // for element_symbol
#include "core/number_text.h"  // for shortest

namespace furui {
namespace {

constexpr double kSlack = 1e-8;  // angstrom; pairs at the very cutoff count
// Pairs that may be looked at: each costs a nanosecond or two.
constexpr double kMaxCandidates = 4e8;

using Image = std::array<std::int32_t, 3>;

Rejection rejected(Reason reason, std::string detail) { return {Stage::kPredict, reason, std::move(detail)}; }

// "site 3 (O)", counted from 1.
std::string site(const Crystal& crystal, std::size_t index) {
  const std::uint8_t number = crystal.atomic_numbers[index];
  return "site " + std::to_string(index + 1) + " (" + (number < kFirstMixture ? std::string(element_symbol(number)) : "shared") + ")";
}

bool is_finite(const Crystal& crystal) {
  const auto finite = [](const Vector3& v) { return std::isfinite(v[0]) && std::isfinite(v[1]) && std::isfinite(v[2]); };
  return std::all_of(crystal.lattice.begin(), crystal.lattice.end(), finite) &&
         std::all_of(crystal.fractional.begin(), crystal.fractional.end(), finite);
}

// The cell cut into boxes, each at least `cutoff / reach` wide along every axis; atoms sorted by box.
class Boxes {
 public:
  Boxes(const Crystal& crystal, double cutoff) : crystal_(crystal) {
    const double cell_volume = std::abs(volume(crystal));
    double boxes = 1;
    for (std::size_t k = 0; k < 3; ++k) {
      const double height = cell_volume / norm(cross(crystal.lattice[(k + 1) % 3], crystal.lattice[(k + 2) % 3]));
      const double most = std::cbrt(static_cast<double>(crystal.size())) * 4;  // more boxes would only be empty
      count_[k] = static_cast<std::int32_t>(std::clamp(std::floor(height / cutoff), 1.0, most));
      reach_real_[k] = std::ceil((cutoff + kSlack) * count_[k] / height);
      boxes *= count_[k];
    }
    candidates_ = static_cast<double>(crystal.size()) * static_cast<double>(crystal.size()) / boxes;
    for (const double reach : reach_real_) candidates_ *= 2 * reach + 1;
  }

  double candidates() const { return candidates_; }

  void sort() {
    for (std::size_t k = 0; k < 3; ++k) reach_[k] = static_cast<std::int32_t>(reach_real_[k]);
    const std::size_t n = crystal_.size();
    box_.resize(n);
    shift_.resize(n);
    at_.resize(n);
    std::vector<std::size_t> box(n);
    offset_.assign(static_cast<std::size_t>(count_[0]) * static_cast<std::size_t>(count_[1]) * static_cast<std::size_t>(count_[2]) + 1, 0);
    for (std::size_t i = 0; i < n; ++i) {
      Vector3 inside{};
      for (std::size_t k = 0; k < 3; ++k) {
        const double whole = std::floor(crystal_.fractional[i][k]);
        shift_[i][k] = static_cast<std::int32_t>(whole);
        inside[k] = crystal_.fractional[i][k] - whole;
        box_[i][k] = std::min(static_cast<std::int32_t>(inside[k] * count_[k]), count_[k] - 1);
      }
      at_[i] = cartesian(crystal_.lattice, inside);
      box[i] = index(box_[i]);
      ++offset_[box[i] + 1];
    }
    for (std::size_t b = 1; b < offset_.size(); ++b) offset_[b] += offset_[b - 1];
    atoms_.resize(n);
    std::vector<std::size_t> next(offset_.begin(), offset_.end() - 1);
    for (std::size_t i = 0; i < n; ++i) atoms_[next[box[i]]++] = static_cast<std::uint32_t>(i);
  }

  // Calls take(j, image, vector) for every atom j ≥ i of the boxes around atom i: vector = x_i − (x_j + image·lattice).
  template <class Take>
  void near(std::uint32_t i, const Take& take) const {
    const Image& home = box_[i];
    for (std::int32_t x = home[0] - reach_[0]; x <= home[0] + reach_[0]; ++x) {
      for (std::int32_t y = home[1] - reach_[1]; y <= home[1] + reach_[1]; ++y) {
        for (std::int32_t z = home[2] - reach_[2]; z <= home[2] + reach_[2]; ++z) {
          const Image cell{floored(x, 0), floored(y, 1), floored(z, 2)};
          const std::size_t b = index({x - cell[0] * count_[0], y - cell[1] * count_[1], z - cell[2] * count_[2]});
          const Vector3 shift = cartesian(crystal_.lattice, {double(cell[0]), double(cell[1]), double(cell[2])});
          const Vector3 from{at_[i][0] - shift[0], at_[i][1] - shift[1], at_[i][2] - shift[2]};
          const std::uint32_t* const end = atoms_.data() + offset_[b + 1];
          for (const std::uint32_t* j = std::lower_bound(atoms_.data() + offset_[b], end, i); j != end; ++j) {
            const Vector3& to = at_[*j];
            take(*j, cell, Vector3{from[0] - to[0], from[1] - to[1], from[2] - to[2]});
          }
        }
      }
    }
  }

  // The image that `cell` is for the pair as the crystal states it: wrapping took whole cells off both atoms.
  Image stated(std::uint32_t i, std::uint32_t j, const Image& cell) const {
    return {cell[0] + shift_[i][0] - shift_[j][0], cell[1] + shift_[i][1] - shift_[j][1], cell[2] + shift_[i][2] - shift_[j][2]};
  }

 private:
  std::size_t index(const Image& at) const {
    return (static_cast<std::size_t>(at[0]) * static_cast<std::size_t>(count_[1]) + static_cast<std::size_t>(at[1])) *
               static_cast<std::size_t>(count_[2]) + static_cast<std::size_t>(at[2]);
  }
  std::int32_t floored(std::int32_t box, std::size_t k) const {
    return box >= 0 ? box / count_[k] : -((count_[k] - 1 - box) / count_[k]);
  }

  const Crystal& crystal_;
  Image count_{}, reach_{};
  std::array<double, 3> reach_real_{};  // as a number that cannot overflow
  double candidates_ = 0;
  std::vector<Image> box_, shift_;  // of each atom; whole cells that wrapping took off it
  std::vector<Vector3> at_;         // of each atom, wrapped
  std::vector<std::size_t> offset_;
  std::vector<std::uint32_t> atoms_;  // by box, rising within one
};

std::optional<Rejection> find_bonds(const Crystal& crystal, const GraphLimits& limits, CrystalGraph& graph) {
  const double expected = static_cast<double>(crystal.size()) * static_cast<double>(crystal.size()) / graph.volume *
                          2.1 * std::pow(limits.bond_cutoff_angstrom, 3);  // 4π/3, halved
  const std::string too_many = "more than " + std::to_string(limits.max_bonds) + " pairs of atoms within " +
                               shortest(limits.bond_cutoff_angstrom) + " Å: the crystal is too large, or its cell too small";
  Boxes boxes(crystal, limits.bond_cutoff_angstrom);
  if (!(boxes.candidates() <= kMaxCandidates)) {
    return rejected(Reason::kTooLarge, expected > static_cast<double>(limits.max_bonds)
                                           ? too_many
                                           : "the cell is too flat or too skewed to go through its images; reduce it");
  }
  boxes.sort();
  const double cutoff = limits.bond_cutoff_angstrom + kSlack, cutoff_squared = cutoff * cutoff;
  std::optional<Rejection> failure;
  for (std::uint32_t i = 0; i < crystal.size() && !failure; ++i) {
    const std::size_t begin = graph.bonds.size();
    boxes.near(i, [&](std::uint32_t j, const Image& cell, const Vector3& vector) {
      const double squared = dot(vector, vector);
      if (squared > cutoff_squared || (i == j && cell <= Image{}) || failure) return;
      const double length = std::sqrt(squared);
      if (length < limits.shortest_bond_angstrom) {
        failure = rejected(Reason::kOverlappingAtoms, site(crystal, i) + " and " + site(crystal, j) + " are " +
                                                          shortest(std::round(length * 1e4) / 1e4) + " Å apart");
      } else if (graph.bonds.size() >= limits.max_bonds) {
        failure = rejected(Reason::kTooLarge, too_many);
      } else {
        graph.bonds.push_back({i, j, boxes.stated(i, j, cell), vector, length});
      }
    });
    std::sort(graph.bonds.begin() + static_cast<std::ptrdiff_t>(begin), graph.bonds.end(),
              [](const CrystalBond& a, const CrystalBond& b) { return std::tie(a.second, a.image) < std::tie(b.second, b.image); });
  }
  return failure;
}

std::optional<Rejection> find_isolated(const Crystal& crystal, const GraphLimits& limits, const CrystalGraph& graph) {
  if (limits.isolated_atoms) {
    if (!graph.bonds.empty()) return std::nullopt;
    return rejected(Reason::kIsolatedAtom, "no two atoms are within " + shortest(limits.bond_cutoff_angstrom) + " Å");
  }
  std::vector<bool> bonded(crystal.size());
  for (const CrystalBond& bond : graph.bonds) bonded[bond.first] = bonded[bond.second] = true;
  const auto alone = std::find(bonded.begin(), bonded.end(), false);
  if (alone == bonded.end()) return std::nullopt;
  return rejected(Reason::kIsolatedAtom, site(crystal, static_cast<std::size_t>(alone - bonded.begin())) +
                                             " has no neighbour within " + shortest(limits.bond_cutoff_angstrom) + " Å");
}

std::optional<Rejection> find_angles(const GraphLimits& limits, CrystalGraph& graph) {
  // Short directed bonds by their center, counted first.
  std::vector<std::size_t> offset(graph.atomic_numbers.size() + 1, 0);
  std::vector<std::uint32_t> short_bonds;
  for (std::uint32_t b = 0; b < graph.bonds.size(); ++b) {
    if (graph.bonds[b].length > limits.angle_cutoff_angstrom) continue;
    short_bonds.push_back(b);
    ++offset[graph.bonds[b].first + 1];
    ++offset[graph.bonds[b].second + 1];
  }
  std::size_t angles = 0;
  for (std::size_t i = 1; i < offset.size(); ++i) {
    angles += offset[i] * (offset[i] == 0 ? 0 : offset[i] - 1);
    offset[i] += offset[i - 1];
    if (angles > limits.max_angles) {
      return rejected(Reason::kTooLarge, "more than " + std::to_string(limits.max_angles) + " angles between bonds below " +
                                             shortest(limits.angle_cutoff_angstrom) + " Å: the crystal is too large or too dense");
    }
  }
  std::vector<DirectedBond> by_center(offset.back());
  std::vector<std::size_t> next(offset.begin(), offset.end() - 1);
  for (const std::uint32_t b : short_bonds) {
    by_center[next[graph.bonds[b].first]++] = 2 * b;
    by_center[next[graph.bonds[b].second]++] = 2 * b + 1;
  }
  graph.angles.reserve(angles);
  for (std::uint32_t i = 0; i + 1 < offset.size(); ++i) {
    for (std::size_t one = offset[i]; one < offset[i + 1]; ++one) {
      for (std::size_t other = offset[i]; other < offset[i + 1]; ++other) {
        if (one != other) graph.angles.push_back({i, by_center[one], by_center[other]});
      }
    }
  }
  return std::nullopt;
}

}  // namespace

double CrystalGraph::cosine(const CrystalAngle& angle) const {
  const CrystalBond& a = bonds[angle.one / 2];
  const CrystalBond& b = bonds[angle.other / 2];
  const double sign = (angle.one + angle.other) % 2 == 0 ? 1 : -1;
  return std::clamp(sign * dot(a.vector, b.vector) / (a.length * b.length), -1.0, 1.0);
}

std::variant<CrystalGraph, Rejection> crystal_graph(const Crystal& crystal, const GraphLimits& limits) {
  if (crystal.size() == 0) return rejected(Reason::kNoAtoms, "a crystal without atoms");
  CrystalGraph graph;
  graph.volume = std::abs(volume(crystal));
  if (!is_finite(crystal) || !(graph.volume > 1e-6) || !std::isfinite(graph.volume))
    return rejected(Reason::kBadCell, "the cell has no volume, or a number of the structure is not finite");
  for (const Vector3& at : crystal.fractional) {
    if (std::max({std::abs(at[0]), std::abs(at[1]), std::abs(at[2])}) > 1e6)
      return rejected(Reason::kBadCell, "a fractional coordinate lies millions of cells away");
  }
  graph.atomic_numbers = crystal.atomic_numbers;
  graph.mixtures = crystal.mixtures;
  if (auto failure = find_bonds(crystal, limits, graph)) return *std::move(failure);
  if (auto failure = find_isolated(crystal, limits, graph)) return *std::move(failure);
  if (auto failure = find_angles(limits, graph)) return *std::move(failure);
  return graph;
}

}  // namespace furui
