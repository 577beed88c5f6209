// chemprop's multi-hot features: a choice list each for element, degree, charge, chirality, hydrogens, hybridization.
#include "predict/featurizer.h"

#include <algorithm>
#include <array>
#include <bit>
#include <string>

#include "core/error.h"  // for Error

namespace furui {
namespace {

constexpr std::size_t kDegrees = 6;      // 0 … 5, then "other"
constexpr std::size_t kCharges = 5;      // -1, -2, 1, 2, 0, then "other"
constexpr std::size_t kChiralities = 4;  // ChiralType 0 … 3, then "other"
constexpr std::size_t kHydrogens = 5;    // 0 … 4, then "other"

using enum Hybridization;
constexpr std::array kHybridizationsV1{kSP, kSP2, kSP3, kSP3D, kSP3D2};
constexpr std::array kHybridizationsV2{kS, kSP, kSP2, kSP2D, kSP3, kSP3D, kSP3D2};
constexpr std::array kHybridizationsOrganic{kS, kSP, kSP2, kSP3};
constexpr std::array<std::uint8_t, 12> kElementsOrganic{1, 5, 6, 7, 8, 9, 14, 15, 16, 17, 35, 53};

std::size_t elements(Featurizer featurizer) {
  switch (featurizer) {
    case Featurizer::kV1: return 100;  // 1 … 100
    case Featurizer::kV2:
    case Featurizer::kRigr: return 37;  // 1 … 36 and iodine
    case Featurizer::kOrganic: return kElementsOrganic.size();
  }
  return 0;
}

std::span<const Hybridization> hybridizations(Featurizer featurizer) {
  switch (featurizer) {
    case Featurizer::kV1: return kHybridizationsV1;
    case Featurizer::kV2: return kHybridizationsV2;
    case Featurizer::kOrganic: return kHybridizationsOrganic;
    case Featurizer::kRigr: return {};
  }
  return {};
}

// Each choice is the index in its list, or the list's size for "other".
std::size_t element_choice(Featurizer featurizer, std::uint8_t number) {
  const std::size_t other = elements(featurizer);
  if (featurizer == Featurizer::kOrganic) {
    return static_cast<std::size_t>(std::find(kElementsOrganic.begin(), kElementsOrganic.end(), number) -
                                    kElementsOrganic.begin());
  }
  if (featurizer != Featurizer::kV1 && number == 53) return 36;
  const std::size_t consecutive = featurizer == Featurizer::kV1 ? 100 : 36;
  return number >= 1 && number <= consecutive ? number - 1u : other;
}

std::size_t charge_choice(std::int8_t charge) {
  switch (charge) {
    case -1: return 0;
    case -2: return 1;
    case 1: return 2;
    case 2: return 3;
    case 0: return 4;
    default: return kCharges;
  }
}

std::size_t hybridization_choice(Featurizer featurizer, Hybridization value) {
  const auto list = hybridizations(featurizer);
  return static_cast<std::size_t>(std::find(list.begin(), list.end(), value) - list.begin());
}

float mass_feature(const Atom& atom) { return static_cast<float>(0.01 * static_cast<double>(atom.mass)); }

struct AtomChoices {
  std::size_t element, degree, charge, chirality, hydrogens, hybridization;
  bool aromatic;
};

AtomChoices choices(Featurizer featurizer, const Atom& atom) {
  return {element_choice(featurizer, atom.atomic_number),
          std::min<std::size_t>(atom.total_degree, kDegrees),
          charge_choice(atom.formal_charge),
          std::min<std::size_t>(static_cast<std::size_t>(atom.chirality), kChiralities),
          std::min<std::size_t>(atom.total_hydrogens, kHydrogens),
          hybridization_choice(featurizer, atom.hybridization),
          atom.aromatic};
}

// Single, double, triple, aromatic; all other bonds set no bit (chemprop has no pad there).
std::size_t order_choice(BondOrder order) {
  switch (order) {
    case BondOrder::kSingle: return 0;
    case BondOrder::kDouble: return 1;
    case BondOrder::kTriple: return 2;
    case BondOrder::kAromatic: return 3;
    default: return 4;
  }
}

std::size_t stereo_choice(BondStereo stereo) { return std::min<std::size_t>(static_cast<std::size_t>(stereo), 6); }

}  // namespace

Featurizer featurizer_from_string(std::string_view name) {
  for (Featurizer featurizer : {Featurizer::kV1, Featurizer::kV2, Featurizer::kOrganic, Featurizer::kRigr}) {
    if (name == to_string(featurizer)) return featurizer;
  }
  throw Error(ErrorCode::kInvalidArgument,
              "unknown featurizer '" + std::string(name) + "'; known: v1, v2, organic, rigr");
}

const char* to_string(Featurizer featurizer) {
  switch (featurizer) {
    case Featurizer::kV1: return "v1";
    case Featurizer::kV2: return "v2";
    case Featurizer::kOrganic: return "organic";
    case Featurizer::kRigr: return "rigr";
  }
  return "unknown";
}

std::size_t atom_feature_width(Featurizer featurizer) {
  const std::size_t shared = elements(featurizer) + 1 + kDegrees + 1 + kHydrogens + 1 + 1;
  if (featurizer == Featurizer::kRigr) return shared;
  return shared + kCharges + 1 + kChiralities + 1 + hybridizations(featurizer).size() + 1 + 1;
}

std::size_t bond_feature_width(Featurizer featurizer) { return featurizer == Featurizer::kRigr ? 2 : 14; }

Hash128 atom_code(Featurizer featurizer, const Atom& atom) {
  const AtomChoices choice = choices(featurizer, atom);
  std::uint64_t code = choice.element | choice.degree << 8 | choice.hydrogens << 16;
  if (featurizer != Featurizer::kRigr) {
    code |= choice.charge << 24 | choice.chirality << 32 | choice.hybridization << 40 |
            static_cast<std::uint64_t>(choice.aromatic) << 48;
  }
  return scrambled({code, std::bit_cast<std::uint32_t>(mass_feature(atom))});
}

Hash128 bond_code(Featurizer featurizer, const Bond& bond) {
  std::uint64_t code = bond.in_ring ? 1 : 0;
  if (featurizer != Featurizer::kRigr) {
    code |= static_cast<std::uint64_t>(bond.conjugated) << 1 | order_choice(bond.order) << 8 |
            stereo_choice(bond.stereo) << 16;
  }
  return scrambled({code, std::uint64_t{1} << 63});
}

void write_atom_features(Featurizer featurizer, const Atom& atom, std::span<float> row) {
  std::fill(row.begin(), row.end(), 0.0f);
  const AtomChoices choice = choices(featurizer, atom);
  std::size_t start = 0;
  const auto set_one_of = [&](std::size_t index, std::size_t known) {
    row[start + index] = 1;
    start += known + 1;
  };
  set_one_of(choice.element, elements(featurizer));
  set_one_of(choice.degree, kDegrees);
  if (featurizer != Featurizer::kRigr) {
    set_one_of(choice.charge, kCharges);
    set_one_of(choice.chirality, kChiralities);
  }
  set_one_of(choice.hydrogens, kHydrogens);
  if (featurizer != Featurizer::kRigr) {
    set_one_of(choice.hybridization, hybridizations(featurizer).size());
    row[start++] = choice.aromatic ? 1 : 0;
  }
  row[start] = mass_feature(atom);
}

void write_bond_features(Featurizer featurizer, const Bond& bond, std::span<float> row) {
  std::fill(row.begin(), row.end(), 0.0f);  // row[0] says "no bond" and is never set
  if (featurizer == Featurizer::kRigr) {
    row[1] = bond.in_ring ? 1 : 0;
    return;
  }
  if (const std::size_t order = order_choice(bond.order); order < 4) row[1 + order] = 1;
  row[5] = bond.conjugated ? 1 : 0;
  row[6] = bond.in_ring ? 1 : 0;
  row[7 + stereo_choice(bond.stereo)] = 1;
}

}  // namespace furui
