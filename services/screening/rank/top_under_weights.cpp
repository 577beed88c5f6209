// Sums of losses decide all candidates but those around the k-th, which Aggregator decides.
#include "rank/top_under_weights.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace furui {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kRounding = 1e-6;         // relative; float32 rounds by 6e-8
constexpr double kCancellation = 1e-12;    // absolute, of 1 - sum in an arithmetic mean
constexpr double kLeastRounded = 1e-37;    // below, float32 has fewer digits and margins mean nothing

void check(const RankedCandidates& ranked) {
  if (ranked.candidates > std::numeric_limits<std::uint32_t>::max() ||
      ranked.desirability.size() != ranked.candidates * ranked.weights.size())
    throw std::invalid_argument("ranked candidates: the desirabilities are not candidates × objectives");
  for (double weight : ranked.weights) {
    if (!(weight >= 0 && std::isfinite(weight))) throw std::invalid_argument("ranked candidates: a weight is not 0 or more");
  }
  for (double d : ranked.desirability) {
    if (d < 0 || d > 1) throw std::invalid_argument("ranked candidates: a desirability lies outside 0 to 1");
  }
}

/// As rank() stores it.
float stored(double score) { return static_cast<float>(score) + 0.0f; }

}  // namespace

TopUnderWeights::TopUnderWeights(const RankedCandidates& ranked, std::size_t k)
    : ranked_(ranked), objectives_(ranked.weights.size()), k_(k), contribution_(objectives_) {
  check(ranked_);
  Aggregator aggregator(ranked_.aggregation, ranked_.weights);
  std::vector<Scored> scored;
  for (std::uint32_t candidate = 0; candidate < ranked_.candidates; ++candidate) {
    const double score = aggregator.score(row(candidate), contribution_);
    if (std::isnan(score)) continue;
    scored_.push_back(candidate);
    scored.push_back({stored(score), candidate});
  }
  keep_best(scored, k_);
  for (const Scored& best : scored) base_.push_back(best.candidate);
  std::sort(base_.begin(), base_.end());
  tabulate();
}

std::span<const double> TopUnderWeights::row(std::uint32_t candidate) const {
  return ranked_.desirability.subspan(candidate * objectives_, objectives_);
}

double TopUnderWeights::loss(double desirability) const {
  const double floored = std::max(desirability, ranked_.aggregation.floor);
  switch (ranked_.aggregation.type) {
    case AggregationType::kGeometric: return -std::log(floored);
    case AggregationType::kProduct: return -std::log(desirability);
    case AggregationType::kHarmonic: return 1 / floored - 1;
    case AggregationType::kArithmetic: return 1 - desirability;
    case AggregationType::kMinimum: break;
  }
  return 0;
}

double TopUnderWeights::score_of_sum(double sum) const {
  switch (ranked_.aggregation.type) {
    case AggregationType::kGeometric:
    case AggregationType::kProduct: return std::exp(-sum);
    case AggregationType::kHarmonic: return 1 / (1 + sum);
    case AggregationType::kArithmetic: return std::max(0.0, 1 - sum);
    case AggregationType::kMinimum: break;
  }
  return 1;
}

double TopUnderWeights::sum_of_score(double score) const {
  switch (ranked_.aggregation.type) {
    case AggregationType::kGeometric:
    case AggregationType::kProduct: return -std::log(score);
    case AggregationType::kHarmonic: return 1 / score - 1;
    case AggregationType::kArithmetic: return 1 - score;
    case AggregationType::kMinimum: break;
  }
  return 0;
}

void TopUnderWeights::tabulate() {
  losses_.resize(objectives_);
  std::vector<std::uint8_t> incomplete(scored_.size());
  for (std::size_t o = 0; o < objectives_; ++o) {
    if (ranked_.weights[o] == 0) continue;
    losses_[o].resize(scored_.size());
    for (std::size_t i = 0; i < scored_.size(); ++i) {
      double d = row(scored_[i])[o];
      if (std::isnan(d) && ranked_.aggregation.missing == MissingValue::kFallback) d = ranked_.aggregation.fallback;
      if (std::isnan(d)) incomplete[i] = 1;
      else losses_[o][i] = loss(d);
    }
  }
  for (std::size_t i = 0; i < scored_.size(); ++i) {
    if (incomplete[i]) incomplete_.push_back(i);
  }
}

void TopUnderWeights::sum_losses(std::span<const double> weights, Aggregator& aggregator) {
  double total = 0;
  for (double weight : weights) total += weight;
  if (ranked_.aggregation.type == AggregationType::kProduct) total = 1;
  sums_.assign(scored_.size(), 0);
  constexpr std::size_t kBlock = 2048;  // sums stay in the cache
  for (std::size_t begin = 0; begin < sums_.size(); begin += kBlock) {
    const std::size_t end = std::min(sums_.size(), begin + kBlock);
    for (std::size_t o = 0; o < objectives_; ++o) {
      if (losses_[o].empty()) continue;
      // An infinite loss stays one, however small its weight.
      const double share = std::max(weights[o] / total, std::numeric_limits<double>::min());
      for (std::size_t i = begin; i < end; ++i) sums_[i] += share * losses_[o][i];
    }
  }
  for (std::size_t i : incomplete_) sums_[i] = sum_of_score(aggregator.score(row(scored_[i]), contribution_));
}

void TopUnderWeights::keep_best(std::vector<Scored>& scored, std::size_t k) {
  if (scored.size() <= k) return;
  std::nth_element(scored.begin(), scored.begin() + static_cast<std::ptrdiff_t>(k), scored.end(),
                   [](const Scored& a, const Scored& b) { return a.score != b.score ? a.score > b.score : a.candidate < b.candidate; });
  scored.resize(k);
}

std::vector<std::uint32_t> TopUnderWeights::top(std::span<const double> factor) {
  if (k_ == 0 || scored_.size() <= k_ || ranked_.aggregation.type == AggregationType::kMinimum) return base_;
  std::vector<double> weights(objectives_);
  for (std::size_t o = 0; o < objectives_; ++o) weights[o] = ranked_.weights[o] * factor[o];
  Aggregator aggregator(ranked_.aggregation, weights);
  sum_losses(weights, aggregator);
  selected_ = sums_;
  const auto kth = selected_.begin() + static_cast<std::ptrdiff_t>(k_ - 1);
  std::nth_element(selected_.begin(), kth, selected_.end());
  const double score = score_of_sum(*kth);
  const double cancellation = ranked_.aggregation.type == AggregationType::kArithmetic ? kCancellation : 0;
  const double above = std::max(score * (1 + kRounding) + cancellation, 2 * kLeastRounded);
  const double below = score * (1 - kRounding) - cancellation;
  const double in = sum_of_score(above);
  const double out = below < kLeastRounded ? kInfinity : sum_of_score(below);
  std::vector<std::uint32_t> best;
  std::vector<Scored> near;
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    if (sums_[i] < in) best.push_back(scored_[i]);
    else if (sums_[i] <= out) near.push_back({stored(aggregator.score(row(scored_[i]), contribution_)), scored_[i]});
  }
  keep_best(near, k_ - best.size());
  for (const Scored& decided : near) best.push_back(decided.candidate);
  std::sort(best.begin(), best.end());
  return best;
}

}  // namespace furui
