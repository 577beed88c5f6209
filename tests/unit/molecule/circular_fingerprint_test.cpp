// Circular fingerprints against RDKit's own, bit for bit.
#include "molecule/circular_fingerprint.h"

#include <DataStructs/ExplicitBitVect.h>
#include <GraphMol/Fingerprints/MorganFingerprints.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <gtest/gtest.h>

#include <memory>

#include "molecule/graph_of.h"
#include "molecule/rdkit_log.h"
#include "shared_molecules.h"

namespace furui {
namespace {

Fingerprint fingerprint_of_rdkit(const RDKit::ROMol& molecule) {
  const std::unique_ptr<ExplicitBitVect> bits(RDKit::MorganFingerprints::getFingerprintAsBitVect(molecule, 2, 2048));
  Fingerprint fingerprint{};
  for (unsigned bit = 0; bit < 2048; ++bit) {
    if (bits->getBit(bit)) fingerprint[bit / 64] |= std::uint64_t{1} << (bit % 64);
  }
  return fingerprint;
}

void expect_as_rdkit(const std::string& smiles) {
  std::unique_ptr<RDKit::RWMol> molecule;
  try {
    molecule.reset(RDKit::SmilesToMol(smiles));
  } catch (const RDKit::MolSanitizeException&) {
  }
  if (!molecule) return;
  EXPECT_EQ(circular_fingerprint(graph_of(*molecule)), fingerprint_of_rdkit(*molecule)) << smiles;
}

TEST(CircularFingerprint, IsRdkitsOfEverydayAndOddMolecules) {
  silence_rdkit();
  for (const char* smiles : {"C", "CCO", "c1ccccc1", "CC(=O)Oc1ccccc1C(=O)O", "[Na+].[Cl-]", "[2H]C([2H])([2H])O", "[13CH4]", "[235U]",
                             "C1CC1C2CC2", "C12C3C4C1C5C2C3C45", "OC[C@H](N)C(=O)O", "F/C=C/F", "[NH3]->[Cu]", "*C", "N#N", "[H][H]",
                             "CN1C=NC2=C1C(=O)N(C(=O)N2C)C", "[O-][N+](=O)c1ccc([N+](=O)[O-])cc1", "C1CCCCCCCCCCC1"})
    expect_as_rdkit(smiles);
}

TEST(CircularFingerprint, OfNoAtomsHasNoBits) { EXPECT_EQ(circular_fingerprint(MoleculeGraph{}), Fingerprint{}); }

TEST(CircularFingerprint, IsRdkitsOfSharedMolecules) {
  silence_rdkit();
  const std::vector<std::string> molecules = shared_molecules(20);
  FURUI_SKIP_WITHOUT(molecules);
  for (const std::string& smiles : molecules) expect_as_rdkit(smiles);
}

}  // namespace
}  // namespace furui
