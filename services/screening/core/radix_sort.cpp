// From the lowest digit to the highest (Knuth 1998, The Art of Computer Programming 3, 5.2.5): each thread counts and
// moves its own slice.
#include "core/radix_sort.h"

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <numeric>
#include <utility>

namespace furui {
namespace {

constexpr int kMostDigitBits = 11;              // 2,048 places to write to at once: a page each, which the TLB still holds
constexpr std::size_t kWorthDigits = 1024;      // fewer are sorted by comparing
constexpr std::size_t kWorthSharing = 1 << 15;  // by several threads

using Counts = std::array<std::uint32_t, 1 << kMostDigitBits>;

/// One digit of the keys.
struct Digit {
  int shift;
  std::uint64_t mask;
  std::size_t of(KeyedElement element) const { return element >> shift & mask; }
};

/// Digits of about equal width over the bits in which any two keys differ.
std::vector<Digit> digits_of(KeyedElement differing) {
  const std::uint32_t bits = key_of(differing);
  std::vector<Digit> digits;
  if (bits == 0) return digits;
  const int lowest = std::countr_zero(bits), width = static_cast<int>(std::bit_width(bits)) - lowest;
  const int passes = (width + kMostDigitBits - 1) / kMostDigitBits, each = (width + passes - 1) / passes;
  for (int pass = 0; pass < passes; ++pass) digits.push_back({32 + lowest + pass * each, (std::uint64_t{1} << each) - 1});
  return digits;
}

}  // namespace

void sort_by_key(Buffer<KeyedElement>& elements, ThreadPool& threads) {
  const std::size_t n = elements.size();
  if (n < kWorthDigits) {
    std::stable_sort(elements.begin(), elements.end(), [](KeyedElement a, KeyedElement b) { return key_of(a) < key_of(b); });
    return;
  }
  const auto slices = n < kWorthSharing ? std::size_t{1} : static_cast<std::size_t>(threads.threads());
  const auto slice = [&](std::size_t i) { return std::span(elements.data(), n).subspan(n * i / slices, n * (i + 1) / slices - n * i / slices); };
  std::vector<KeyedElement> differing(slices, 0);  // from the first of all
  threads.for_each(slices, [&](std::size_t i, int) {
    for (const KeyedElement element : slice(i)) differing[i] |= element ^ elements[0];
  });
  std::vector<Counts> places(slices);  // of each slice: how many of its elements have a digit, then where the next goes
  Buffer<KeyedElement> sorted(n);
  for (const Digit& digit : digits_of(std::reduce(differing.begin(), differing.end(), KeyedElement{0}, std::bit_or<>()))) {
    threads.for_each(slices, [&](std::size_t i, int) {
      places[i].fill(0);
      for (const KeyedElement element : slice(i)) ++places[i][digit.of(element)];
    });
    std::uint32_t next = 0;
    for (std::size_t value = 0; value <= digit.mask; ++value) {
      for (Counts& of : places) next += std::exchange(of[value], next);
    }
    threads.for_each(slices, [&](std::size_t i, int) {
      for (const KeyedElement element : slice(i)) sorted[places[i][digit.of(element)]++] = element;
    });
    elements.swap(sorted);
  }
}

std::vector<std::size_t> blocks_of_keys(std::span<const KeyedElement> elements, std::size_t about) {
  std::vector<std::size_t> edges{0};
  for (std::size_t at = about; at < elements.size(); at += about) {
    std::size_t edge = std::max(at, edges.back());
    while (edge < elements.size() && key_of(elements[edge]) == key_of(elements[edge - 1])) ++edge;
    if (edge > edges.back() && edge < elements.size()) edges.push_back(edge);
  }
  if (!elements.empty()) edges.push_back(elements.size());
  return edges;
}

}  // namespace furui
