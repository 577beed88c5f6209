// The stored form of a molecule graph: its bytes, its inverse, and what it refuses.
#include "core/molecule_graph.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <stdexcept>

namespace furui {
namespace {

/// Formaldehyde's heavy atoms, and a charge and an isotope that it does not have.
MoleculeGraph two_atoms() {
  MoleculeGraph graph;
  graph.atoms = {{6, 3, 0, Chirality::kUnspecified, 2, Hybridization::kSP2, false, false, 0, 12.5f},
                 {8, 1, -1, Chirality::kTetrahedralClockwise, 0, Hybridization::kSP2, true, true, 18, 16.0f}};
  graph.bonds = {{0, 1, BondOrder::kDouble, BondStereo::kE, true, true}};
  return graph;
}

std::string bytes_of(std::initializer_list<int> numbers) {
  std::string bytes;
  for (int number : numbers) bytes.push_back(static_cast<char>(number));
  return bytes;
}

// Written out by hand from the header's words; 12.5 is 0x41480000 and 16.0 is 0x41800000 in IEEE 754.
const std::string kTwoAtomsStored = bytes_of({1, 2, 0, 1, 0,                                            //
                                              6, 3, 0, 0, 2, 3, 0, 0, 0, 0, 0x00, 0x00, 0x48, 0x41,     //
                                              8, 1, 0xff, 1, 0, 3, 1, 1, 18, 0, 0x00, 0x00, 0x80, 0x41,  //
                                              0, 0, 1, 0, 2, 3, 3});

MoleculeGraph random_graph(std::mt19937& random) {
  MoleculeGraph graph;
  const auto up_to = [&](unsigned most) { return static_cast<unsigned>(random() % (most + 1)); };
  graph.atoms.resize(up_to(40));
  for (Atom& atom : graph.atoms) {
    atom.atomic_number = static_cast<std::uint8_t>(up_to(118));
    atom.total_degree = static_cast<std::uint8_t>(up_to(255));
    atom.formal_charge = static_cast<std::int8_t>(static_cast<int>(up_to(255)) - 128);
    atom.chirality = static_cast<Chirality>(up_to(8));
    atom.total_hydrogens = static_cast<std::uint8_t>(up_to(255));
    atom.hybridization = static_cast<Hybridization>(up_to(8));
    atom.aromatic = up_to(1) != 0;
    atom.in_ring = up_to(1) != 0;
    atom.isotope = static_cast<std::uint16_t>(up_to(65535));
    atom.mass = static_cast<float>(up_to(1'000'000)) / 997;
  }
  if (graph.atoms.empty()) return graph;
  graph.bonds.resize(up_to(60));
  for (Bond& bond : graph.bonds) {
    bond.begin = static_cast<std::uint16_t>(up_to(static_cast<unsigned>(graph.atoms.size()) - 1));
    bond.end = static_cast<std::uint16_t>(up_to(static_cast<unsigned>(graph.atoms.size()) - 1));
    bond.order = static_cast<BondOrder>(up_to(6));
    bond.stereo = static_cast<BondStereo>(up_to(5));
    bond.conjugated = up_to(1) != 0;
    bond.in_ring = up_to(1) != 0;
  }
  return graph;
}

TEST(MoleculeGraph, IsStoredAsItsHeaderSays) {
  EXPECT_EQ(serialize(two_atoms()), kTwoAtomsStored);
  EXPECT_EQ(parse_molecule_graph(kTwoAtomsStored), two_atoms());
}

TEST(MoleculeGraph, WithoutAtomsIsFiveBytes) {
  EXPECT_EQ(serialize({}), bytes_of({1, 0, 0, 0, 0}));
  EXPECT_EQ(parse_molecule_graph(serialize({})), MoleculeGraph{});
}

TEST(MoleculeGraph, ComesBackAsItWas) {
  std::mt19937 random(1);
  for (int i = 0; i < 2000; ++i) {
    const MoleculeGraph graph = random_graph(random);
    ASSERT_EQ(parse_molecule_graph(serialize(graph)), graph);
  }
}

TEST(MoleculeGraph, HoldsTheLargestThatItsCountsAllow) {
  MoleculeGraph graph;
  graph.atoms.resize(65'535);
  graph.bonds.resize(65'535, {65'534, 0, BondOrder::kSingle, BondStereo::kNone, false, false});
  EXPECT_EQ(parse_molecule_graph(serialize(graph)), graph);
  graph.atoms.emplace_back();
  EXPECT_THROW(serialize(graph), std::runtime_error);
  graph.atoms.pop_back();
  graph.bonds.emplace_back();
  EXPECT_THROW(serialize(graph), std::runtime_error);
}

TEST(MoleculeGraph, EveryOtherLengthIsRefused) {
  for (std::size_t length = 0; length < kTwoAtomsStored.size(); ++length)
    EXPECT_THROW(parse_molecule_graph(std::string_view(kTwoAtomsStored).substr(0, length)), std::runtime_error) << length;
  EXPECT_THROW(parse_molecule_graph(kTwoAtomsStored + '\0'), std::runtime_error);
}

TEST(MoleculeGraph, AnotherVersionIsRefused) {
  std::string bytes = kTwoAtomsStored;
  bytes[0] = 2;
  EXPECT_THROW(parse_molecule_graph(bytes), std::runtime_error);
}

TEST(MoleculeGraph, ABondToAnAtomThatItLacksIsRefused) {
  for (std::size_t place : {33, 35}) {
    std::string bytes = kTwoAtomsStored;
    bytes[place] = 2;
    EXPECT_THROW(parse_molecule_graph(bytes), std::runtime_error) << place;
  }
}

TEST(MoleculeGraph, WhatIsAcceptedIsWrittenAgainByteForByte) {
  std::mt19937 random(2);
  int accepted = 0, refused = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = kTwoAtomsStored;
    bytes[5 + random() % (bytes.size() - 5)] = static_cast<char>(random());
    MoleculeGraph graph;
    try {
      graph = parse_molecule_graph(bytes);
    } catch (const std::runtime_error&) {
      ++refused;
      continue;
    }
    ++accepted;
    ASSERT_EQ(serialize(graph), bytes);
  }
  EXPECT_GT(accepted, 1000);
  EXPECT_GT(refused, 1000);
}

TEST(MoleculeGraph, AnAtomsEveryFieldTellsItApart) {
  const std::string bytes = serialize(two_atoms());
  const auto differs = [&](auto change) {
    MoleculeGraph graph = two_atoms();
    change(graph);
    return serialize(graph) != bytes && graph != two_atoms();
  };
  EXPECT_TRUE(differs([](MoleculeGraph& graph) { graph.atoms[0].atomic_number = 7; }));
  EXPECT_TRUE(differs([](MoleculeGraph& graph) { graph.atoms[0].total_degree = 2; }));
  EXPECT_TRUE(differs([](MoleculeGraph& graph) { graph.atoms[0].formal_charge = 1; }));
  EXPECT_TRUE(differs([](MoleculeGraph& graph) { graph.atoms[0].chirality = Chirality::kOther; }));
  EXPECT_TRUE(differs([](MoleculeGraph& graph) { graph.atoms[0].total_hydrogens = 1; }));
  EXPECT_TRUE(differs([](MoleculeGraph& graph) { graph.atoms[0].hybridization = Hybridization::kSP3; }));
  EXPECT_TRUE(differs([](MoleculeGraph& graph) { graph.atoms[0].aromatic = true; }));
  EXPECT_TRUE(differs([](MoleculeGraph& graph) { graph.atoms[0].in_ring = true; }));
  EXPECT_TRUE(differs([](MoleculeGraph& graph) { graph.atoms[0].isotope = 13; }));
  EXPECT_TRUE(differs([](MoleculeGraph& graph) { graph.atoms[0].mass = 13; }));
  EXPECT_TRUE(differs([](MoleculeGraph& graph) { graph.bonds[0].end = 0; }));
  EXPECT_TRUE(differs([](MoleculeGraph& graph) { graph.bonds[0].order = BondOrder::kSingle; }));
  EXPECT_TRUE(differs([](MoleculeGraph& graph) { graph.bonds[0].stereo = BondStereo::kZ; }));
  EXPECT_TRUE(differs([](MoleculeGraph& graph) { graph.bonds[0].conjugated = false; }));
  EXPECT_TRUE(differs([](MoleculeGraph& graph) { graph.bonds[0].in_ring = false; }));
}

}  // namespace
}  // namespace furui
