// Losses and their shares on vectors, each with how far it may lie from Aggregator's.
#include "rank/certain_parts.h"

#include <algorithm>
#include <utility>

#include "rank/double_lanes.h"      // for DoubleLanes
#include "rank/instruction_sets.h"  // for usable_kernels

namespace furui {
namespace {

constexpr double kEpsilon = 0x1p-52;
constexpr double kOfDesirability = 16 * kEpsilon;  // one exponential, a sum and a quotient

/// What a vector needs of a profile.
struct Shape {
  std::span<const double> weights;
  double floor, total;
};

template <int Width>
struct PartsKernel {
  using L = DoubleLanes<Width>;
  using Double = typename L::Double;

  FURUI_INLINE static void find(const Shape& shape, std::size_t at, CertainParts::Rows& rows) {
    const std::size_t k = shape.weights.size();
    const auto place = [&](std::size_t objective) { return objective * CertainParts::kRows + at; };
    // Sums and minima, to be compared at the end: GCC 12 takes masks of several comparisons apart.
    Double doubt = 0, farthest = 0, sum = 0, error = 0;
    for (std::size_t j = 0; j < k; ++j) {
      const double weight = shape.weights[j];
      const Double h = Double::load(rows.logit.data() + place(j));
      const Double below = where_less(h, 0, h, -h);
      farthest = where_less(below, farthest, below, farthest);
      const Double e = L::exponential(where_less(below, -L::kFarthest, 0, below));
      const Double d = where_less(h, 0, e, 1) / (e + 1);
      doubt = doubt + (L::rounded(d * (1 + kOfDesirability)) - L::rounded(d * (1 - kOfDesirability)));
      L::store_float(d, rows.desirability.data() + place(j));
      // Near 1 a desirability is the same double after all, so that its logarithm is as sure.
      const Double low = e * (1 - L::kOfExponential) + 1, high = where_less(h, 0, 3, e * (1 + L::kOfExponential) + 1);
      const Double apart = where_less(low, high, kOfDesirability, 0);
      const Double present = where_less(d, shape.floor, shape.floor, d);
      const Double loss = weight > 0 ? -weight * L::logarithm(present) : Double(0);
      const Double of_loss = loss * L::kOfLogarithm + weight * apart;
      loss.store(rows.loss.data() + place(j));
      of_loss.store(rows.error.data() + place(j));
      sum = sum + loss;
      error = error + of_loss;
    }
    const double of_sum = static_cast<double>(k + 16) * kEpsilon;
    error = error + sum * of_sum;
    const Double mean = sum / shape.total;
    const Double score = L::exponential(where_less(mean, L::kFarthest, -mean, 0));
    const Double of_score = score * (error / shape.total + mean * (4 * kEpsilon) + L::kOfExponential);
    const Double lack = 1 - score, per_loss = lack / sum;
    const Double of_each = (of_score + per_loss * error) / sum + per_loss * of_sum;
    for (std::size_t j = 0; j < k; ++j) {
      const Double loss = Double::load(rows.loss.data() + place(j));
      const Double contribution = loss * per_loss;
      const Double apart = loss * of_each + Double::load(rows.error.data() + place(j)) * per_loss;
      doubt = doubt + (L::rounded(contribution + apart) - L::rounded(contribution - apart));
      L::store_float(contribution, rows.contribution.data() + place(j));
    }
    std::array<double, Double::kSize> doubts, farthests, means;
    doubt.store(doubts.data());
    farthest.store(farthests.data());
    mean.store(means.data());
    for (std::size_t i = 0; i < Double::kSize; ++i) {
      // A missing value is NaN in the doubt as well.
      const bool sure = doubts[i] == 0 && farthests[i] > -L::kFarthest && means[i] > 0 && means[i] < L::kFarthest;
      rows.sure[at + i] = sure ? 1 : 0;
    }
  }

  FURUI_INLINE static void find_all(const Shape& shape, CertainParts::Rows& rows) {
    for (std::size_t at = 0; at < CertainParts::kRows; at += Double::kSize) find(shape, at, rows);
  }
};

/// Of four as well: GCC 12 loses the rounding of two doubles to float and back.
void find_baseline(const Shape& shape, CertainParts::Rows& rows) { PartsKernel<4>::find_all(shape, rows); }
FURUI_AVX2 void find_avx2(const Shape& shape, CertainParts::Rows& rows) { PartsKernel<4>::find_all(shape, rows); }
FURUI_AVX512 void find_avx512(const Shape& shape, CertainParts::Rows& rows) { PartsKernel<8>::find_all(shape, rows); }

const auto& kernels() {
  static const auto usable = usable_kernels(find_avx512, find_avx2, find_baseline);
  return usable;
}

}  // namespace

CertainParts::CertainParts(const Aggregation& aggregation, const std::vector<Desirability>& curves, std::vector<double> weights,
                           std::size_t instruction_set)
    : weights_(std::move(weights)), instruction_set_(instruction_set) {
  for (const Desirability& curve : curves) curves_.push_back(*curve.expit);
  if (aggregation.type != AggregationType::kGeometric) return;
  floor_ = aggregation.floor;
  total_ = 0;
  for (const double weight : weights_) total_ += weight;
}

std::size_t CertainParts::instruction_sets() { return kernels().size(); }

CertainParts::Rows CertainParts::space() const {
  const std::size_t cells = weights_.size() * kRows;
  return {{}, std::vector<float>(cells), std::vector<float>(cells), std::vector<double>(cells), std::vector<double>(cells), std::vector<double>(cells)};
}

void CertainParts::find(std::span<const std::span<const float>> values, std::size_t first, Rows& rows) const {
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
