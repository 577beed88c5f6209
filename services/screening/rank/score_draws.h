// Draws of a candidate's score, many at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "core/profile.h"       // for AggregationType
#include "rank/desirability.h"  // for Desirability
#include "rank/keyed_draws.h"   // for DrawKey

namespace furui {

/// Draws that are made in one go.
constexpr std::size_t kDrawsAtOnce = 32;

/// One objective of one candidate, as draws see it.
struct DrawnTerm {
  const Desirability* curve = nullptr;  ///< nullptr: a desirability that is uniform in [0, 1]
  float mean = 0, std = 0;  ///< of the value, in the property's unit
  float weight = 0;         ///< share of the weights, above 0
  DrawKey key;
  float gain = std::numeric_limits<float>::infinity();  ///< of a key by this term at most; as limit() leaves it
};

/// A candidate: what is certain about its score, and the objectives that are not.
struct DrawnCandidate {
  float certain = 0;  ///< of the certain objectives, as add_certain leaves it
  std::vector<DrawnTerm> terms;
};

/// Scores in a form that only orders them ("keys"): the logarithm of a geometric mean or product, minus the inverse of a
/// harmonic mean, an arithmetic mean or a minimum itself. Objectives come one by one, so that a key is a sum or minimum.
class ScoreKeys {
 public:
  /// floor            least desirability of a geometric or harmonic mean
  /// instruction_set  0: the best that this CPU has; up to instruction_sets() - 1: lesser ones, for tests
  ScoreKeys(AggregationType type, double floor, std::size_t instruction_set = 0);
  static std::size_t instruction_sets();

  /// The key of no objective at all.
  float start() const;
  /// The key with one more certain desirability of this share of the weights.
  float add_certain(float key, double desirability, double weight) const;
  /// The score that a key stands for.
  double score(float key) const;

  /// Keys of draws `first` to `first` + kDrawsAtOnce - 1. The same bits on every CPU.
  void draw(const DrawnCandidate& candidate, std::uint32_t first, std::span<float, kDrawsAtOnce> keys) const;

  /// States of every term what it can add at most, whatever the seed: its value at its best within 5.3 std, the farthest
  /// that is drawn.
  void limit(DrawnCandidate& candidate) const;

  /// As draw(), unless no draw can reach its `least` by what the terms still to come add at most (limit()): then false,
  /// and `keys` says nothing. Most candidates are told apart from the best by a few of their objectives.
  bool draw_reaching(const DrawnCandidate& candidate, std::uint32_t first, std::span<const float, kDrawsAtOnce> least,
                     std::span<float, kDrawsAtOnce> keys) const;

  /// A key that no draw exceeds, of a candidate after limit().
  float bound(const DrawnCandidate& candidate) const;

 private:
  AggregationType type_;
  float floor_, log_floor_;
  std::size_t instruction_set_;
};

/// A standard normal value from 32 random bits, within 5.3 of 0: the inverse cumulative function at 2^23 midpoints, by
/// Giles 2010 (Approximating the erfinv function, table 5), whose error in single precision is some 1e-6.
float normal_from_bits(std::uint32_t bits);

}  // namespace furui
