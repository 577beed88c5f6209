// The checks that gemmi and spglib leave to their callers.
#include "crystal/check_sites.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/number_text.h"  // for shortest

namespace furui {
namespace {

constexpr double kLeastLength = 1.5, kMostLength = 500;      // angstrom
constexpr double kLeastAngle = 10, kMostAngle = 170;         // degrees
constexpr double kLeastVolume = 1, kMostVolume = 1000;       // cubic angstrom an atom
constexpr double kLeastDistance = 0.5;                       // angstrom
constexpr double kSamePlace = 0.01;                          // angstrom
constexpr double kWhole = 1e-3;                              // how near to 1 an occupancy is a whole atom
constexpr double kMost = 1.01;                               // to which rounded occupancies of one atom add up
constexpr double kNothing = 1e-8;                            // below it there is no atom

Rejection rejected(Reason reason, std::string detail) { return {Stage::kRead, reason, std::move(detail)}; }

std::string rounded(double number) { return shortest(std::round(number * 1000) / 1000); }

std::optional<Rejection> bad_cell(const ListedCrystal& listed) {
  Crystal cell;
  cell.lattice = listed.lattice;
  constexpr const char* kNames[] = {"a", "b", "c"};
  std::array<double, 3> length{};
  for (std::size_t i = 0; i < 3; ++i) {
    length[i] = norm(cell.lattice[i]);
    if (!(length[i] >= kLeastLength && length[i] <= kMostLength))
      return rejected(Reason::kBadCell, std::string("the cell's length ") + kNames[i] + " is " + rounded(length[i]) + " angstrom; expected " +
                                            rounded(kLeastLength) + " to " + rounded(kMostLength));
  }
  constexpr const char* kAngles[] = {"alpha", "beta", "gamma"};
  for (std::size_t i = 0; i < 3; ++i) {
    const std::size_t j = (i + 1) % 3, k = (i + 2) % 3;
    const double angle = std::acos(std::clamp(dot(cell.lattice[j], cell.lattice[k]) / (length[j] * length[k]), -1.0, 1.0)) * 57.29577951308232;
    if (!(angle >= kLeastAngle && angle <= kMostAngle))
      return rejected(Reason::kBadCell, std::string("the cell's angle ") + kAngles[i] + " is " + rounded(angle) + " degrees; expected " +
                                            rounded(kLeastAngle) + " to " + rounded(kMostAngle));
  }
  double atoms = 0;
  for (const ListedSite& site : listed.sites) atoms += site.occupancy;
  const double each = std::abs(volume(cell)) / atoms;
  if (!(each >= kLeastVolume && each <= kMostVolume))
    return rejected(Reason::kBadCell, "the cell has " + rounded(each) + " cubic angstrom an atom; expected " + rounded(kLeastVolume) + " to " + rounded(kMostVolume));
  return std::nullopt;
}

std::optional<Rejection> bad_site(const ListedCrystal& listed) {
  for (const ListedSite& site : listed.sites) {
    if (site.atomic_number == 0) return rejected(Reason::kMissingElements, "site " + site.label + " is of no element that there is");
    for (const double coordinate : site.fractional) {
      if (!std::isfinite(coordinate) || std::abs(coordinate) > 1e6) return rejected(Reason::kParseError, "site " + site.label + " has a coordinate that is no number");
    }
  }
  for (const ListedSite& site : listed.sites) {
    if (!(site.occupancy >= 0 && site.occupancy <= kMost))
      return rejected(Reason::kParseError, "site " + site.label + " has the occupancy " + rounded(site.occupancy) + "; expected 0 to 1");
  }
  return std::nullopt;
}

bool is_whole(double occupancy) { return std::abs(occupancy - 1) < kWhole; }

/// A place and all who share it.
struct SharedSite {
  std::string label;                       // of the first of them
  Vector3 fractional{};
  std::map<std::uint8_t, double> shares;   // by element
  double occupancy = 0;                    // together
};

bool at_one_place(const Matrix3& lattice, const Vector3& a, const Vector3& b) {
  return norm(cartesian(lattice, to_nearest_image(a, b))) < kSamePlace;
}

/// Places in the order of the first who takes them; those of occupancy 0 are left out.
std::vector<SharedSite> shared_sites(const ListedCrystal& listed) {
  std::vector<SharedSite> sites;
  std::vector<std::size_t> partial;  // of the sites: those that others may join
  for (const ListedSite& site : listed.sites) {
    if (site.occupancy < kNothing) continue;
    const auto place = is_whole(site.occupancy) ? partial.end() : std::find_if(partial.begin(), partial.end(), [&](std::size_t i) {
      return at_one_place(listed.lattice, sites[i].fractional, site.fractional);
    });
    SharedSite* shared = nullptr;
    if (place != partial.end()) {
      shared = &sites[*place];
    } else {
      if (!is_whole(site.occupancy)) partial.push_back(sites.size());
      shared = &sites.emplace_back(SharedSite{site.label, site.fractional, {}, 0});
    }
    shared->shares[static_cast<std::uint8_t>(site.atomic_number)] += site.occupancy;
    shared->occupancy += site.occupancy;
  }
  return sites;
}

/// Shares that are a little more than one atom together, all by one factor.
void scale_to_whole(std::vector<SharedSite>& sites, std::vector<std::string>& warnings) {
  const SharedSite* first = nullptr;
  std::size_t scaled = 0;
  double together = 0;
  for (SharedSite& site : sites) {
    if (!(site.occupancy > 1 + kWhole && site.occupancy <= kMost)) continue;
    if (first == nullptr) first = &site, together = site.occupancy;
    for (auto& [element, share] : site.shares) share /= site.occupancy;
    site.occupancy = 1;
    ++scaled;
  }
  if (scaled == 0) return;
  warnings.push_back("site " + first->label + (scaled > 1 ? " and " + std::to_string(scaled - 1) + " more" : "") + ": occupancies of " + rounded(together) + " together were scaled to 1");
}

/// Elements and mixtures of the sites.
std::optional<Rejection> occupy(const std::vector<SharedSite>& sites, Crystal& crystal) {
  std::set<Mixture> mixtures;
  std::vector<Mixture> of_site;
  for (const SharedSite& site : sites) {
    if (site.occupancy > kMost)
      return rejected(Reason::kOverlappingAtoms, "on site " + site.label + " are " + rounded(site.occupancy) + " atoms; expected one at most");
    Mixture mixture(site.shares.begin(), site.shares.end());
    if (mixture.size() == 1 && is_whole(mixture[0].second)) mixture[0].second = 1;
    else mixtures.insert(mixture);
    of_site.push_back(std::move(mixture));
  }
  if (mixtures.size() > kMaxMixtures)
    return rejected(Reason::kTooLarge, std::to_string(mixtures.size()) + " different ways in which sites are shared (limit " + std::to_string(kMaxMixtures) + ")");
  crystal.mixtures.assign(mixtures.begin(), mixtures.end());
  for (const Mixture& mixture : of_site) {
    const auto found = std::lower_bound(crystal.mixtures.begin(), crystal.mixtures.end(), mixture);
    const bool mixed = found != crystal.mixtures.end() && *found == mixture;
    crystal.atomic_numbers.push_back(mixed ? static_cast<std::uint8_t>(kFirstMixture + (found - crystal.mixtures.begin())) : mixture[0].first);
  }
  return std::nullopt;
}

/// Sites in boxes at least as wide as the least distance, so that only neighbours are compared.
class Boxes {
 public:
  Boxes(const Crystal& crystal, const std::vector<SharedSite>& sites) : crystal_(crystal), sites_(sites) {
    const double whole = std::abs(volume(crystal));
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const double spacing = whole / norm(cross(crystal.lattice[(axis + 1) % 3], crystal.lattice[(axis + 2) % 3]));
      count_[axis] = std::clamp<std::int64_t>(static_cast<std::int64_t>(spacing / kLeastDistance), 1, 1024);
      reach_[axis] = static_cast<std::int64_t>(std::ceil(kLeastDistance * static_cast<double>(count_[axis]) / spacing));
    }
  }

