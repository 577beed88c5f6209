// Sums and products of vectors and 3 × 3 matrices, for lattices, strains and rotations.
#pragma once

#include "core/crystal.h"  // for Matrix3, Vector3

namespace furui {

inline constexpr Matrix3 kIdentity3{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};

constexpr Vector3 operator+(const Vector3& a, const Vector3& b) { return {a[0] + b[0], a[1] + b[1], a[2] + b[2]}; }
constexpr Vector3 operator-(const Vector3& a, const Vector3& b) { return {a[0] - b[0], a[1] - b[1], a[2] - b[2]}; }
constexpr Vector3 operator*(double factor, const Vector3& a) { return {factor * a[0], factor * a[1], factor * a[2]}; }

constexpr Matrix3 transposed(const Matrix3& m) {
  Matrix3 result{};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) result[i][j] = m[j][i];
  }
  return result;
}

constexpr Matrix3 operator*(const Matrix3& a, const Matrix3& b) {
  Matrix3 result{};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t k = 0; k < 3; ++k) {
      for (std::size_t j = 0; j < 3; ++j) result[i][j] += a[i][k] * b[k][j];
    }
  }
  return result;
}

constexpr Matrix3 operator*(double factor, Matrix3 m) {
  for (Vector3& row : m) {
    for (double& x : row) x *= factor;
  }
  return m;
}

constexpr Matrix3 operator+(Matrix3 a, const Matrix3& b) {
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) a[i][j] += b[i][j];
  }
  return a;
}

/// Matrix times column.
constexpr Vector3 operator*(const Matrix3& m, const Vector3& column) { return {dot(m[0], column), dot(m[1], column), dot(m[2], column)}; }

constexpr double determinant(const Matrix3& m) { return dot(m[0], cross(m[1], m[2])); }

/// m has a determinant other than 0.
constexpr Matrix3 inverse(const Matrix3& m) {
  const Matrix3 adjugate = transposed({cross(m[1], m[2]), cross(m[2], m[0]), cross(m[0], m[1])});
  return (1 / determinant(m)) * adjugate;
}

}  // namespace furui
