// Loops over draws that the compiler turns into vector instructions, with the instruction set that the CPU has.
// No sum of products is fused (see CMakeLists.txt), so that all instruction sets give the same bits.
#include "rank/score_draws.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace furui {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr double kFarthest = 5.3;  // of normal_from_bits, rounded up
using Lane = std::array<float, kDrawsAtOnce>;

#define FURUI_INLINE [[gnu::always_inline]] inline

/// Natural logarithm in single precision: the polynomial of Cephes (Moshier 1989, logf), without its branches.
FURUI_INLINE float logarithm(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  float exponent = static_cast<float>(static_cast<std::int32_t>(bits >> 23) - 126);
  float m = std::bit_cast<float>((bits & 0x007FFFFFU) | 0x3F000000U);
  const bool low = m < 0.70710678F;
  exponent = low ? exponent - 1 : exponent;
  m = (low ? m + m : m) - 1;
  const float z = m * m;
  float y = 7.0376836292E-2F;
  for (const float c : {-1.1514610310E-1F, 1.1676998740E-1F, -1.2420140846E-1F, 1.4249322787E-1F, -1.6668057665E-1F,
                        2.0000714765E-1F, -2.4999993993E-1F, 3.3333331174E-1F})
    y = y * m + c;
  y = y * m * z - 2.12194440e-4F * exponent - 0.5F * z;
  const float result = m + y + 0.693359375F * exponent;
  return value >= 1.17549435e-38F ? result : -kInfinity;  // below, a float is zero for all that matters here
}

/// exp(x) for x <= 0 in single precision: the polynomial of Cephes (expf); 0 below -87.
FURUI_INLINE float exponential(float x) {
  const float within = x > -87.0F ? x : -87.0F;
  const auto power = static_cast<std::int32_t>(within * 1.44269504088896341F - 0.5F);  // rounds, since x <= 0
  const auto n = static_cast<float>(power);
  const float r = within - n * 0.693359375F - n * -2.12194440e-4F;
  float y = 1.9875691500E-4F;
  for (const float c : {1.3981999507E-3F, 8.3334519073E-3F, 4.1665795894E-2F, 1.6666665459E-1F, 5.0000001201E-1F}) y = y * r + c;
  y = y * (r * r) + r + 1;
  const float scaled = y * std::bit_cast<float>(static_cast<std::uint32_t>(power + 127) << 23);
  return x > -87.0F ? scaled : 0.0F;
}

FURUI_INLINE float uniform(std::uint32_t bits) {
  return (static_cast<float>(static_cast<std::int32_t>(bits >> 9)) + 0.5F) * 0x1p-23F;
}

FURUI_INLINE float normal(std::uint32_t bits) {
  const float p = uniform(bits);
  const float w = -logarithm(4 * p * (1 - p));
  const float near_w = w - 2.5F;
  float near = 2.81022636e-08F;
  for (const float c : {3.43273939e-07F, -3.5233877e-06F, -4.39150654e-06F, 0.00021858087F, -0.00125372503F, -0.00417768164F,
                        0.246640727F, 1.50140941F})
    near = near * near_w + c;
  const float far_w = std::sqrt(w > 0 ? w : 0.0F) - 3;
  float far = -0.000200214257F;
  for (const float c : {0.000100950558F, 0.00134934322F, -0.00367342844F, 0.00573950773F, -0.0076224613F, 0.00943887047F,
                        1.00167406F, 2.83297682F})
    far = far * far_w + c;
  return 1.41421356F * (2 * p - 1) * (w < 5 ? near : far);
}

FURUI_INLINE void draw_normals(DrawKey key, std::uint32_t first, Lane& z) {
  for (std::size_t i = 0; i < kDrawsAtOnce; ++i) z[i] = normal(drawn_bits(key, first + static_cast<std::uint32_t>(i)));
}

FURUI_INLINE void logarithms(Lane& d) {
  for (float& x : d) x = logarithm(x);
}

/// Desirabilities of a term's draws; their logarithms where asked.
FURUI_INLINE void draw_term(const DrawnTerm& term, std::uint32_t first, bool as_logarithm, Lane& d) {
  if (term.curve == nullptr) {
    for (std::size_t i = 0; i < kDrawsAtOnce; ++i) d[i] = uniform(drawn_bits(term.key, first + static_cast<std::uint32_t>(i)));
    if (as_logarithm) logarithms(d);
    return;
  }
  const Desirability& curve = *term.curve;
  Lane z;
  draw_normals(term.key, first, z);
  if (curve.expit) {
    const auto at = static_cast<float>(curve.expit->slope * (term.mean - curve.expit->middle));
    const auto per = static_cast<float>(curve.expit->slope * term.std);
    for (std::size_t i = 0; i < kDrawsAtOnce; ++i) {
      const float h = at + per * z[i];
      const float e = exponential(h < 0 ? h : -h);
      d[i] = as_logarithm ? (h < 0 ? h : 0.0F) - logarithm(1 + e) : (h < 0 ? e : 1.0F) / (1 + e);
    }
    return;
  }
  if (curve.bell) {
    const auto at = static_cast<float>((term.mean - curve.bell->middle) / curve.bell->width);
    const auto per = static_cast<float>(term.std / curve.bell->width);
    for (std::size_t i = 0; i < kDrawsAtOnce; ++i) {
      const float t = at + per * z[i];
      d[i] = as_logarithm ? -0.5F * t * t : exponential(-0.5F * t * t);
    }
    return;
  }
  for (float& x : z) x = term.mean + term.std * x;
  if (!curve.line.empty()) {
    // Piece after piece, each over all that lies beyond its beginning: what is exactly 0 between two knots stays so.
    d.fill(static_cast<float>(curve.line.front().second));
    for (std::size_t knot = 0; knot < curve.line.size(); ++knot) {
      const auto x0 = static_cast<float>(curve.line[knot].first), d0 = static_cast<float>(curve.line[knot].second);
      float slope = 0;
      if (knot + 1 < curve.line.size()) {
        const float width = static_cast<float>(curve.line[knot + 1].first) - x0;
        slope = width > 0 ? (static_cast<float>(curve.line[knot + 1].second) - d0) / width : 0.0F;
      }
      for (std::size_t i = 0; i < kDrawsAtOnce; ++i) d[i] = z[i] >= x0 ? d0 + slope * (z[i] - x0) : d[i];
    }
    for (float& x : d) x = x < 0 ? 0.0F : x > 1 ? 1.0F : x;
  } else {
    for (std::size_t i = 0; i < kDrawsAtOnce; ++i) d[i] = static_cast<float>(curve.at(z[i]));
  }
  if (as_logarithm) logarithms(d);
}

