// Draws in vectors as wide as the instruction set that the CPU has.
// No sum of products is fused (see CMakeLists.txt), so that all instruction sets give the same bits.
#include "rank/score_draws.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "rank/float_lanes.h"       // for FloatLanes
#include "rank/instruction_sets.h"  // for usable_kernels

namespace furui {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr double kFarthest = 5.3;  // of normal_from_bits, rounded up

struct Rule {
  AggregationType type;
  float floor, log_floor;
  bool logarithmic() const { return type == AggregationType::kGeometric || type == AggregationType::kProduct; }
};

/// Draws of one candidate on lanes of 2 × Width floats.
template <int Width>
struct DrawKernel {
  using L = FloatLanes<Width>;
  using Float = typename L::Float;
  static constexpr std::size_t kParts = kDrawsAtOnce / L::kSize;
  using Lane = std::array<Float, kParts>;
  static constexpr std::size_t kMostLimited = 64;  // terms

  /// Bits of the draws of part v.
  FURUI_INLINE static auto bits(const DrawnTerm& term, std::uint32_t first, std::size_t v) {
    return L::drawn(term.key, first + static_cast<std::uint32_t>(v * L::kSize));
  }

  /// A term's desirabilities, or their logarithms, of all draws.
  template <typename OfNormal>
  FURUI_INLINE static void fill(const DrawnTerm& term, std::uint32_t first, Lane& d, const OfNormal& of_normal) {
    for (std::size_t v = 0; v < kParts; ++v) d[v] = of_normal(L::normal(bits(term, first, v)));
  }

  FURUI_INLINE static void draw_expit(const DrawnTerm& term, std::uint32_t first, bool as_logarithm, Lane& d) {
    const Expit& expit = *term.curve->expit;
    const auto at = static_cast<float>(expit.slope * (term.mean - expit.middle));
    const auto per = static_cast<float>(expit.slope * term.std);
    if (as_logarithm) {
      fill(term, first, d, [&](const Float& z) FURUI_INLINED {
        const Float h = at + per * z;
        const Float e = L::exponential(where_less(h, 0, h, -h));
        return where_less(h, 0, h, 0) - L::logarithm(1 + e);
      });
    } else {
      fill(term, first, d, [&](const Float& z) FURUI_INLINED {
        const Float h = at + per * z;
        const Float e = L::exponential(where_less(h, 0, h, -h));
        return where_less(h, 0, e, 1) / (1 + e);
      });
    }
  }

  FURUI_INLINE static void draw_bell(const DrawnTerm& term, std::uint32_t first, bool as_logarithm, Lane& d) {
    const Bell& bell = *term.curve->bell;
    const auto at = static_cast<float>((term.mean - bell.middle) / bell.width);
    const auto per = static_cast<float>(term.std / bell.width);
    fill(term, first, d, [&](const Float& z) FURUI_INLINED {
      const Float t = at + per * z;
      return as_logarithm ? -0.5F * t * t : L::exponential(-0.5F * t * t);
    });
  }

  FURUI_INLINE static void draw_line(const DrawnTerm& term, std::uint32_t first, Lane& d) {
    // Piece after piece, each over all that lies beyond its beginning: what is exactly 0 between two knots stays so.
    const auto& line = term.curve->line;
    fill(term, first, d, [&](const Float& z) FURUI_INLINED {
      const Float x = term.mean + term.std * z;
      Float y = static_cast<float>(line.front().second);
      for (std::size_t knot = 0; knot < line.size(); ++knot) {
        const auto x0 = static_cast<float>(line[knot].first), d0 = static_cast<float>(line[knot].second);
        float slope = 0;
        if (knot + 1 < line.size()) {
          const float width = static_cast<float>(line[knot + 1].first) - x0;
          slope = width > 0 ? (static_cast<float>(line[knot + 1].second) - d0) / width : 0.0F;
        }
        y = where_less(x, x0, y, d0 + slope * (x - x0));
      }
      return where_less(y, 0, 0, where_less(1, y, 1, y));
    });
  }

