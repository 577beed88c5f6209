// Volume, formula and the stored form of a crystal.
#include "core/crystal.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <map>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "core/elements.h"  // for element_symbol, electronegativity

namespace furui {
namespace {

constexpr std::uint8_t kVersion = 2;
constexpr std::size_t kHeaderBytes = 3 + sizeof(Matrix3);  // version, sites (2), lattice
constexpr std::size_t kSiteBytes = 1 + sizeof(Vector3);

static_assert(std::endian::native == std::endian::little, "the stored form is little endian, and is copied as it lies");
static_assert(sizeof(Matrix3) == 9 * sizeof(double) && sizeof(Vector3) == 3 * sizeof(double));

}  // namespace

double volume(const Crystal& crystal) {
  const auto& [a, b, c] = crystal.lattice;
  return dot(a, cross(b, c));
}

Vector3 cartesian(const Matrix3& lattice, const Vector3& fractional) {
  Vector3 at{};
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t axis = 0; axis < 3; ++axis) at[axis] += fractional[row] * lattice[row][axis];
  }
  return at;
}

void wrap(Crystal& crystal) {
  for (Vector3& site : crystal.fractional) {
    for (double& coordinate : site) {
      coordinate -= std::floor(coordinate);
      if (coordinate >= 1) coordinate = 0;  // -1e-17 becomes 1 by rounding
    }
  }
}

std::string reduced_formula(const std::vector<std::uint8_t>& atomic_numbers) {
  std::map<std::uint8_t, std::size_t> counts;
  for (const std::uint8_t number : atomic_numbers) ++counts[number];
  std::size_t divisor = 0;
  for (const auto& [number, count] : counts) divisor = std::gcd(divisor, count);
  std::vector<std::pair<std::uint8_t, std::size_t>> elements(counts.begin(), counts.end());
  const auto before = [](const auto& one, const auto& other) {
    const double a = electronegativity(one.first), b = electronegativity(other.first);
    return a != b ? a < b : element_symbol(one.first) < element_symbol(other.first);
  };
  std::sort(elements.begin(), elements.end(), before);
  std::string formula;
  for (const auto& [number, count] : elements) {
    formula += element_symbol(number);
    if (count != divisor) formula += std::to_string(count / divisor);
  }
  return formula;
}

std::string serialize(const Crystal& crystal) {
  if (crystal.size() > UINT16_MAX) throw std::runtime_error("a crystal holds at most 65,535 sites");
  if (crystal.fractional.size() != crystal.size()) throw std::runtime_error("a crystal whose sites have no coordinates");
  std::string bytes(kHeaderBytes + kSiteBytes * crystal.size(), '\0');
  char* out = bytes.data();
  const auto put = [&out](const void* from, std::size_t size) {
    std::memcpy(out, from, size);
    out += size;
  };
  const auto sites = static_cast<std::uint16_t>(crystal.size());
  put(&kVersion, sizeof kVersion);
  put(&sites, sizeof sites);
  put(&crystal.lattice, sizeof crystal.lattice);
  for (std::size_t i = 0; i < crystal.size(); ++i) {
    put(&crystal.atomic_numbers[i], 1);
    put(&crystal.fractional[i], sizeof crystal.fractional[i]);
  }
  return bytes;
}

Crystal parse_crystal(std::string_view bytes) {
  if (bytes.size() < kHeaderBytes || static_cast<std::uint8_t>(bytes[0]) != kVersion) throw std::runtime_error("not a crystal of version 2");
  const char* in = bytes.data() + 1;
  const auto take = [&in](void* into, std::size_t size) {
    std::memcpy(into, in, size);
    in += size;
  };
  std::uint16_t sites = 0;
  take(&sites, sizeof sites);
  if (bytes.size() != kHeaderBytes + kSiteBytes * sites) throw std::runtime_error("a crystal whose length does not fit its count");
  Crystal crystal;
  take(&crystal.lattice, sizeof crystal.lattice);
  crystal.atomic_numbers.resize(sites);
  crystal.fractional.resize(sites);
  for (std::size_t i = 0; i < sites; ++i) {
    take(&crystal.atomic_numbers[i], 1);
    take(&crystal.fractional[i], sizeof crystal.fractional[i]);
  }
  return crystal;
}

}  // namespace furui
