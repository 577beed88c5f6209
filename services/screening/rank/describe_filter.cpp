// A filter in words.
#include "core/number_text.h"  // for shortest
#include "rank/ranking.h"

namespace furui {

std::string describe(const Filter& filter) {
  if (!filter.alerts.empty()) {
    std::string names;
    for (std::size_t i = 0; i < filter.alerts.size(); ++i) {
      if (i > 0) names += i + 1 == filter.alerts.size() ? " or " : ", ";
      names += filter.alerts[i];
    }
    return "no " + names + " alert";
  }
  const std::string unit = filter.unit.empty() || filter.unit == "1" ? "" : " " + filter.unit;
  if (filter.min && filter.max && *filter.min == *filter.max) return filter.property + " exactly " + shortest(*filter.min) + unit;
  if (filter.min && filter.max)
    return filter.property + " from " + shortest(*filter.min) + " to " + shortest(*filter.max) + unit;
  if (filter.min) return filter.property + " at least " + shortest(*filter.min) + unit;
  if (filter.max) return filter.property + " at most " + shortest(*filter.max) + unit;
  return filter.property + " of any value";
}

}  // namespace furui
