// The stored form of a molecule graph.
#include "core/molecule_graph.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <stdexcept>

namespace furui {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kHeaderBytes = 5;  // version, atoms (2), bonds (2)
constexpr std::size_t kAtomBytes = 14;
constexpr std::size_t kBondBytes = 7;

static_assert(std::endian::native == std::endian::little, "the stored form is little endian, and is copied as it lies");

template <typename T>
char* put(char* out, T value) {
  std::memcpy(out, &value, sizeof value);
  return out + sizeof value;
}

template <typename T>
T take(const char*& in) {
  T value;
  std::memcpy(&value, in, sizeof value);
  in += sizeof value;
  return value;
}

/// One byte that holds a number from 0 to `most`: an enumeration, or flags. Others were never written by serialize.
template <typename T>
T take_up_to(const char*& in, T most) {
  const auto value = take<std::uint8_t>(in);
  if (value > static_cast<std::uint8_t>(most)) throw std::runtime_error("a molecule graph with a number that means nothing");
  return static_cast<T>(value);
}

}  // namespace

std::string serialize(const MoleculeGraph& graph) {
  if (graph.atoms.size() > UINT16_MAX || graph.bonds.size() > UINT16_MAX)
    throw std::runtime_error("a molecule graph holds at most 65,535 atoms and bonds");
  std::string bytes(kHeaderBytes + kAtomBytes * graph.atoms.size() + kBondBytes * graph.bonds.size(), '\0');
  char* out = bytes.data();
  out = put(out, kVersion);
  out = put(out, static_cast<std::uint16_t>(graph.atoms.size()));
  out = put(out, static_cast<std::uint16_t>(graph.bonds.size()));
  for (const Atom& atom : graph.atoms) {
    out = put(out, atom.atomic_number);
    out = put(out, atom.total_degree);
    out = put(out, atom.formal_charge);
    out = put(out, atom.chirality);
    out = put(out, atom.total_hydrogens);
    out = put(out, atom.hybridization);
    out = put(out, static_cast<std::uint8_t>(atom.aromatic));
    out = put(out, static_cast<std::uint8_t>(atom.in_ring));
    out = put(out, atom.isotope);
    out = put(out, atom.mass);
  }
  for (const Bond& bond : graph.bonds) {
    out = put(out, bond.begin);
    out = put(out, bond.end);
    out = put(out, bond.order);
    out = put(out, bond.stereo);
    out = put(out, static_cast<std::uint8_t>((bond.conjugated ? 1 : 0) | (bond.in_ring ? 2 : 0)));
  }
  return bytes;
}

bool is_molecule_graph(std::string_view bytes) { return !bytes.empty() && static_cast<std::uint8_t>(bytes[0]) == kVersion; }

MoleculeGraph parse_molecule_graph(std::string_view bytes) {
  if (bytes.size() < kHeaderBytes || static_cast<std::uint8_t>(bytes[0]) != kVersion)
    throw std::runtime_error("not a molecule graph of version 1");
  const char* in = bytes.data() + 1;
  const auto n_atoms = take<std::uint16_t>(in);
  const auto n_bonds = take<std::uint16_t>(in);
  if (bytes.size() != kHeaderBytes + kAtomBytes * n_atoms + kBondBytes * n_bonds)
    throw std::runtime_error("a molecule graph whose length does not fit its counts");
  MoleculeGraph graph;
  graph.atoms.resize(n_atoms);
  graph.bonds.resize(n_bonds);
  for (Atom& atom : graph.atoms) {
    atom.atomic_number = take<std::uint8_t>(in);
    atom.total_degree = take<std::uint8_t>(in);
    atom.formal_charge = take<std::int8_t>(in);
    atom.chirality = take_up_to(in, Chirality::kOctahedral);
    atom.total_hydrogens = take<std::uint8_t>(in);
    atom.hybridization = take_up_to(in, Hybridization::kOther);
    atom.aromatic = take_up_to(in, std::uint8_t{1}) != 0;
    atom.in_ring = take_up_to(in, std::uint8_t{1}) != 0;
    atom.isotope = take<std::uint16_t>(in);
    atom.mass = take<float>(in);
    if (!std::isfinite(atom.mass)) throw std::runtime_error("a molecule graph with an atom without a mass");
  }
  for (Bond& bond : graph.bonds) {
    bond.begin = take<std::uint16_t>(in);
    bond.end = take<std::uint16_t>(in);
    bond.order = take_up_to(in, BondOrder::kZero);
    bond.stereo = take_up_to(in, BondStereo::kTrans);
    const auto flags = take_up_to(in, std::uint8_t{3});
    bond.conjugated = (flags & 1) != 0;
    bond.in_ring = (flags & 2) != 0;
    if (bond.begin >= n_atoms || bond.end >= n_atoms)
      throw std::runtime_error("a molecule graph with a bond to an atom that it lacks");
  }
  return graph;
}

}  // namespace furui
