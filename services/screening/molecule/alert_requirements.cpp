// Features of patterns and molecules as bits.
#include "molecule/alert_requirements.h"

#include <algorithm>
#include <utility>

namespace furui {
namespace {

/// A pattern that needs more of a feature than this is tried where there are so many.
constexpr int kMostCounted = 8;

bool possible(const AlertKind& kind, int condition) {
  return kind.truths[static_cast<std::size_t>(condition)] != Truth::kNo;
}

void set_bit(std::vector<std::uint64_t>& bits, std::size_t index) {
  bits[index / 64] |= std::uint64_t{1} << (index % 64);
}

}  // namespace

AlertRequirements::AlertRequirements(const AlertPatterns& patterns, const AlertView& view) : view_(view) {
  std::vector<Counts> counts;
  for (const AlertPattern& pattern : patterns.patterns) counts.push_back(counts_of(pattern));
  words_ = (features_.size() + 63) / 64;
  seen_.resize(words_ * kMostCounted);
  for (const Counts& of_pattern : counts) {
    Bits needed(seen_.size());
    for (const auto& [feature, count] : of_pattern)
      set_bit(needed, words_ * 64 * static_cast<std::size_t>(std::min(count, kMostCounted) - 1) +
                          static_cast<std::size_t>(feature));
    auto& needs = needs_.emplace_back();
    for (std::size_t word = 0; word < needed.size(); ++word)
      if (needed[word] != 0) needs.push_back({word, needed[word]});
  }
}

int AlertRequirements::feature_of(Feature feature) {
  if (feature.atom > feature.other && feature.bond >= 0) std::swap(feature.atom, feature.other);
  const auto [place, is_new] = known_features_.emplace(feature, static_cast<int>(features_.size()));
  if (is_new) features_.push_back(feature);
  return place->second;
}

AlertRequirements::Counts AlertRequirements::counts_of(const AlertPattern& pattern) {
  Counts counts;
  for (const AlertStep& step : pattern.steps) {
    ++counts[feature_of({step.condition, -1, -1})];
    for (const AlertBond& bond : step.bonds)
      ++counts[feature_of({step.condition, bond.condition,
                           pattern.steps[static_cast<std::size_t>(bond.to)].condition})];
  }
  return counts;
}

const AlertRequirements::Bits& AlertRequirements::bits_of_atom(const AlertKind& atom) {
  const auto place = atom_bits_.find(atom.index);
  if (place != atom_bits_.end()) return place->second;
  Bits bits(words_);
  for (std::size_t i = 0; i < features_.size(); ++i)
    if (features_[i].bond < 0 && possible(atom, features_[i].atom)) set_bit(bits, i);
  return atom_bits_.emplace(atom.index, std::move(bits)).first->second;
}

const AlertRequirements::Bits& AlertRequirements::bits_of_bond(const AlertKind& atom, const AlertKind& bond,
                                                               const AlertKind& other) {
  const std::tuple key(atom.index, bond.index, other.index);
  const auto place = bond_bits_.find(key);
  if (place != bond_bits_.end()) return place->second;
  Bits bits(words_);
  for (std::size_t i = 0; i < features_.size(); ++i) {
    const Feature& feature = features_[i];
    if (feature.bond < 0 || !possible(bond, feature.bond)) continue;
    if ((possible(atom, feature.atom) && possible(other, feature.other)) ||
        (possible(atom, feature.other) && possible(other, feature.atom)))
      set_bit(bits, i);
  }
  return bond_bits_.emplace(key, std::move(bits)).first->second;
}

void AlertRequirements::count(const Bits& bits) {
  for (std::size_t word = 0; word < words_; ++word) {
    std::uint64_t more = bits[word];
    for (std::size_t place = word; more != 0 && place < seen_.size(); place += words_)
      more = std::exchange(seen_[place], seen_[place] | more) & more;
  }
}

void AlertRequirements::begin() {
  std::fill(seen_.begin(), seen_.end(), 0);
  for (int atom = 0; atom < view_.atoms(); ++atom) {
    count(bits_of_atom(view_.kind(atom)));
    for (const AlertNeighbour& neighbour : view_.neighbours(atom))
      if (atom < neighbour.atom)
        count(bits_of_bond(view_.kind(atom), *neighbour.bond, view_.kind(neighbour.atom)));
  }
}

bool AlertRequirements::met(int pattern) const {
  const auto& needs = needs_[static_cast<std::size_t>(pattern)];
  return std::all_of(needs.begin(), needs.end(),
                     [&](const Need& need) { return (seen_[need.word] & need.bits) == need.bits; });
}

}  // namespace furui
