// Elementary functions of fdlibm on vectors, each with how far it and the C library's may lie apart.
#include "rank/certain_scores.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "rank/lanes.h"             // for Lanes
#include "rank/meet_probability.h"  // for kMetDesirability

namespace furui {
namespace {

constexpr double kEpsilon = 0x1p-52;
// Relative distances. exponential() and logarithm() err by less than 2 epsilon each, the C library's by less than 1.
constexpr double kOfExponential = 8 * kEpsilon;
constexpr double kOfDesirability = 16 * kEpsilon;  // one exponential, a sum and a quotient
constexpr double kOfLogarithm = 8 * kEpsilon;
constexpr double kFarthest = 700;  // beyond, an exponential is no longer a normal number

/// What a vector needs of a profile.
struct Shape {
  std::span<const double> weights;
  double floor, total;
};

template <int Width>
struct CertainKernel {
  using Double = Lanes<double, Width>;
  using Vector = typename Double::Vector;
  using BitsVector = typename Vectors<double, Width>::Bits;
  using FloatVector = typename Vectors<float, Width>::Values;

  /// exp(x) for -700 < x <= 0: a power of two times the Taylor polynomial of degree 13 within ln 2 / 2 of 0.
  FURUI_INLINE static Double exponential(const Double& x) {
    constexpr double kToInteger = 0x1.8p52;  // a sum with it has the rounded number in its lowest bits
    const Double shifted = x * 1.44269504088896338700 + kToInteger;
    const Double n = shifted - kToInteger;
    const Double r = x - n * 6.93147180369123816490e-01 - n * 1.90821492927058770002e-10;
    Double y = r * (1 / 6227020800.0) + 1 / 479001600.0;
    y = y * r + 1 / 39916800.0;
    y = y * r + 1 / 3628800.0;
    y = y * r + 1 / 362880.0;
    y = y * r + 1 / 40320.0;
    y = y * r + 1 / 5040.0;
    y = y * r + 1 / 720.0;
    y = y * r + 1 / 120.0;
    y = y * r + 1 / 24.0;
    y = y * r + 1 / 6.0;
    y = y * r + 0.5;
    y = y * r * r + r + 1;
    const Double power = Double::each([&](std::size_t i) FURUI_INLINED {
      return std::bit_cast<Vector>((std::bit_cast<BitsVector>(shifted.v[i]) + 1023) << 52);
    });
    return y * power;
  }

  /// log(x) of a normal number: fdlibm's e_log.c (Sun Microsystems 1993).
  FURUI_INLINE static Double logarithm(const Double& x) {
    constexpr std::uint64_t kRootHalf = 0x3FE6A09E00000000, kOne = 0x3FF0000000000000;
    const Double k = Double::each([&](std::size_t i) FURUI_INLINED {
      const BitsVector exponent = (std::bit_cast<BitsVector>(x.v[i]) + (kOne - kRootHalf)) >> 52;
      return std::bit_cast<Vector>(exponent | 0x4330000000000000U) - (0x1p52 + 1023);
    });
    const Double m = Double::each([&](std::size_t i) FURUI_INLINED {
      const BitsVector bits = std::bit_cast<BitsVector>(x.v[i]) + (kOne - kRootHalf);
      return std::bit_cast<Vector>((bits & 0x000FFFFFFFFFFFFFU) + kRootHalf);
    });
    const Double f = m - 1;
    const Double s = f / (f + 2);
    const Double z = s * s, w = z * z;
    const Double even = w * (w * (w * 1.531383769920937332e-01 + 2.222219843214978396e-01) + 3.999999999940941908e-01);
    const Double odd = z * (w * (w * (w * 1.479819860511658591e-01 + 1.818357216161805012e-01) + 2.857142874366239149e-01) + 6.666666666666735130e-01);
    const Double half = f * f * 0.5;
    return k * 6.93147180369123816490e-01 - ((half - (s * (half + even + odd) + k * 1.90821492927058770002e-10)) - f);
  }

  /// As float32: where the ends of an error differ there is doubt.
  FURUI_INLINE static Double rounded(const Double& x) {
    return Double::each([&](std::size_t i) FURUI_INLINED {
      const FloatVector narrow = __builtin_convertvector(x.v[i], FloatVector);
      return __builtin_convertvector(narrow, Vector);
    });
  }
  FURUI_INLINE static void store_float(const Double& x, float* into) {
    std::array<double, Double::kSize> values;
    x.store(values.data());
    for (std::size_t i = 0; i < Double::kSize; ++i) into[i] = static_cast<float>(values[i]);
  }

