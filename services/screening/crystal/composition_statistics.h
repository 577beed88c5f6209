// Statistics of an elements' property over a composition.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace furui {

/// An element of a composition.
struct Share {
  double value = 0;   ///< its property
  double weight = 0;  ///< its atoms or its mass, above 0
};

/// Mean of the values by their weights.
double mean_of(std::span<const Share> shares);

/// A statistic by the name that descriptors have in front.
struct Statistic {
  std::string_view prefix;  ///< "avg_dev_"
  double (*compute)(std::span<const Share> shares) = nullptr;
};

/// The statistic that a descriptor's name begins with; nothing where it begins with none. minimum, maximum, range, mean,
/// avg_dev (mean absolute deviation from the mean), mode (the value of the most frequent element, the least of several), as
/// Ward et al., npj Comput. Mater. 2, 16028 (2016) define them.
std::optional<Statistic> statistic_of_name(std::string_view name);

}  // namespace furui
