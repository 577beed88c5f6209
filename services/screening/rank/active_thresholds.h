// What measured actives say about a property: whether and how well it tells them apart, and the objective that follows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace furui {

/// What was measured of a candidate.
enum class Activity : std::uint8_t { kInactive = 0, kActive = 1, kUnknown = 2 };

/// One property's power to tell actives from inactives, and thresholds for an objective. Values have the property's
/// unit and are values that were measured or predicted, never something between two of them.
struct ActiveThresholds {
  std::size_t actives = 0;    ///< with a finite value; so many enter
  std::size_t inactives = 0;  ///< with a finite value
  std::size_t left_out = 0;   ///< actives and inactives whose value is NaN or infinite

  bool higher_is_active = true;  ///< false: lower values mean active
  double auc = 0;                ///< area under the ROC curve in that direction, in [0.5, 1]
  double auc_std_error = 0;      ///< 0 at auc = 1, where the formula knows no better
  double youden_threshold = 0;   ///< active is who has this value or one beyond it, on the actives' side
  double youden_index = 0;       ///< there: true positive rate - false positive rate, in [0, 1]

  double bad = 0;         ///< of a `logistic` transform: desirability 0.2
  double good = 0;        ///< of a `logistic` transform: desirability 0.8; beyond bad on the actives' side
  double tail_share = 0;  ///< the share that good and bad cut off: 1/2, 1/4 or 0 (see below)
  double weight = 0;      ///< in [0, 1]
};

/// The fewest actives and the fewest inactives with a value from which thresholds are drawn.
constexpr std::size_t kLeastOfEachActivity = 5;

/// Thresholds of one property from candidates whose activity is known.
///
/// auc             P(active beyond inactive) + P(equal) / 2 over all pairs, which is the area under the ROC curve by
///                 trapezoids and Mann-Whitney's U / (actives × inactives); exact with ties. The direction is the one
///                 with auc >= 0.5, "higher" at 0.5.
/// auc_std_error   Hanley & McNeil 1982 (Radiology 143, 29), eqs. 1 and 2: with A = auc, Q1 = A / (2 - A),
///                 Q2 = 2 A² / (1 + A), its square is
///                 [A (1 - A) + (actives - 1)(Q1 - A²) + (inactives - 1)(Q2 - A²)] / (actives × inactives)
/// youden          Youden 1950 (Cancer 3, 32): the largest J = sensitivity + specificity - 1 over all values as
///                 thresholds, compared as integers; of equal ones the strictest, with the fewest positives
/// good, bad       good is the strictest value that at least a share s of the actives reach, bad its mirror image: the
///                 lowest value (where higher is active) that at least a share s of the inactives do not exceed.
///                 s = 1/2, the medians: the typical active has desirability 0.8, the typical inactive 0.2. Where good
///                 does not lie beyond bad (a property with few different values), s = 1/4, and at last 0, the best
///                 active and the worst inactive, which differ unless all values are equal.
/// weight          2 (auc - 0.5), the rank correlation of Somers 1962; 0 where auc's 95 % interval,
///                 auc ± 1.96 auc_std_error, holds 0.5. The direction was chosen by the same values, and the interval is
///                 two-sided, so that this is a test at 5 % all the same.
///
/// All but good, bad and youden_threshold is the same for every strictly monotone map of the values, and those three
/// are mapped with them; nothing depends on the order of the candidates.
///
/// value     n
/// activity  n
/// where     begins each message, for example "property 'hERG'"
/// throws    Error{INVALID_ARGUMENT} where fewer than 5 actives or 5 inactives have a finite value, or all values are
///           equal; std::invalid_argument (a fault) where value and activity differ in length
ActiveThresholds thresholds_from_actives(std::span<const float> value, std::span<const Activity> activity,
                                         const std::string& where);

}  // namespace furui