  FURUI_INLINE static void score(const Shape& shape, std::size_t at, CertainScores::Rows& rows) {
    const std::size_t k = shape.weights.size();
    const auto place = [&](std::size_t objective) { return objective * CertainScores::kRows + at; };
    // Sums and minima, to be compared at the end: GCC 12 takes masks of several comparisons apart.
    Double doubt = 0, least = 1, nearest = 1, farthest = 0, sum = 0, error = 0;
    for (std::size_t j = 0; j < k; ++j) {
      const double weight = shape.weights[j];
      const Double h = Double::load(rows.logit.data() + place(j));
      const Double below = where_less(h, 0, h, -h);
      farthest = where_less(below, farthest, below, farthest);
      const Double e = exponential(where_less(Double(-kFarthest), below, below, 0));
      const Double d = where_less(h, 0, e, 1) / (e + 1);
      doubt = doubt + (rounded(d * (1 + kOfDesirability)) - rounded(d * (1 - kOfDesirability)));
      store_float(d, rows.desirability.data() + place(j));
      // Near 1 a desirability is the same double after all, so that its logarithm is as sure.
      const Double low = e * (1 - kOfExponential) + 1, high = where_less(h, 0, 3, e * (1 + kOfExponential) + 1);
      const Double apart = where_less(low, high, kOfDesirability, 0);
      if (weight > 0) {
        least = where_less(d, least, d, least);
        const Double off = d - kMetDesirability, square = off * off;
        nearest = where_less(square, nearest, square, nearest);
      }
      const Double present = where_less(d, shape.floor, shape.floor, d);
      const Double loss = weight > 0 ? -weight * logarithm(present) : Double(0);
      const Double of_loss = loss * kOfLogarithm + weight * apart;
      loss.store(rows.loss.data() + place(j));
      of_loss.store(rows.error.data() + place(j));
      sum = sum + loss;
      error = error + of_loss;
    }
    const double of_sum = static_cast<double>(k + 16) * kEpsilon;
    error = error + sum * of_sum;
    const Double mean = sum / shape.total;
    const Double score = exponential(where_less(mean, kFarthest, -mean, 0));
    const Double of_score = score * (error / shape.total + mean * (4 * kEpsilon) + kOfExponential);
    doubt = doubt + (rounded(score + of_score) - rounded(score - of_score));
    store_float(score, rows.score.data() + at);
    const Double lack = 1 - score, per_loss = lack / sum;
    const Double of_each = (of_score + per_loss * error) / sum + per_loss * of_sum;
    for (std::size_t j = 0; j < k; ++j) {
      const Double loss = Double::load(rows.loss.data() + place(j));
      const Double contribution = loss * per_loss;
      const Double apart = loss * of_each + Double::load(rows.error.data() + place(j)) * per_loss;
      doubt = doubt + (rounded(contribution + apart) - rounded(contribution - apart));
      store_float(contribution, rows.contribution.data() + place(j));
    }
    std::array<double, Double::kSize> doubts, leasts, nearests, farthests, means;
    doubt.store(doubts.data());
    least.store(leasts.data());
    nearest.store(nearests.data());
    farthest.store(farthests.data());
    mean.store(means.data());
    for (std::size_t i = 0; i < Double::kSize; ++i) {
      // A missing value is NaN in the doubt as well.
      const bool sure = doubts[i] == 0 && farthests[i] > -kFarthest && nearests[i] > 1e-24 && means[i] > 0 && means[i] < kFarthest;
      rows.sure[at + i] = sure ? 1 : 0;
      rows.met[at + i] = leasts[i] >= kMetDesirability ? 1 : 0;
    }
  }

  FURUI_INLINE static void score_all(const Shape& shape, CertainScores::Rows& rows) {
    for (std::size_t at = 0; at < CertainScores::kRows; at += Double::kSize) score(shape, at, rows);
  }
};

/// Of four as well: GCC 12 loses the rounding of two doubles to float and back.
void score_baseline(const Shape& shape, CertainScores::Rows& rows) { CertainKernel<4>::score_all(shape, rows); }

using Score = void (*)(const Shape&, CertainScores::Rows&);

#if defined(__x86_64__)
[[gnu::target("avx2,fma")]] void score_avx2(const Shape& shape, CertainScores::Rows& rows) { CertainKernel<4>::score_all(shape, rows); }
[[gnu::target("avx512f,avx512bw,avx512dq,avx512vl,fma,prefer-vector-width=512")]] void score_avx512(const Shape& shape,
                                                                                                  CertainScores::Rows& rows) {
  CertainKernel<8>::score_all(shape, rows);
}
#endif

/// What this CPU can run, the best first.
const std::vector<Score>& kernels() {
  static const std::vector<Score> usable = [] {
    std::vector<Score> scores;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("fma"))
      scores.push_back(score_avx512);
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) scores.push_back(score_avx2);
#endif
    scores.push_back(score_baseline);
    return scores;
  }();
  return usable;
}

}  // namespace

bool CertainScores::can_score(const Aggregation& aggregation, const std::vector<Desirability>& curves) {
  if (aggregation.type != AggregationType::kGeometric && aggregation.type != AggregationType::kProduct) return false;
  return !curves.empty() && std::all_of(curves.begin(), curves.end(), [](const Desirability& curve) { return curve.expit.has_value(); });
}

CertainScores::CertainScores(const Aggregation& aggregation, const std::vector<Desirability>& curves, std::vector<double> weights,
                             std::size_t instruction_set)
    : weights_(std::move(weights)), instruction_set_(instruction_set) {
  for (const Desirability& curve : curves) curves_.push_back(*curve.expit);
  if (aggregation.type != AggregationType::kGeometric) return;
  floor_ = aggregation.floor;
  total_ = 0;
  for (const double weight : weights_) total_ += weight;
}

std::size_t CertainScores::instruction_sets() { return kernels().size(); }

CertainScores::Rows CertainScores::space() const {
  const std::size_t cells = weights_.size() * kRows;
  return {{}, {}, {}, std::vector<float>(cells), std::vector<float>(cells), std::vector<double>(cells), std::vector<double>(cells), std::vector<double>(cells)};
}

void CertainScores::score(std::span<const std::span<const float>> values, std::size_t first, Rows& rows) const {
  for (std::size_t j = 0; j < curves_.size(); ++j) {
    const Expit curve = curves_[j];
    const std::span<const float> column = values[j].subspan(first, std::min(kRows, values[j].size() - first));
    double* logit = rows.logit.data() + j * kRows;
    // Rounded as the curve rounds it, since an error of a logit grows with its size: here, and not fused into a sum.
    for (std::size_t i = 0; i < column.size(); ++i) logit[i] = curve.slope * (static_cast<double>(column[i]) - curve.middle);
    std::fill(logit + column.size(), logit + kRows, 0.0);
  }
  kernels()[instruction_set_]({weights_, floor_, total_}, rows);
}

}  // namespace furui
