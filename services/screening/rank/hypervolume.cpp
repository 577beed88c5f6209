// Volume below stairs: an area that grows while the third objective falls.
#include "rank/hypervolume.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <map>
#include <stdexcept>
#include <vector>

namespace furui {
namespace {

/// By how much a candidate is better than the reference: the last objective first, and 1 for a third of two.
using Lead = std::array<double, 3>;

/// The area that rectangles with one corner at the origin cover together.
class Skyline {
 public:
  void add(double width, double height) {
    const auto wider = heights_.lower_bound(width);
    if (wider != heights_.end() && wider->second >= height) return;
    auto step = heights_.upper_bound(width);
    double right = width, covered = step == heights_.end() ? 0 : step->second;
    // To the left, over all lower steps, which the new one replaces.
    while (step != heights_.begin() && std::prev(step)->second <= height) {
      --step;
      area_ += (right - step->first) * (height - covered);
      right = step->first;
      covered = step->second;
      step = heights_.erase(step);
    }
    const double left = step == heights_.begin() ? 0 : std::prev(step)->first;
    area_ += (right - left) * (height - covered);
    heights_.emplace_hint(step, width, height);
  }
  double area() const { return area_; }

 private:
  std::map<double, double> heights_;  // by width: the wider the lower
  double area_ = 0;
};

double cost_of_reference(const ParetoObjective& objective, float reference) {
  return objective.goal == Goal::kMaximize ? -static_cast<double>(reference) : reference;
}

void check_reference(std::span<const ParetoObjective> objectives, std::span<const float> reference) {
  if (objectives.size() != 2 && objectives.size() != 3)
    throw std::invalid_argument("hypervolume: 2 or 3 objectives are possible");
  if (reference.size() != objectives.size())
    throw std::invalid_argument("hypervolume: the reference has a value for each objective");
  if (!std::all_of(reference.begin(), reference.end(), [](float value) { return std::isfinite(value); }))
    throw std::invalid_argument("hypervolume: the reference is not finite");
}

}  // namespace

double hypervolume(std::size_t candidates, std::span<const ParetoObjective> objectives, std::span<const float> reference) {
  check_objectives(candidates, objectives);
  check_reference(objectives, reference);
  std::vector<Lead> leads;
  for (std::size_t row = 0; row < candidates; ++row) {
    Lead lead{1, 1, 1};
    for (std::size_t o = 0; o < objectives.size(); ++o)
      lead[2 - o] = cost_of_reference(objectives[o], reference[o]) - cost(objectives[o], row);
    // Not even a NaN is better.
    if (!std::all_of(lead.begin(), lead.end(), [](double by) { return by > 0; })) continue;
    if (std::any_of(lead.begin(), lead.end(), [](double by) { return std::isinf(by); }))
      return std::numeric_limits<double>::infinity();
    leads.push_back(lead);
  }
  std::sort(leads.begin(), leads.end(), std::greater<>());
  Skyline skyline;
  double volume = 0;
  for (std::size_t i = 0; i < leads.size(); ++i) {
    skyline.add(leads[i][1], leads[i][2]);
    volume += skyline.area() * (leads[i][0] - (i + 1 < leads.size() ? leads[i + 1][0] : 0));
  }
  return volume;
}

double hypervolume_share(std::span<const ParetoObjective> objectives, std::span<const std::uint32_t> rows) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  if (objectives.size() != 2 && objectives.size() != 3) return kNone;
  std::vector<std::vector<float>> columns(objectives.size());
  std::vector<ParetoObjective> axes;
  std::vector<float> worst;
  double box = 1;
  for (std::size_t o = 0; o < objectives.size(); ++o) {
    double least = std::numeric_limits<double>::infinity(), most = -least;
    for (const std::uint32_t row : rows) {
      columns[o].push_back(objectives[o].value[row]);
      if (const double costs = cost(objectives[o], row); !std::isnan(costs)) least = std::min(least, costs), most = std::max(most, costs);
    }
    // Rounded to float32, as a reference is: of a target the largest distance.
    worst.push_back(static_cast<float>(objectives[o].goal == Goal::kMaximize ? -most : most));
    box *= cost_of_reference(objectives[o], worst.back()) - least;
    axes.push_back({columns[o], objectives[o].goal, objectives[o].target});
  }
  if (!(box > 0) || !std::isfinite(box)) return kNone;
  return std::min(1.0, hypervolume(rows.size(), axes, worst) / box);
}

}  // namespace furui
