// Weights need not add up to 1.
#include "crystal/composition_statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace furui {
namespace {

using Shares = std::span<const Share>;

bool less(const Share& a, const Share& b) { return a.value < b.value; }

double minimum(Shares shares) { return std::min_element(shares.begin(), shares.end(), less)->value; }
double maximum(Shares shares) { return std::max_element(shares.begin(), shares.end(), less)->value; }
double range(Shares shares) { return maximum(shares) - minimum(shares); }

double avg_dev(Shares shares) {
  const double center = mean_of(shares);
  double sum = 0, weight = 0;
  for (const Share& share : shares) {
    sum += share.weight * std::abs(share.value - center);
    weight += share.weight;
  }
  return sum / weight;
}

double mode(Shares shares) {
  double most = 0, least_value = std::numeric_limits<double>::infinity();
  for (const Share& share : shares) most = std::max(most, share.weight);
  for (const Share& share : shares) {
    if (share.weight == most) least_value = std::min(least_value, share.value);
  }
  return least_value;
}

constexpr Statistic kStatistics[] = {{"minimum_", minimum}, {"maximum_", maximum}, {"range_", range}, {"mean_", mean_of}, {"avg_dev_", avg_dev}, {"mode_", mode}};

}  // namespace

double mean_of(std::span<const Share> shares) {
  double sum = 0, weight = 0;
  for (const Share& share : shares) {
    sum += share.weight * share.value;
    weight += share.weight;
  }
  return sum / weight;
}

std::optional<Statistic> statistic_of_name(std::string_view name) {
  const auto found = std::find_if(std::begin(kStatistics), std::end(kStatistics), [&](const Statistic& statistic) { return name.starts_with(statistic.prefix); });
  if (found == std::end(kStatistics)) return std::nullopt;
  return *found;
}

}  // namespace furui