  /// A pair that is too close and its distance, the first in the order of sites.
  std::optional<std::pair<std::pair<std::size_t, std::size_t>, double>> too_close() {
    for (std::size_t site = 0; site < crystal_.size(); ++site) {
      const auto found = near(site);
      if (found) return std::pair(std::pair(found->first, site), found->second);
      boxes_[key(box_of(site))].push_back(site);
    }
    return std::nullopt;
  }

 private:
  using Box = std::array<std::int64_t, 3>;

  Box box_of(std::size_t site) const {
    Box box{};
    for (std::size_t axis = 0; axis < 3; ++axis)
      box[axis] = std::min(count_[axis] - 1, static_cast<std::int64_t>(wrapped(crystal_.fractional[site][axis]) * static_cast<double>(count_[axis])));
    return box;
  }
  static double wrapped(double coordinate) { return coordinate - std::floor(coordinate); }
  std::int64_t key(const Box& box) const { return (box[0] * count_[1] + box[1]) * count_[2] + box[2]; }

  std::optional<std::pair<std::size_t, double>> near(std::size_t site) const {
    const Box home = box_of(site);
    Box step{};
    for (step[0] = -reach_[0]; step[0] <= reach_[0]; ++step[0]) {
      for (step[1] = -reach_[1]; step[1] <= reach_[1]; ++step[1]) {
        for (step[2] = -reach_[2]; step[2] <= reach_[2]; ++step[2]) {
          Box box{};
          Vector3 image{};
          for (std::size_t axis = 0; axis < 3; ++axis) {
            const std::int64_t at = home[axis] + step[axis];
            const std::int64_t turns = (at >= 0 ? at : at - count_[axis] + 1) / count_[axis];
            box[axis] = at - turns * count_[axis];
            image[axis] = static_cast<double>(turns);
          }
          const auto others = boxes_.find(key(box));
          if (others == boxes_.end()) continue;
          for (const std::size_t other : others->second) {
            const double apart = distance(site, other, image);
            if (apart < kLeastDistance && sites_[site].occupancy + sites_[other].occupancy > 1 + kWhole) return std::pair(other, apart);
          }
        }
      }
    }
    return std::nullopt;
  }