struct Rule {
  AggregationType type;
  float floor, log_floor;
  bool logarithmic() const { return type == AggregationType::kGeometric || type == AggregationType::kProduct; }
};

FURUI_INLINE void draw_all(const Rule& rule, const DrawnCandidate& candidate, std::uint32_t first, std::span<float, kDrawsAtOnce> keys) {
  std::fill(keys.begin(), keys.end(), candidate.certain);
  Lane d;
  for (const DrawnTerm& term : candidate.terms) {
    draw_term(term, first, rule.logarithmic(), d);
    const float weight = term.weight;
    switch (rule.type) {
      case AggregationType::kGeometric:
      case AggregationType::kProduct:
        for (std::size_t i = 0; i < kDrawsAtOnce; ++i) keys[i] += weight * (d[i] > rule.log_floor ? d[i] : rule.log_floor);
        break;
      case AggregationType::kArithmetic:
        for (std::size_t i = 0; i < kDrawsAtOnce; ++i) keys[i] += weight * d[i];
        break;
      case AggregationType::kHarmonic:
        for (std::size_t i = 0; i < kDrawsAtOnce; ++i) keys[i] -= weight / (d[i] > rule.floor ? d[i] : rule.floor);
        break;
      case AggregationType::kMinimum:
        for (std::size_t i = 0; i < kDrawsAtOnce; ++i) keys[i] = d[i] < keys[i] ? d[i] : keys[i];
        break;
    }
  }
}

void draw_baseline(const Rule& rule, const DrawnCandidate& candidate, std::uint32_t first, std::span<float, kDrawsAtOnce> keys) {
  draw_all(rule, candidate, first, keys);
}

using Draw = void (*)(const Rule&, const DrawnCandidate&, std::uint32_t, std::span<float, kDrawsAtOnce>);

#if defined(__x86_64__)
[[gnu::target("avx2")]] void draw_avx2(const Rule& rule, const DrawnCandidate& candidate, std::uint32_t first,
                                       std::span<float, kDrawsAtOnce> keys) {
  draw_all(rule, candidate, first, keys);
}
[[gnu::target("avx512f,avx512bw,avx512dq,avx512vl,prefer-vector-width=512")]] void draw_avx512(
    const Rule& rule, const DrawnCandidate& candidate, std::uint32_t first, std::span<float, kDrawsAtOnce> keys) {
  draw_all(rule, candidate, first, keys);
}
#endif

/// What this CPU can run, the best first.
const std::vector<Draw>& kernels() {
  static const std::vector<Draw> usable = [] {
    std::vector<Draw> draws;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl"))
      draws.push_back(draw_avx512);
    if (__builtin_cpu_supports("avx2")) draws.push_back(draw_avx2);
#endif
    draws.push_back(draw_baseline);
    return draws;
  }();
  return usable;
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
  kernels()[instruction_set_]({type_, type_ == AggregationType::kHarmonic ? floor_ : 0.0F, type_ == AggregationType::kGeometric ? log_floor_ : -kInfinity}, candidate,
       first, keys);
}

float ScoreKeys::bound(const DrawnCandidate& candidate) const {
  float key = candidate.certain;
  for (const DrawnTerm& term : candidate.terms) {
    double best = 1;
    if (term.curve != nullptr) {
      const double low = term.mean - kFarthest * term.std, high = term.mean + kFarthest * term.std;
      best = std::max((*term.curve)(low), (*term.curve)(high));
      for (const double bend : term.curve->bends) {
        if (bend < low || bend > high) continue;
        // A curve may jump at a bend.
        for (const double x : {std::nextafter(bend, low), bend, std::nextafter(bend, high)}) best = std::max(best, (*term.curve)(x));
      }
      best = std::min(1.0, best * (1 + 1e-5) + 1e-6);  // draws are made in single precision
    }
    key = add_certain(key, best, term.weight);
  }
  return key + 1e-5F * (1 + std::abs(key));
}

float normal_from_bits(std::uint32_t bits) { return normal(bits); }

}  // namespace furui
