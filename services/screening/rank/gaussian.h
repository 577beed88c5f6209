// The normal distribution, as ranking under uncertainty needs it.
#pragma once

namespace furui {

/// Density of the standard normal distribution at z.
double normal_density(double z);

/// P(Z <= z) of the standard normal distribution; 0 and 1 at the infinities.
double normal_cumulative(double z);

/// P(low < Z <= high), precise in both tails; 0 where high <= low.
double normal_between(double low, double high);

/// The z of which normal_cumulative is p, in (0, 1); within 1e-9 of it, or of p's last digits.
double normal_quantile(double p);

}  // namespace furui