  double distance(std::size_t site, std::size_t other, const Vector3& image) const {
    Vector3 apart{};
    for (std::size_t axis = 0; axis < 3; ++axis)
      apart[axis] = wrapped(crystal_.fractional[other][axis]) + image[axis] - wrapped(crystal_.fractional[site][axis]);
    return norm(cartesian(crystal_.lattice, apart));
  }

  const Crystal& crystal_;
  const std::vector<SharedSite>& sites_;
  Box count_{}, reach_{};
  std::unordered_map<std::int64_t, std::vector<std::size_t>> boxes_;
};

}  // namespace

std::variant<CheckedCrystal, Rejection> check_sites(const ListedCrystal& listed) {
  if (listed.sites.empty()) return rejected(Reason::kNoAtoms, "the structure has no atoms");
  if (auto rejection = bad_site(listed)) return *std::move(rejection);
  if (std::all_of(listed.sites.begin(), listed.sites.end(), [](const ListedSite& site) { return site.occupancy < kNothing; }))
    return rejected(Reason::kNoAtoms, "every site of the structure has the occupancy 0");
  if (auto rejection = bad_cell(listed)) return *std::move(rejection);
  std::vector<SharedSite> sites = shared_sites(listed);
  CheckedCrystal checked;
  Crystal& crystal = checked.crystal;
  crystal.lattice = listed.lattice;
  for (const SharedSite& site : sites) crystal.fractional.push_back(site.fractional);
  scale_to_whole(sites, checked.warnings);
  if (const auto heavy = std::count_if(listed.sites.begin(), listed.sites.end(), [](const ListedSite& site) { return site.heavy_hydrogen; }))
    checked.warnings.push_back(std::to_string(heavy) + (heavy == 1 ? " site of deuterium or tritium counts" : " sites of deuterium or tritium count") + " as hydrogen");
  if (auto rejection = occupy(sites, crystal)) return *std::move(rejection);
  if (const auto pair = Boxes(crystal, sites).too_close())
    return rejected(Reason::kOverlappingAtoms, "sites " + sites[pair->first.first].label + " and " + sites[pair->first.second].label + " are " +
                                                   rounded(pair->second) + " angstrom apart; expected " + rounded(kLeastDistance) + " or more");
  return checked;
}

}  // namespace furui
