// Costs of values, and the rows that have them all.
#include "rank/pareto_objective.h"

#include <cmath>
#include <stdexcept>
#include <string>

namespace furui {

double cost(const ParetoObjective& objective, std::size_t row) {
  const double value = objective.value[row];
  switch (objective.goal) {
    case Goal::kMinimize: return value;
    case Goal::kMaximize: return -value;
    case Goal::kTarget: break;
  }
  return std::abs(value - static_cast<double>(objective.target));
}

void check_objectives(std::size_t candidates, std::span<const ParetoObjective> objectives) {
  for (const ParetoObjective& objective : objectives) {
    if (objective.value.size() != candidates)
      throw std::invalid_argument("pareto: an objective has " + std::to_string(objective.value.size()) + " rows, not " +
                                  std::to_string(candidates));
    if (objective.goal == Goal::kTarget && !std::isfinite(objective.target))
      throw std::invalid_argument("pareto: a target is not finite");
  }
}

std::vector<unsigned char> complete_rows(std::size_t candidates, std::span<const ParetoObjective> objectives) {
  std::vector<unsigned char> complete(candidates, 1);
  for (const ParetoObjective& objective : objectives) {
    for (std::size_t row = 0; row < candidates; ++row) complete[row] &= !std::isnan(objective.value[row]);
  }
  return complete;
}

}  // namespace furui
