// What several descriptors need of a crystal is computed once, when the first of them asks.
#include "crystal/crystal_descriptors.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include "core/composition.h"         // for Amounts, amounts_of
#include "core/elements.h"            // for element_name
#include "core/error.h"               // for Error
#include "core/number_text.h"         // for formatted
#include "crystal/charge_balance.h"   // for charges_balance
#include "crystal/composition_statistics.h"  // for Share, mean_of, statistic_of_name
#include "crystal/coordination.h"     // for coordination_numbers
#include "crystal/structure_lines.h"  // for Refused
#include "crystal/symmetry.h"         // for space_group

namespace furui {
namespace {

const std::set<std::string> kOfStructure{"density", "volume_per_atom", "space_group_number", "crystal_system", "mean_coordination_number", "min_coordination_number"};
constexpr double kDaltonPerCubicAngstrom = 1.66053906660;  // in g/cm3; CODATA 2018

[[noreturn]] void refuse_described(Reason reason, std::string detail) { throw Refused{{Stage::kDescribe, reason, std::move(detail)}}; }

/// 1 triclinic, 2 monoclinic, 3 orthorhombic, 4 tetragonal, 5 trigonal, 6 hexagonal, 7 cubic; 0 of no space group.
int crystal_system(int space_group_number) {
  constexpr int kFirst[] = {1, 3, 16, 75, 143, 168, 195};
  return static_cast<int>(std::upper_bound(std::begin(kFirst), std::end(kFirst), space_group_number) - std::begin(kFirst));
}

// The least whole number by which an amount becomes whole and not 0: up to 12 to three digits, since people write thirds so; else of
// thousandths, else of millionths.
long denominator_of(double amount) {
  for (long q = 1; q <= 12; ++q) {
    const double times = amount * static_cast<double>(q);
    if (times > 0.5 && std::abs(times - std::round(times)) <= 5e-4 * static_cast<double>(q)) return q;
  }
  const double thousandths = amount * 1000;
  const long q = thousandths > 0.5 && std::abs(thousandths - std::round(thousandths)) <= 1e-3 ? 1000 : 1'000'000;
  return q / std::gcd(q, std::max(1L, std::lround(amount * static_cast<double>(q))));
}

// Atoms of the least whole formula.
std::map<std::uint8_t, int> whole_counts(const Amounts& amounts) {
  constexpr double kMostAtoms = 10'000;  // what the search for states takes grows with them
  double times = 1;
  for (const auto& of : amounts) {
    const long q = denominator_of(of.second);
    times = times / static_cast<double>(std::gcd(std::lround(times), q)) * static_cast<double>(q);
  }
  double atoms = 0;
  long divisor = 0;
  for (const auto& [z, amount] : amounts) {
    atoms += times * amount;
    if (times < 1e9) divisor = std::gcd(divisor, std::lround(times * amount));
  }
  atoms /= static_cast<double>(std::max(divisor, 1L));
  if (atoms > kMostAtoms) refuse_described(Reason::kTooLarge, "its least whole formula has " + formatted("%.0f", atoms) + " atoms (limit 10000 for the balance of charges)");
  std::map<std::uint8_t, int> counts;
  for (const auto& [z, amount] : amounts) counts[z] = static_cast<int>(std::max(1L, std::lround(times * amount) / std::max(divisor, 1L)));
  return counts;
}

double value_of(const ElementTable::Column& column, const std::string& name, std::uint8_t z) {
  if (std::isnan(column[z])) refuse_described(Reason::kUnsupportedElement, std::string(element_name(z)) + " has no " + name + " in the model's table");
  return column[z];
}

}  // namespace

/// A crystal and what was computed of it.
struct CrystalDescriptors::Described {
  const Crystal& crystal;
  Amounts counts;  // atoms of each element
  mutable std::optional<int> group;
  mutable std::optional<std::vector<int>> coordination;

