// A yes or no that is not known yet, in the form in which all other uncertain values are: a curve over a normal value.
#pragma once

#include "rank/desirability.h"  // for Desirability

namespace furui {

/// An outcome Y that is 1 with probability p, else 0, has the desirability that a curve gives at 1 or 0. With Z standard
/// normal and m the p-quantile of the normal distribution, P(m + Z >= 0) = p: so Y is a step at 0 of a normal value with
/// mean m and standard deviation 1, and moments, chances and draws know what to do with it. That p is uncertain itself
/// changes nothing: what counts is its mean.
Desirability of_outcome(const Desirability& curve);

/// The normal value that stands for a probability; certain where the outcome is. Beyond 0 and 1 as at them.
struct OutcomeValue {
  double mean = 0, std = 1;
};
OutcomeValue outcome_value(double probability);

}  // namespace furui
