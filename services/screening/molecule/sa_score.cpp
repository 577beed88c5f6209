// A port of sascorer.py 1.1 (Novartis, BSD-3), with the fragment scores read from a plain table.
#include "molecule/sa_score.h"

#include <DataStructs/SparseIntVect.h>
#include <GraphMol/Descriptors/Lipinski.h>
#include <GraphMol/Fingerprints/MorganFingerprints.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/RWMol.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace furui {
namespace {

constexpr std::string_view kFormat = "FURUISA1";
constexpr double kUnknownFragment = -4;

/// Sorted fragment identifiers (Morgan hashes) and, for each, the number of its score.
struct FragmentScores {
  std::vector<std::uint32_t> fragments;
  std::vector<std::uint16_t> score_of;
  std::vector<double> scores;

  double score(std::uint32_t fragment) const {
    const auto found = std::lower_bound(fragments.begin(), fragments.end(), fragment);
    if (found == fragments.end() || *found != fragment) return kUnknownFragment;
    return scores[score_of[static_cast<std::size_t>(found - fragments.begin())]];
  }
};

FragmentScores& fragment_scores() {
  static FragmentScores scores;
  return scores;
}

template <typename T>
std::vector<T> take(std::string_view& bytes, std::size_t count) {
  if (bytes.size() < count * sizeof(T))
    throw std::runtime_error("the table of SA fragment scores is cut short; run set-up again");
  std::vector<T> values(count);
  std::memcpy(values.data(), bytes.data(), count * sizeof(T));
  bytes.remove_prefix(count * sizeof(T));
  return values;
}

/// Stereocentres, assigned or not, as Chem.FindMolChiralCenters(includeUnassigned=True) counts them.
int count_stereocentres(const RDKit::ROMol& molecule) {
  RDKit::ROMol copy(molecule);
  RDKit::MolOps::assignStereochemistry(copy, false, true, true);
  int count = 0;
  for (const RDKit::Atom* atom : copy.atoms()) {
    if (atom->hasProp(RDKit::common_properties::_CIPCode) ||
        atom->hasProp(RDKit::common_properties::_ChiralityPossible))
      ++count;
  }
  return count;
}

}  // namespace

void load_sa_fragments(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string content((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  std::string_view bytes = content;
  if (!bytes.starts_with(kFormat))
    throw std::runtime_error(
        "the table of SA fragment scores is missing or of another format; run set-up again");
  bytes.remove_prefix(kFormat.size());
  const std::uint32_t fragments = take<std::uint32_t>(bytes, 1)[0];
  const std::uint32_t scores = take<std::uint32_t>(bytes, 1)[0];
  FragmentScores loaded;
  loaded.scores = take<double>(bytes, scores);
  loaded.fragments = take<std::uint32_t>(bytes, fragments);
  loaded.score_of = take<std::uint16_t>(bytes, fragments);
  if (std::any_of(loaded.score_of.begin(), loaded.score_of.end(),
                  [&](std::uint16_t number) { return number >= scores; }))
    throw std::runtime_error(
        "the table of SA fragment scores refers to a score that it lacks; run set-up again");
  fragment_scores() = std::move(loaded);
}

bool sa_fragments_loaded() {
  return !fragment_scores().fragments.empty();
}

double sa_score(const RDKit::ROMol& molecule) {
  const std::unique_ptr<RDKit::SparseIntVect<std::uint32_t>> fingerprint(
      RDKit::MorganFingerprints::getFingerprint(molecule, 2));
  double fragment_score = 0;
  int occurrences = 0;
  const auto& elements = fingerprint->getNonzeroElements();
  for (const auto& [fragment, count] : elements) {
    occurrences += count;
    fragment_score += fragment_scores().score(fragment) * count;
  }
  fragment_score /= occurrences;

  const double atoms = molecule.getNumAtoms();
  const auto& rings = molecule.getRingInfo()->atomRings();
  const bool macrocycle =
      std::any_of(rings.begin(), rings.end(), [](const auto& ring) { return ring.size() > 8; });
  const double complexity = (std::pow(atoms, 1.005) - atoms) + std::log10(count_stereocentres(molecule) + 1) +
                            std::log10(RDKit::Descriptors::calcNumSpiroAtoms(molecule) + 1) +
                            std::log10(RDKit::Descriptors::calcNumBridgeheadAtoms(molecule) + 1) +
                            (macrocycle ? std::log10(2) : 0);
  const double density = atoms > static_cast<double>(elements.size())
                             ? std::log(atoms / static_cast<double>(elements.size())) * 0.5
                             : 0;

  // Onto the scale from 1 to 10, the upper end smoothed.
  constexpr double kLeast = -4.0;
  constexpr double kMost = 2.5;
  double score = 11.0 - (fragment_score - complexity + density - kLeast + 1) / (kMost - kLeast) * 9.0;
  if (score > 8.0) score = 8.0 + std::log(score + 1.0 - 9.0);
  return std::clamp(score, 1.0, 10.0);
}

}  // namespace furui
