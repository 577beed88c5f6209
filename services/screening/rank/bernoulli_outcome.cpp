// The step, and where the normal value lies before it.
#include "rank/bernoulli_outcome.h"

#include "rank/gaussian.h"  // for normal_quantile

namespace furui {

Desirability of_outcome(const Desirability& curve) {
  const double no = curve(0), yes = curve(1);
  Desirability step;
  step.at = [no, yes](double value) { return value < 0 ? no : yes; };
  step.bends = {0};
  step.line = {{0, no}, {0, yes}};
  return step;
}

OutcomeValue outcome_value(double probability) {
  if (!(probability > 0)) return {-1, 0};
  if (probability >= 1) return {1, 0};
  return {normal_quantile(probability), 1};
}

}  // namespace furui