  explicit Described(const Crystal& of) : crystal(of), counts(amounts_of(of)) {}
  int space_group_number() const {
    if (!group) {
      const auto found = space_group(crystal);
      group = found ? found->number : 0;
    }
    return *group;
  }
  const std::vector<int>& neighbours() const {
    if (!coordination) coordination = coordination_numbers(crystal);
    if (!coordination) refuse_described(Reason::kIsolatedAtom, "a site has no neighbour within 10 angstrom");
    return *coordination;
  }
};

CrystalDescriptors::CrystalDescriptors(const std::vector<std::string>& names, std::string_view elements_csv, bool of_composition) : table_(elements_csv) {
  for (const std::string& name : names) {
    if (of_composition && kOfStructure.contains(name))
      throw Error(ErrorCode::kInvalidArgument, "descriptor '" + name + "' is of a structure, and the model takes compositions; expected the input crystal");
    computes_.push_back(find(name));
  }
}

CrystalDescriptors::Compute CrystalDescriptors::find(const std::string& name) const {
  const auto needed = [&](const std::string& column) {
    if (const ElementTable::Column* found = table_.column(column)) return found;
    throw Error(ErrorCode::kInvalidArgument, "descriptor '" + name + "': elements.csv has no column '" + column + "'");
  };
  if (name == "density") {
    return [mass = needed("atomic_weight")](const Described& of) {
      double sum = 0;
      for (const auto& [z, count] : of.counts) sum += count * value_of(*mass, "atomic weight", z);
      return sum / std::abs(volume(of.crystal)) * kDaltonPerCubicAngstrom;
    };
  }
  if (name == "volume_per_atom") return [](const Described& of) { return std::abs(volume(of.crystal)) / static_cast<double>(of.crystal.size()); };
  if (name == "number_of_elements") return [](const Described& of) { return static_cast<double>(of.counts.size()); };
  if (name == "space_group_number") return [](const Described& of) { return static_cast<double>(of.space_group_number()); };
  if (name == "crystal_system") return [](const Described& of) { return static_cast<double>(crystal_system(of.space_group_number())); };
  if (name == "mean_coordination_number") {
    return [](const Described& of) {
      const std::vector<int>& all = of.neighbours();
      return std::accumulate(all.begin(), all.end(), 0.0) / static_cast<double>(all.size());
    };
  }
  if (name == "min_coordination_number") return [](const Described& of) { return static_cast<double>(*std::min_element(of.neighbours().begin(), of.neighbours().end())); };
  if (name == "charge_balance") {
    for (const char* column : {"oxidation_states", "electronegativity", "is_metal"}) needed(column);
    return [this](const Described& of) { return charges_balance(whole_counts(of.counts), table_) ? 1.0 : 0.0; };
  }
  for (const auto& [known, column] : {std::pair("element_cost", "usd_per_kg"), {"hhi_production", "hhi_production"}, {"hhi_reserve", "hhi_reserve"}}) {
    if (name != known) continue;
    return [name, values = needed(column), mass = needed("atomic_weight")](const Described& of) {
      std::vector<Share> shares;
      for (const auto& [z, count] : of.counts) shares.push_back({value_of(*values, name, z), count * value_of(*mass, "atomic weight", z)});
      return mean_of(shares);
    };
  }
  const std::optional<Statistic> statistic = statistic_of_name(name);
  if (!statistic) throw Error(ErrorCode::kInvalidArgument, "no descriptor of crystals is named '" + name + "'");
  const std::string column = name.substr(statistic->prefix.size());
  return [column, values = needed(column), compute = statistic->compute](const Described& of) {
    std::vector<Share> shares;
    for (const auto& [z, count] : of.counts) shares.push_back({value_of(*values, column, z), count});
    return compute(shares);
  };
}

std::variant<std::vector<double>, Rejection> CrystalDescriptors::of(const Crystal& crystal) const {
  const Described described(crystal);
  std::vector<double> values;
  try {
    for (const Compute& compute : computes_) values.push_back(compute(described));
    return values;
  } catch (Refused& refused) {
    return std::move(refused.rejection);
  }
}

}  // namespace furui
