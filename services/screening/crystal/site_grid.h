// The nearest site of an element to a place in a crystal, found without a look at all sites.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/crystal.h"  // for Matrix3, Vector3

namespace furui {

/// Sites of one cell in boxes of about one site each.
class SiteGrid {
 public:
  struct Found {
    std::uint32_t site = 0;
    Vector3 residual{};  ///< from the place to the site, cartesian in angstrom
  };

  /// What a search measures by: a lattice, which may be a strained one of the grid's.
  struct Measure {
    /// reach_angstrom  above 0; beyond half the least spacing of the lattice's planes it is taken for that
    Measure(const Matrix3& lattice, double reach_angstrom);
    Matrix3 lattice;
    double reach = 0;  ///< angstrom
    Vector3 spans{};   ///< the reach in fractional coordinates
  };

  /// lattice         rows in angstrom, for the boxes' shape
  /// atomic_numbers  n; fractional: n, in [0, 1); both outlive the grid
  SiteGrid(const Matrix3& lattice, std::span<const std::uint8_t> atomic_numbers, std::span<const Vector3> fractional);

  /// The nearest site of that element within the reach; of equally near ones the first. Any place, wrapped or not.
  std::optional<Found> nearest(const Measure& measure, std::uint8_t atomic_number, const Vector3& place) const;

 private:
  std::span<const std::uint8_t> atomic_numbers_;
  std::span<const Vector3> fractional_;
  std::array<int, 3> boxes_{};
  std::vector<std::uint32_t> first_;  ///< of each box in sites_, one more at the end
  std::vector<std::uint32_t> sites_;
};

}  // namespace furui
