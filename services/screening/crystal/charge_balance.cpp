// Sums that can be reached instead of every combination, which many elements have too many of.
#include "crystal/charge_balance.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

namespace furui {
namespace {

struct Ion {
  int count;
  double electronegativity;
  const std::vector<int>* states;
};

/// Whether the states add up to nothing, where only elements below `cut` may be positive and only the others negative.
bool adds_up(const std::vector<Ion>& ions, double cut) {
  long reach = 0;
  for (const Ion& ion : ions) reach += 9L * ion.count;
  std::vector<bool> sums(static_cast<std::size_t>(2 * reach + 1), false);
  sums[static_cast<std::size_t>(reach)] = true;
  for (const Ion& ion : ions) {
    std::vector<bool> with(sums.size(), false);
    for (const int state : *ion.states) {
      if ((state > 0 && ion.electronegativity >= cut) || (state < 0 && ion.electronegativity < cut)) continue;
      const long shift = static_cast<long>(state) * ion.count;
      for (long sum = std::max(0L, shift); sum < std::min(2 * reach + 1, 2 * reach + 1 + shift); ++sum) {
        if (sums[static_cast<std::size_t>(sum - shift)]) with[static_cast<std::size_t>(sum)] = true;
      }
    }
    sums.swap(with);
  }
  return sums[static_cast<std::size_t>(reach)];
}

}  // namespace

bool charges_balance(const std::map<std::uint8_t, int>& counts, const ElementTable& table) {
  const ElementTable::Column& metal = *table.column("is_metal");
  const ElementTable::Column& electronegativity = *table.column("electronegativity");
  if (counts.size() == 1 || std::all_of(counts.begin(), counts.end(), [&](const auto& of) { return metal[of.first] == 1; })) return true;
  int divisor = 0;
  for (const auto& [z, count] : counts) divisor = std::gcd(divisor, count);
  std::vector<Ion> ions;
  for (const auto& [z, count] : counts) {
    ions.push_back({count / divisor, electronegativity[z], &table.oxidation_states(z)});
    if (ions.back().states->empty() || std::isnan(ions.back().electronegativity)) return false;
  }
  // Positive below, negative from the cut on: one of the electronegativities divides any two sets that obey the rule, but
  // where nothing is negative.
  return std::any_of(ions.begin(), ions.end(), [&](const Ion& ion) { return adds_up(ions, ion.electronegativity); });
}

}  // namespace furui
