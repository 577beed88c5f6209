// From a member's raw outputs to values and variances, and from members to the ensemble's.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "predict/dmpnn_parameters.h"  // for DmpnnParameters, the kind of output
#include "predict/dmpnn_weights.h"     // for DmpnnWeights, the output transform

namespace furui {

/// Columns that a network of `tasks` properties predicts: one a task, or one a class of each.
std::size_t value_columns(const DmpnnParameters& parameters, std::size_t tasks);

/// Whether the head states a variance of its own: MVE and evidential. (A quantile interval and a Dirichlet's
/// uncertainty mass are no variances.)
bool has_head_variance(OutputKind output);

/// chemprop's predictors after their last layer, for one member (chemprop/nn/predictors.py, 2.3.1; variances as
/// its `mve` and `evidential-total` estimators: σ², and (1 + 1/ν)·β/(α − 1)).
///
/// raw        one molecule's outputs
/// value      value_columns values
/// variance   the same count where has_head_variance, else empty
void apply_output_head(const DmpnnParameters& parameters, const DmpnnWeights& weights, std::span<const float> raw,
                       std::span<double> value, std::span<double> variance);

/// Mean over members, and √(variance between members, ddof 1, + mean variance of the heads).
///
/// value, variance   members × columns; variance may be empty
/// std               columns; NaN where there is one member and no variance
void combine_members(std::span<const double> value, std::span<const double> variance, std::size_t members,
                     std::span<float> mean, std::span<float> std);

}  // namespace furui
