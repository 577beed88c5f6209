// Sites to amounts, amounts to shares and formulas.
#include "core/composition.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <vector>

#include "core/elements.h"     // for element_symbol, electronegativity
#include "core/enumeration.h"  // for enumeration
#include "core/number_text.h"  // for formatted

namespace furui {
namespace {

constexpr double kWhole = 1e-3;  // how near to a whole number an amount counts as one

bool is_whole(double amount) { return std::abs(amount - std::round(amount)) < kWhole && std::round(amount) > 0; }

/// How many decimals a number has that is written with at most four.
int decimals(double number) {
  double scale = 1;
  for (int count = 0; count < 4; ++count, scale *= 10) {
    if (std::abs(number * scale - std::round(number * scale)) < 1e-6 * scale) return count;
  }
  return 4;
}

}  // namespace

Amounts amounts_of(const Crystal& crystal) {
  std::map<std::uint8_t, double> amounts;
  for (std::size_t i = 0; i < crystal.size(); ++i) {
    for (const auto& [number, occupancy] : crystal.occupants(i)) amounts[number] += occupancy;
  }
  return {amounts.begin(), amounts.end()};
}

std::string shares_text(const Mixture& mixture) {
  std::vector<std::string> shares;
  for (const auto& [number, occupancy] : mixture) shares.push_back(formatted("%.4g", occupancy) + " " + std::string(element_symbol(number)));
  return enumeration(shares);
}

std::optional<Rejection> why_disordered(const Crystal& crystal, const std::string& model) {
  const auto mixed = std::find_if(crystal.atomic_numbers.begin(), crystal.atomic_numbers.end(), [](std::uint8_t number) { return number >= kFirstMixture; });
  if (mixed == crystal.atomic_numbers.end()) return std::nullopt;
  const auto site = static_cast<std::size_t>(mixed - crystal.atomic_numbers.begin());
  return Rejection{Stage::kPredict, Reason::kDisordered,
                   "site " + std::to_string(site + 1) + " is taken by " + shares_text(crystal.occupants(site)) + "; model " + model + " takes whole atoms only"};
}

Composition composition_of(const Amounts& amounts) {
  double all = 0;
  for (const auto& [number, amount] : amounts) all += amount;
  Composition composition = amounts;
  for (auto& [number, share] : composition) share /= all;
  return composition;
}

Amounts reduced(const Amounts& amounts) {
  long divisor = 0;
  for (const auto& [number, amount] : amounts) {
    if (is_whole(amount)) divisor = std::gcd(divisor, std::lround(amount));
  }
  const auto leaves_decimals_few = [&](long by) {
    return std::all_of(amounts.begin(), amounts.end(), [by](const auto& of) {
      return is_whole(of.second) || decimals(of.second / static_cast<double>(by)) <= std::max(2, decimals(of.second));
    });
  };
  long by = std::max(divisor, 1L);
  while (by > 1 && (divisor % by != 0 || !leaves_decimals_few(by))) --by;
  Amounts result = amounts;
  for (auto& [number, amount] : result) amount = (is_whole(amount) ? std::round(amount) : amount) / static_cast<double>(by);
  return result;
}

std::string reduced_formula(const Amounts& amounts) {
  Amounts ordered = reduced(amounts);
  std::sort(ordered.begin(), ordered.end(), [](const auto& one, const auto& other) {
    const double a = electronegativity(one.first), b = electronegativity(other.first);
    return a != b ? a < b : element_symbol(one.first) < element_symbol(other.first);
  });
  std::string formula;
  for (const auto& [number, amount] : ordered) {
    formula += element_symbol(number);
    if (!is_whole(amount)) formula += formatted("%.4g", amount);
    else if (std::lround(amount) != 1) formula += std::to_string(std::lround(amount));
  }
  return formula;
}

}  // namespace furui