  FURUI_INLINE static void draw_other(const DrawnTerm& term, std::uint32_t first, Lane& d) {
    fill(term, first, d, [&](const Float& z) FURUI_INLINED {
      const Float x = term.mean + term.std * z;
      std::array<float, L::kSize> values;
      x.store(values.data());
      for (float& value : values) value = static_cast<float>(term.curve->at(value));
      return Float::load(values.data());
    });
  }

  FURUI_INLINE static void draw_term(const DrawnTerm& term, std::uint32_t first, bool as_logarithm, Lane& d) {
    if (term.curve != nullptr && term.curve->expit) return draw_expit(term, first, as_logarithm, d);
    if (term.curve != nullptr && term.curve->bell) return draw_bell(term, first, as_logarithm, d);
    if (term.curve == nullptr) {
      for (std::size_t v = 0; v < kParts; ++v) d[v] = L::uniform(bits(term, first, v));
    } else if (!term.curve->line.empty()) {
      draw_line(term, first, d);
    } else {
      draw_other(term, first, d);
    }
    if (!as_logarithm) return;
    for (Float& x : d) x = L::logarithm(x);
  }

  FURUI_INLINE static void add(const Rule& rule, float weight, const Lane& d, Lane& keys) {
    const Float floor = rule.logarithmic() ? rule.log_floor : rule.floor;
    for (std::size_t v = 0; v < kParts; ++v) {
      switch (rule.type) {
        case AggregationType::kGeometric:
        case AggregationType::kProduct: keys[v] = keys[v] + weight * where_less(floor, d[v], d[v], floor); break;
        case AggregationType::kArithmetic: keys[v] = keys[v] + weight * d[v]; break;
        case AggregationType::kHarmonic: keys[v] = keys[v] - weight / where_less(floor, d[v], d[v], floor); break;
        case AggregationType::kMinimum: keys[v] = where_less(d[v], keys[v], d[v], keys[v]); break;
      }
    }
  }

  /// Whether a draw can reach its least key when terms that sum to `left` at most are still to come.
  FURUI_INLINE static bool can_reach(AggregationType type, float left, std::size_t terms, const Lane& keys, const float* least) {
    const float gain = type == AggregationType::kMinimum ? 0.0F : left;
    const float rounding = 1e-5F + 2.4e-7F * static_cast<float>(terms);
    for (std::size_t v = 0; v < kParts; ++v) {
      const Float size = L::magnitude(keys[v]) + (1 + std::abs(gain));
      const Float slack = gain + rounding * where_less(size, 1e30F, size, 1e30F);  // so that minus infinity stays
      if (any_not_less(keys[v] + slack, Float::load(least + v * L::kSize))) return true;
    }
    return false;
  }

  /// The best for an S-shape among a term's draws: the greatest of their bits where it rises, else the least.
  FURUI_INLINE static std::uint32_t best_bits(const DrawnTerm& term, std::uint32_t first, bool rises) {
    const std::uint32_t turned = rises ? 0 : ~0U;
    typename L::IntVector greatest{};
    for (std::size_t v = 0; v < kParts; ++v) {
      for (const typename L::BitsVector& vector : bits(term, first, v).v) {
        const auto places = std::bit_cast<typename L::IntVector>((vector ^ turned) >> 9);
        greatest = places > greatest ? places : greatest;
      }
    }
    std::array<std::int32_t, Width> lanes;
    std::memcpy(lanes.data(), &greatest, sizeof lanes);
    return static_cast<std::uint32_t>(*std::max_element(lanes.begin(), lanes.end())) << 9 ^ turned;
  }

