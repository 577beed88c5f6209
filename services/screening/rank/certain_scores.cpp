// Inverse desirabilities, 1 + exp(-h), on vectors: their product's logarithm is what a score loses.
#include "rank/certain_scores.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "rank/double_lanes.h"      // for DoubleLanes
#include "rank/instruction_sets.h"  // for usable_kernels
#include "rank/meet_probability.h"  // for kMetDesirability

namespace furui {
namespace {

using Shape = CertainScores::Shape;
constexpr double kInfinity = std::numeric_limits<double>::infinity();
static_assert(kMetDesirability == 0.5, "an objective is met where its exponential's argument is not above 0");
constexpr std::size_t kLanes = 16;  // of the widest kernel, and a multiple of the others'
constexpr double kFarthest = DoubleLanes<4>::kFarthest;
constexpr double kLargestLogarithm = 690;  // of a product of inverse desirabilities

template <int Width>
struct CertainKernel {
  using L = DoubleLanes<Width>;
  using Double = typename L::Double;

  /// Of rows from `at`; column[objective] is an objective's values.
  FURUI_INLINE static void score(const Shape& shape, const float* const* column, std::size_t at, CertainScores::Rows& rows) {
    // Extremes are to be compared at the end: GCC 12 takes masks of several comparisons apart. A missing value
    // is NaN in the product.
    Double lowest = 0, highest = -kFarthest, sum = 0;
    for (const CertainScores::Group& group : shape.groups) {
      Double product = 1;
      for (const CertainScores::Term& term : group.terms) {
        const Double h = (L::load_float(column[term.objective] + at) - term.middle) * term.fall;
        lowest = where_less(h, lowest, h, lowest);
        highest = where_less(highest, h, h, highest);
        const Double inverse = L::template exponential<11>(h) + 1;
        product = product * where_less(shape.most, inverse, shape.most, inverse);
      }
      // A logarithm is made of bits and knows no NaN, but a difference does.
      sum = sum + (L::logarithm(product) + (product - product)) * group.weight;
    }
    const Double mean = sum / shape.total;
    const Double score = L::exponential(-mean);
    const Double error = score * (mean * shape.error_of_mean + shape.error);
    const Double doubt = L::rounded(score + error) - L::rounded(score - error);
    std::array<double, Double::kSize> doubts, lowests, highests, means;
    doubt.store(doubts.data());
    lowest.store(lowests.data());
    highest.store(highests.data());
    mean.store(means.data());
    L::store_float(score, rows.score.data() + at);
    for (std::size_t i = 0; i < Double::kSize; ++i) {
      const bool in_reach = lowests[i] > -kFarthest && highests[i] < shape.highest && means[i] < kFarthest;
      rows.sure[at + i] = doubts[i] == 0 && in_reach && std::abs(highests[i]) > 1e-10 ? 1 : 0;
      rows.met[at + i] = highests[i] < 0 ? 1 : 0;
    }
  }

  FURUI_INLINE static void score_all(const Shape& shape, const float* const* column, std::size_t count, CertainScores::Rows& rows) {
    for (std::size_t at = 0; at < count; at += Double::kSize) score(shape, column, at, rows);
  }
};

/// Of four as well: GCC 12 loses the rounding of two doubles to float and back.
void score_baseline(const Shape& shape, const float* const* column, std::size_t count, CertainScores::Rows& rows) {
  CertainKernel<4>::score_all(shape, column, count, rows);
}
FURUI_AVX2 void score_avx2(const Shape& shape, const float* const* column, std::size_t count, CertainScores::Rows& rows) {
  CertainKernel<4>::score_all(shape, column, count, rows);
}
FURUI_AVX512 void score_avx512(const Shape& shape, const float* const* column, std::size_t count, CertainScores::Rows& rows) {
  CertainKernel<8>::score_all(shape, column, count, rows);
}

const auto& kernels() {
  static const auto usable = usable_kernels(score_avx512, score_avx2, score_baseline);
  return usable;
}

/// Objectives with a weight, those of equal weight together.
std::vector<CertainScores::Group> groups_of(const std::vector<Desirability>& curves, const std::vector<double>& weights, std::size_t longest) {
  std::vector<CertainScores::Group> groups;
  for (std::size_t j = 0; j < curves.size(); ++j) {
    if (!(weights[j] > 0)) continue;
    auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& of) { return of.weight == weights[j] && of.terms.size() < longest; });
    if (group == groups.end()) group = groups.insert(groups.end(), {weights[j], {}});
    group->terms.push_back({j, -curves[j].expit->slope, curves[j].expit->middle});
  }
  return groups;
}

}  // namespace

