// ROC curves counted in integers, and what follows from them.
#include "rank/active_thresholds.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "core/error.h"        // for Error
#include "core/number_text.h"  // for shortest

namespace furui {
namespace {

constexpr double kNormal95 = 1.959963984540054;  // the standard normal distribution's quantile at 0.975

/// A value, with how many actives and inactives have it.
struct Step {
  float value;
  std::uint64_t actives;
  std::uint64_t inactives;
};

/// The finite values of known activity, descending, equal ones in one step.
std::vector<Step> steps_of(std::span<const float> value, std::span<const Activity> activity, ActiveThresholds& result) {
  std::vector<Step> single;
  for (std::size_t row = 0; row < value.size(); ++row) {
    if (activity[row] == Activity::kUnknown) continue;
    const bool active = activity[row] == Activity::kActive;
    if (!std::isfinite(value[row])) ++result.left_out;
    else single.push_back({value[row], active, !active});
  }
  std::sort(single.begin(), single.end(), [](const Step& a, const Step& b) { return a.value > b.value; });
  std::vector<Step> steps;
  for (const Step& next : single) {
    result.actives += next.actives;
    result.inactives += next.inactives;
    if (!steps.empty() && steps.back().value == next.value) {
      steps.back().actives += next.actives;
      steps.back().inactives += next.inactives;
    } else {
      steps.push_back(next);
    }
  }
  return steps;
}

void require_enough(const ActiveThresholds& counted, const std::vector<Step>& steps, const std::string& where) {
  const std::string least = std::to_string(kLeastOfEachActivity);
  if (counted.actives < kLeastOfEachActivity || counted.inactives < kLeastOfEachActivity)
    throw Error(ErrorCode::kInvalidArgument,
                where + ": " + std::to_string(counted.actives) + " actives and " + std::to_string(counted.inactives) +
                    " inactives have a value (" + std::to_string(counted.left_out) + " more have none); expected " + least +
                    " or more of each");
  if (steps.size() < 2)
    throw Error(ErrorCode::kInvalidArgument, where + ": every active and inactive has the value " + shortest(steps[0].value) +
                                                 "; expected a property with different values");
}

/// Twice the number of pairs whose active comes before the inactive, equal pairs counting half.
std::uint64_t twice_ordered_pairs(const std::vector<Step>& steps) {
  std::uint64_t twice = 0, actives_before = 0;
  for (const Step& step : steps) {
    twice += step.inactives * (2 * actives_before + step.actives);
    actives_before += step.actives;
  }
  return twice;
}

double standard_error(double auc, double actives, double inactives) {
  const double q1 = auc / (2 - auc), q2 = 2 * auc * auc / (1 + auc);
  const double square = auc * (1 - auc) + (actives - 1) * (q1 - auc * auc) + (inactives - 1) * (q2 - auc * auc);
  return std::sqrt(std::max(0.0, square) / (actives * inactives));
}

/// The best cut into the steps up to it, called active, and the rest.
void find_youden(const std::vector<Step>& steps, ActiveThresholds& result) {
  const auto actives = static_cast<std::int64_t>(result.actives), inactives = static_cast<std::int64_t>(result.inactives);
  std::int64_t true_positives = 0, false_positives = 0, best = -1;
  for (const Step& step : steps) {
    true_positives += static_cast<std::int64_t>(step.actives);
    false_positives += static_cast<std::int64_t>(step.inactives);
    const std::int64_t index = true_positives * inactives - false_positives * actives;
    if (index <= best) continue;
    best = index;
    result.youden_threshold = step.value;
  }
  result.youden_index = static_cast<double>(best) / (static_cast<double>(actives) * static_cast<double>(inactives));
}

/// The value of the step at which `count` first reaches a quarter of `quarters` of `total`, and at least 1.
template <typename Steps, typename Count>
float value_reached(const Steps& begin, const Steps& end, Count count, std::uint64_t quarters, std::uint64_t total) {
  std::uint64_t reached = 0;
  auto step = begin;
  for (; step != end; ++step) {
    reached += (*step).*count;
    if (reached > 0 && 4 * reached >= quarters * total) break;
  }
  return step->value;
}

/// steps  from the actives' side to the inactives'
void find_thresholds(const std::vector<Step>& steps, ActiveThresholds& result) {
  for (std::uint64_t quarters : {2, 1, 0}) {
    const float good = value_reached(steps.begin(), steps.end(), &Step::actives, quarters, result.actives);
    const float bad = value_reached(steps.rbegin(), steps.rend(), &Step::inactives, quarters, result.inactives);
    result.good = good;
    result.bad = bad;
    result.tail_share = static_cast<double>(quarters) / 4;
    if (result.higher_is_active ? good > bad : good < bad) return;
  }
}

}  // namespace

ActiveThresholds thresholds_from_actives(std::span<const float> value, std::span<const Activity> activity,
                                         const std::string& where) {
  if (value.size() != activity.size())
    throw std::invalid_argument("thresholds_from_actives: " + std::to_string(value.size()) + " values and " +
                                std::to_string(activity.size()) + " activities");
  ActiveThresholds result;
  std::vector<Step> steps = steps_of(value, activity, result);
  require_enough(result, steps, where);
  const std::uint64_t pairs = std::uint64_t{result.actives} * result.inactives;
  std::uint64_t twice_ordered = twice_ordered_pairs(steps);
  result.higher_is_active = twice_ordered >= pairs;
  if (!result.higher_is_active) {
    std::reverse(steps.begin(), steps.end());
    twice_ordered = 2 * pairs - twice_ordered;
  }
  result.auc = static_cast<double>(twice_ordered) / (2 * static_cast<double>(pairs));
  result.auc_std_error = standard_error(result.auc, static_cast<double>(result.actives), static_cast<double>(result.inactives));
  find_youden(steps, result);
  find_thresholds(steps, result);
  const bool telling = result.auc - kNormal95 * result.auc_std_error > 0.5;
  result.weight = telling ? 2 * (result.auc - 0.5) : 0;
  return result;
}

}  // namespace furui
