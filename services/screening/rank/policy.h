// What of an uncertain score decides the order.
#pragma once

#include "core/profile.h"        // for Uncertainty
#include "rank/score_moments.h"  // for UncertainScore

namespace furui {

/// The number by which candidates are ordered, from a score's mean m and standard deviation s.
///
/// expected                     m
/// lower_bound, upper_bound     m - kappa s, m + kappa s, which may lie beyond 0 and 1
/// probability_of_improvement   P(score > best) = Phi(z), z = (m - best) / s (Kushner 1964, J. Basic Eng. 86, 97)
/// expected_improvement         E[max(score - best, 0)] = (m - best) Phi(z) + s phi(z) (Jones, Schonlau & Welch 1998, J.
///                              Global Optim. 13, 455, eq. 15)
///
/// The last two take the score as normal; at s = 0 they are its plain value: 1 or 0, and max(m - best, 0).
/// returns  NaN where there is no score
double order_value(const Uncertainty& uncertainty, const UncertainScore& score);

}  // namespace furui
