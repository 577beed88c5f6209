// A port of RDKit's rdkit/Chem/QED.py 1.1.0, with its parameters.
#include "molecule/qed.h"

#include <GraphMol/ChemTransforms/ChemTransforms.h>
#include <GraphMol/Descriptors/Crippen.h>
#include <GraphMol/Descriptors/Lipinski.h>
#include <GraphMol/Descriptors/MolDescriptors.h>
#include <GraphMol/Descriptors/MolSurf.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <GraphMol/Substruct/SubstructMatch.h>

#include <array>
#include <cmath>
#include <memory>
#include <span>
#include <vector>

#include "molecule/qed_patterns.h"  // for kQedAcceptors, kQedAlerts

namespace furui {
namespace {

using Pattern = std::unique_ptr<RDKit::ROMol>;

std::vector<Pattern> patterns_of(std::span<const char* const> smarts) {
  std::vector<Pattern> patterns;
  for (const char* text : smarts) patterns.emplace_back(RDKit::SmartsToMol(text));
  return patterns;
}

/// One property's asymmetric double sigmoid (equation 1 of the paper) and its mean weight.
struct Desirability {
  double a, b, c, d, e, f, maximum, weight;

  double operator()(double x) const {
    const double rise = 1 + std::exp(-(x - c + d / 2) / e);
    const double fall = 1 + std::exp(-(x - c - d / 2) / f);
    return (a + b / rise * (1 - 1 / fall)) / maximum;
  }
};

// In the order of QED.py: weight, logP, acceptors, donors, polar surface, rotatable bonds, aromatic rings, alerts.
constexpr std::array<Desirability, 8> kDesirabilities{{
    {2.817065973, 392.5754953, 290.7489764, 2.419764353, 49.22325677, 65.37051707, 104.9805561, 0.66},
    {3.172690585, 137.8624751, 2.534937431, 4.581497897, 0.822739154, 0.576295591, 131.3186604, 0.46},
    {2.948620388, 160.4605972, 3.615294657, 4.435986202, 0.290141953, 1.300669958, 148.7763046, 0.05},
    {1.618662227, 1010.051101, 0.985094388, 0.000000001, 0.713820843, 0.920922555, 258.1632616, 0.61},
    {1.876861559, 125.2232657, 62.90773554, 87.83366614, 12.01999824, 28.51324732, 104.5686167, 0.06},
    {0.010000000, 272.4121427, 2.558379970, 1.565547684, 1.271567166, 2.758063707, 105.4420403, 0.65},
    {3.217788970, 957.7374108, 2.274627939, 0.000000001, 1.317690384, 0.375760881, 312.3372610, 0.48},
    {0.010000000, 1199.094025, -0.09002883, 0.000000001, 0.185904477, 0.875193782, 417.7253140, 0.95},
}};

int count_acceptors(const RDKit::ROMol& molecule) {
  static const std::vector<Pattern> acceptors = patterns_of(kQedAcceptors);
  int count = 0;
  for (const Pattern& pattern : acceptors) {
    std::vector<RDKit::MatchVectType> matches;
    count += static_cast<int>(RDKit::SubstructMatch(molecule, *pattern, matches));
  }
  return count;
}

int count_alerts(const RDKit::ROMol& molecule) {
  static const std::vector<Pattern> alerts = patterns_of(kQedAlerts);
  int count = 0;
  for (const Pattern& pattern : alerts) {
    RDKit::MatchVectType match;
    if (RDKit::SubstructMatch(molecule, *pattern, match)) ++count;
  }
  return count;
}

/// Rings that are left when aliphatic ring atoms are taken away.
int count_aromatic_rings(const RDKit::ROMol& molecule) {
  static const Pattern aliphatic(RDKit::SmartsToMol("[$([A;R][!a])]"));
  const std::unique_ptr<RDKit::ROMol> rest(RDKit::deleteSubstructs(molecule, *aliphatic));
  return RDKit::MolOps::findSSSR(*rest);
}

}  // namespace

double qed(const RDKit::ROMol& molecule) {
  double logp = 0;
  double refractivity = 0;
  RDKit::Descriptors::calcCrippenDescriptors(molecule, logp, refractivity);
  const std::array<double, 8> properties{
      RDKit::Descriptors::calcAMW(molecule),
      logp,
      static_cast<double>(count_acceptors(molecule)),
      static_cast<double>(RDKit::Descriptors::calcNumHBD(molecule)),
      RDKit::Descriptors::calcTPSA(molecule),
      static_cast<double>(RDKit::Descriptors::calcNumRotatableBonds(molecule, RDKit::Descriptors::Strict)),
      static_cast<double>(count_aromatic_rings(molecule)),
      static_cast<double>(count_alerts(molecule))};
  double sum = 0;
  double weights = 0;
  for (std::size_t i = 0; i < properties.size(); ++i) {
    sum += kDesirabilities[i].weight * std::log(kDesirabilities[i](properties[i]));
    weights += kDesirabilities[i].weight;
  }
  return std::exp(sum / weights);
}

}  // namespace furui
