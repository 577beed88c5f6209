// CHGNet's basis functions and their slopes, in double precision.
#pragma once

#include <span>

namespace furui {

/// √(2/c)·sin(f_k r/c)/r·u(r/c) for each learned frequency, u a polynomial that falls to zero at the cutoff (Gasteiger et
/// al., ICLR 2020, eqs. 7 and 8, exponent p). Zero beyond the cutoff c.
///
/// values, slopes  one a frequency: the functions, and their derivatives by r; r in angstrom
void radial_basis(double r, double cutoff, int p, std::span<const float> frequencies, float* values, float* slopes);

/// [1/√2, sin f_kθ, cos f_kθ]/√π with θ = acos(c·(1 − 1e-6)) (Deng et al. 2023, eq. 1; the factor keeps the slope finite).
///
/// values, slopes  2·frequencies + 1: the functions, and their derivatives by the cosine
void angular_basis(double cosine, std::span<const float> frequencies, float* values, float* slopes);

}  // namespace furui
