// Lattice reduction in three dimensions: the longest vector loses what the two others can take from it.
#include "crystal/shortest_basis.h"

#include <algorithm>
#include <cmath>

#include "core/matrix3.h"  // for sums of vectors

namespace furui {
namespace {

constexpr int kMostRounds = 1000;
constexpr double kShorter = 1 - 1e-12;  // of a squared length: what is shorter by rounding only is not

void sort_by_length(Matrix3& rows) {
  std::stable_sort(rows.begin(), rows.end(), [](const Vector3& a, const Vector3& b) { return dot(a, a) < dot(b, b); });
}

/// c less the vector of the plane lattice of a and b that leaves it shortest; a and b are reduced themselves.
Vector3 shortest_above(const Vector3& a, const Vector3& b, const Vector3& c) {
  const double aa = dot(a, a), ab = dot(a, b), bb = dot(b, b), ac = dot(a, c), bc = dot(b, c);
  const double whole = aa * bb - ab * ab;
  const double along_a = std::round((ac * bb - bc * ab) / whole), along_b = std::round((bc * aa - ac * ab) / whole);
  Vector3 best = c;
  for (int i = -1; i <= 1; ++i) {
    for (int j = -1; j <= 1; ++j) {
      const Vector3 tried = c - (along_a + i) * a - (along_b + j) * b;
      if (dot(tried, tried) < kShorter * dot(best, best)) best = tried;
    }
  }
  return best;
}

}  // namespace

Matrix3 shortest_basis(Matrix3 lattice) {
  for (int round = 0; round < kMostRounds; ++round) {
    sort_by_length(lattice);
    auto& [a, b, c] = lattice;
    const Vector3 second = b - std::round(dot(a, b) / dot(a, a)) * a;
    if (dot(second, second) < kShorter * dot(b, b)) {
      b = second;
      continue;
    }
    const Vector3 third = shortest_above(a, b, c);
    if (!(dot(third, third) < kShorter * dot(c, c))) break;
    c = third;
  }
  return lattice;
}

}  // namespace furui