bool CertainScores::can_score(const Aggregation& aggregation, const std::vector<Desirability>& curves) {
  if (aggregation.type != AggregationType::kGeometric && aggregation.type != AggregationType::kProduct) return false;
  return !curves.empty() && std::all_of(curves.begin(), curves.end(), [](const Desirability& curve) { return curve.expit.has_value(); });
}

CertainScores::CertainScores(const Aggregation& aggregation, const std::vector<Desirability>& curves, const std::vector<double>& weights,
                             std::size_t instruction_set)
    : instruction_set_(instruction_set) {
  const bool geometric = aggregation.type == AggregationType::kGeometric;
  shape_.most = geometric && aggregation.floor > 0 ? 1 / aggregation.floor : kInfinity;
  // Without a floor that keeps it from it a desirability may be next to nothing; such a candidate is scored alone.
  const double of_most = std::log(shape_.most), largest = std::min(of_most, kLargestLogarithm / 8);
  shape_.groups = groups_of(curves, weights, static_cast<std::size_t>(kLargestLogarithm / std::max(largest, 1.0)));
  shape_.highest = of_most > largest ? largest : kFarthest;
  double weight = 0;
  for (const double of : weights) weight += of;
  if (geometric) shape_.total = weight;
  // An inverse desirability is as sure as its exponential: that of degree 11, and by half an epsilon for each unit of the
  // argument, where the compiler fuses its product; and a few more for what either side rounds. Then the logarithms, sums and
  // the last exponential.
  using L = DoubleLanes<4>;
  constexpr double kOfInverse = L::kOfExponential11 + (kFarthest / 2 + 16) * L::kEpsilon;
  shape_.error = kOfInverse * weight / shape_.total + 2 * L::kOfExponential;
  shape_.error_of_mean = static_cast<double>(weights.size() + 32) * L::kEpsilon;
}

std::size_t CertainScores::instruction_sets() { return kernels().size(); }

void CertainScores::score(std::span<const std::span<const float>> values, std::size_t first, Rows& rows) const {
  std::vector<const float*> column;
  for (const std::span<const float> of : values) column.push_back(of.data() + first);
  const std::size_t count = std::min(kRows, values[0].size() - first), whole = count / kLanes * kLanes;
  kernels()[instruction_set_](shape_, column.data(), whole, rows);
  if (whole == count) return;
  // The last ones, with room behind them.
  std::vector<float> last(values.size() * kLanes);
  for (std::size_t j = 0; j < values.size(); ++j) {
    std::copy_n(column[j] + whole, count - whole, last.data() + j * kLanes);
    column[j] = last.data() + j * kLanes;
  }
  Rows of_last;
  kernels()[instruction_set_](shape_, column.data(), kLanes, of_last);
  std::copy_n(of_last.sure.begin(), count - whole, rows.sure.begin() + static_cast<std::ptrdiff_t>(whole));
  std::copy_n(of_last.met.begin(), count - whole, rows.met.begin() + static_cast<std::ptrdiff_t>(whole));
  std::copy_n(of_last.score.begin(), count - whole, rows.score.begin() + static_cast<std::ptrdiff_t>(whole));
}

}  // namespace furui