  /// What each term adds at most in these draws: an S-shape no more than by their best bits, all of them at once.
  FURUI_INLINE static void limit(const Rule& rule, const DrawnCandidate& candidate, std::uint32_t first, std::array<float, kMostLimited>& gain) {
    alignas(64) std::array<std::uint32_t, kMostLimited> best;
    alignas(64) std::array<float, kMostLimited> at, per, logarithm;
    const std::size_t terms = candidate.terms.size();
    for (std::size_t t = 0; t < terms; ++t) {
      const DrawnTerm& term = candidate.terms[t];
      const bool expit = term.curve != nullptr && term.curve->expit;
      at[t] = expit ? static_cast<float>(term.curve->expit->slope * (term.mean - term.curve->expit->middle)) : 0.0F;
      per[t] = expit ? static_cast<float>(term.curve->expit->slope * term.std) : 0.0F;
      best[t] = expit ? best_bits(term, first, per[t] > 0) : 0;
    }
    for (std::size_t t = terms; t < (terms + L::kSize - 1) / L::kSize * L::kSize; ++t) at[t] = per[t] = 0, best[t] = 0;
    for (std::size_t t = 0; t < terms; t += L::kSize) {
      typename L::Bits drawn;
      std::memcpy(&drawn.v, best.data() + t, sizeof drawn.v);
      const Float slope = Float::load(per.data() + t);
      // normal() rises but for its rounding, which the last term covers.
      const Float h = Float::load(at.data() + t) + slope * L::normal(drawn) + L::magnitude(slope) * 1e-5F;
      (where_less(h, 0, h, 0) - L::logarithm(1 + L::exponential(where_less(h, 0, h, -h)))).store(logarithm.data() + t);
    }
    for (std::size_t t = 0; t < terms; ++t) {
      const DrawnTerm& term = candidate.terms[t];
      const bool expit = term.curve != nullptr && term.curve->expit;
      gain[t] = expit ? std::min(term.gain, term.weight * std::max(logarithm[t] + 1e-5F, rule.log_floor)) : term.gain;
    }
  }

  FURUI_INLINE static bool draw(const Rule& rule, const DrawnCandidate& candidate, std::uint32_t first, const float* least, float* into) {
    Lane keys, d;
    keys.fill(candidate.certain);
    const std::size_t terms = candidate.terms.size();
    const bool limited = least != nullptr && rule.logarithmic() && terms <= kMostLimited;
    std::array<float, kMostLimited> gain;
    if (limited) limit(rule, candidate, first, gain);
    float left = 0;
    for (std::size_t t = 0; t < terms; ++t) left += limited ? gain[t] : candidate.terms[t].gain;
    for (std::size_t t = 0; t < terms; ++t) {
      const DrawnTerm& term = candidate.terms[t];
      if (least != nullptr && !can_reach(rule.type, left, terms, keys, least)) return false;
      draw_term(term, first, rule.logarithmic(), d);
      add(rule, term.weight, d, keys);
      left -= limited ? gain[t] : term.gain;
    }
    for (std::size_t v = 0; v < kParts; ++v) keys[v].store(into + v * L::kSize);
    return true;
  }
};

bool draw_baseline(const Rule& rule, const DrawnCandidate& candidate, std::uint32_t first, const float* least, float* keys) {
  return DrawKernel<4>::draw(rule, candidate, first, least, keys);
}

/// A floor is for geometric and harmonic means only.
Rule rule_of(AggregationType type, float floor, float log_floor) {
  return {type, type == AggregationType::kHarmonic ? floor : 0.0F, type == AggregationType::kGeometric ? log_floor : -kInfinity};
}

FURUI_AVX2 bool draw_avx2(const Rule& rule, const DrawnCandidate& candidate, std::uint32_t first, const float* least, float* keys) {
  return DrawKernel<8>::draw(rule, candidate, first, least, keys);
}
FURUI_AVX512 bool draw_avx512(const Rule& rule, const DrawnCandidate& candidate, std::uint32_t first, const float* least, float* keys) {
  return DrawKernel<16>::draw(rule, candidate, first, least, keys);
}

const auto& kernels() {
  static const auto usable = usable_kernels(draw_avx512, draw_avx2, draw_baseline);
  return usable;
}

/// The best desirability that a draw can have, and a little more.
double best_drawn(const Desirability& curve, double mean, double std) {
  const double low = mean - kFarthest * std, high = mean + kFarthest * std;
  double best = std::max(curve(low), curve(high));
  // An S-shape is monotone.
  for (std::size_t i = 0; i < curve.bends.size() && !curve.expit; ++i) {
    const double bend = curve.bends[i];
    if (bend < low || bend > high) continue;
    // A curve may jump at a bend.
    for (const double x : {std::nextafter(bend, low), bend, std::nextafter(bend, high)}) best = std::max(best, curve(x));
  }
  return std::min(1.0, best * (1 + 1e-5) + 1e-6);  // draws are made in single precision
}

}  // namespace

