// Volume and the stored form of a crystal.
#include "core/crystal.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <functional>
#include <stdexcept>

namespace furui {
namespace {

constexpr std::uint8_t kOrdered = 2, kWithMixtures = 3;  // versions of the stored form
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

Vector3 wrapped(Vector3 fractional) {
  for (double& coordinate : fractional) {
    coordinate -= std::floor(coordinate);
    if (coordinate >= 1) coordinate = 0;  // -1e-17 becomes 1 by rounding
  }
  return fractional;
}

void wrap(Crystal& crystal) {
  for (Vector3& site : crystal.fractional) site = wrapped(site);
}

Vector3 to_nearest_image(const Vector3& a, const Vector3& b) {
  Vector3 apart{};
  for (std::size_t axis = 0; axis < 3; ++axis) apart[axis] = a[axis] - b[axis] - std::round(a[axis] - b[axis]);
  return apart;
}

Mixture occupants_of(std::uint8_t number, const std::vector<Mixture>& mixtures) {
  return number < kFirstMixture ? Mixture{{number, 1.0}} : mixtures[number - kFirstMixture];
}

namespace {

/// Whether they are what Crystal says of its mixtures.
bool mixtures_fit(const Crystal& crystal) {
  std::vector<std::uint8_t> seen(crystal.mixtures.size(), 0);
  for (const std::uint8_t number : crystal.atomic_numbers) {
    if (number < kFirstMixture) continue;
    if (static_cast<std::size_t>(number - kFirstMixture) >= seen.size()) return false;
    seen[number - kFirstMixture] = 1;
  }
  const auto fits = [](const Mixture& mixture) {
    double whole = 0;
    for (std::size_t i = 0; i < mixture.size(); ++i) {
      if (mixture[i].first < 1 || mixture[i].first >= kFirstMixture || !(mixture[i].second > 0) || (i > 0 && mixture[i - 1].first >= mixture[i].first)) return false;
      whole += mixture[i].second;
    }
    return !mixture.empty() && whole < 1.01;
  };
  return crystal.mixtures.size() <= kMaxMixtures && std::count(seen.begin(), seen.end(), 0) == 0 &&
         std::all_of(crystal.mixtures.begin(), crystal.mixtures.end(), fits) &&
         std::adjacent_find(crystal.mixtures.begin(), crystal.mixtures.end(), std::greater_equal<>()) == crystal.mixtures.end();
}

/// Writes plain values one after the other.
class Writer {
 public:
  template <typename T>
  void put(const T& value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// Reads them.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : left_(bytes) {}
  template <typename T>
  void take(T& into) {
    if (left_.size() < sizeof into) throw std::runtime_error("a crystal whose length does not fit its count");
    std::memcpy(&into, left_.data(), sizeof into);
    left_.remove_prefix(sizeof into);
  }
  bool at_end() const { return left_.empty(); }
  std::size_t left() const { return left_.size(); }

 private:
  std::string_view left_;
};

}  // namespace

std::string serialize(const Crystal& crystal) {
  if (crystal.size() > UINT16_MAX) throw std::runtime_error("a crystal holds at most 65,535 sites");
  if (crystal.fractional.size() != crystal.size()) throw std::runtime_error("a crystal whose sites have no coordinates");
  if (!mixtures_fit(crystal)) throw std::runtime_error("a crystal whose mixtures are not those of its sites");
  Writer out;
  out.put(crystal.is_ordered() ? kOrdered : kWithMixtures);
  out.put(static_cast<std::uint16_t>(crystal.size()));
  out.put(crystal.lattice);
  for (std::size_t i = 0; i < crystal.size(); ++i) {
    out.put(crystal.atomic_numbers[i]);
    out.put(crystal.fractional[i]);
  }
  if (crystal.is_ordered()) return out.take();
  out.put(static_cast<std::uint8_t>(crystal.mixtures.size()));
  for (const Mixture& mixture : crystal.mixtures) {
    out.put(static_cast<std::uint8_t>(mixture.size()));
    for (const auto& [number, occupancy] : mixture) {
      out.put(number);
      out.put(occupancy);
    }
  }
  return out.take();
}

Crystal parse_crystal(std::string_view bytes) {
  Bytes in(bytes);
  std::uint8_t version = 0;
  std::uint16_t sites = 0;
  if (!bytes.empty()) in.take(version);
  if (version != kOrdered && version != kWithMixtures) throw std::runtime_error("not a crystal of version 2 or 3");
  in.take(sites);
  Crystal crystal;
  in.take(crystal.lattice);
  if (in.left() < sites * kSiteBytes) throw std::runtime_error("a crystal whose length does not fit its count");
  crystal.atomic_numbers.resize(sites);
  crystal.fractional.resize(sites);
  for (std::size_t i = 0; i < sites; ++i) {
    in.take(crystal.atomic_numbers[i]);
    in.take(crystal.fractional[i]);
  }
  std::uint8_t mixtures = 0;
  if (version == kWithMixtures) in.take(mixtures);
  for (std::uint8_t m = 0; m < mixtures; ++m) {
    std::uint8_t shares = 0;
    in.take(shares);
    Mixture& mixture = crystal.mixtures.emplace_back(shares);
    for (auto& [number, occupancy] : mixture) {
      in.take(number);
      in.take(occupancy);
    }
  }
  if (!in.at_end() || (version == kWithMixtures) == crystal.is_ordered()) throw std::runtime_error("a crystal whose length does not fit its count");
  if (!mixtures_fit(crystal)) throw std::runtime_error("a crystal whose mixtures are not those of its sites");
  return crystal;
}

}  // namespace furui