ScoreKeys::ScoreKeys(AggregationType type, double floor, std::size_t instruction_set)
    : type_(type),
      floor_(static_cast<float>(floor)),
      log_floor_(floor > 0 ? static_cast<float>(std::log(floor)) : -kInfinity),
      instruction_set_(instruction_set) {}

std::size_t ScoreKeys::instruction_sets() { return kernels().size(); }

float ScoreKeys::start() const { return type_ == AggregationType::kMinimum ? 1.0F : 0.0F; }

float ScoreKeys::add_certain(float key, double desirability, double weight) const {
  const auto share = static_cast<float>(weight);
  const auto d = static_cast<float>(desirability);
  switch (type_) {
    case AggregationType::kGeometric: return key + share * std::max(static_cast<float>(std::log(desirability)), log_floor_);
    case AggregationType::kProduct: return key + share * static_cast<float>(std::log(desirability));
    case AggregationType::kArithmetic: return key + share * d;
    case AggregationType::kHarmonic: return key - share / std::max(d, floor_);
    case AggregationType::kMinimum: return std::min(key, d);
  }
  return key;
}

double ScoreKeys::score(float key) const {
  switch (type_) {
    case AggregationType::kGeometric:
    case AggregationType::kProduct: return std::exp(std::min(0.0F, key));
    case AggregationType::kHarmonic: return key < 0 ? std::min(1.0, -1.0 / key) : 1.0;
    case AggregationType::kArithmetic:
    case AggregationType::kMinimum: break;
  }
  return std::clamp(static_cast<double>(key), 0.0, 1.0);
}

void ScoreKeys::draw(const DrawnCandidate& candidate, std::uint32_t first, std::span<float, kDrawsAtOnce> keys) const {
  kernels()[instruction_set_](rule_of(type_, floor_, log_floor_), candidate, first, nullptr, keys.data());
}

bool ScoreKeys::draw_reaching(const DrawnCandidate& candidate, std::uint32_t first, std::span<const float, kDrawsAtOnce> least,
                              std::span<float, kDrawsAtOnce> keys) const {
  return kernels()[instruction_set_](rule_of(type_, floor_, log_floor_), candidate, first, least.data(), keys.data());
}

void ScoreKeys::limit(DrawnCandidate& candidate) const {
  for (DrawnTerm& term : candidate.terms) {
    const double best = term.curve == nullptr ? 1 : best_drawn(*term.curve, term.mean, term.std);
    term.gain = type_ == AggregationType::kMinimum ? static_cast<float>(best) : add_certain(0, best, term.weight);
  }
}

float ScoreKeys::bound(const DrawnCandidate& candidate) const {
  float key = candidate.certain;
  for (const DrawnTerm& term : candidate.terms) key = type_ == AggregationType::kMinimum ? std::min(key, term.gain) : key + term.gain;
  return key + 1e-5F * (1 + std::abs(key));
}

float normal_from_bits(std::uint32_t bits) {
  const FloatLanes<4>::BitsVector vector{bits, bits, bits, bits};
  return FloatLanes<4>::normal({{vector, vector}}).v[0][0];
}

}  // namespace furui
