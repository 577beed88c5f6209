// CHGNet's messages on CPU: atom and bond convolutions and angle updates of one crystal, forward and backward.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "predict/chgnet_dense.h"    // for Dense, DenseGate
#include "predict/chgnet_tiles.h"    // for Tiles
#include "predict/crystal_tables.h"  // for CrystalTables

namespace furui::chgnet_cpu {

constexpr std::size_t kWidth = kGateWidth, kTwice = 2 * kGateWidth;
constexpr std::size_t kBasis = 32;  ///< a basis padded with zeros

using Table = std::vector<float>;  ///< rows one after the other

struct Convolution {
  DenseGate message;
  Dense out;
  std::vector<float> bias;  ///< 64; empty without one
};

/// A row of `width` numbers of a table.
template <std::size_t width, class Rows>
auto* row(Rows& table, std::size_t index) { return table.data() + index * width; }

/// What one message layer computed of each row, × 128, so that the backward pass need not compute it again; empty where it must.
struct MessageRows {
  float* x = nullptr;  ///< sums of the first layer's parts; where there is a second layer, the slopes of their SiLU
  float* z = nullptr;  ///< what the norms are of, where there is a second layer

  float* x_at(std::size_t row) const { return x + row * kTwice; }
  float* z_at(std::size_t row) const { return z == nullptr ? nullptr : z + row * kTwice; }
};

/// What the forward pass keeps of one crystal for the backward pass: of each layer the features that it begins with.
struct Kept {
  std::vector<std::size_t> short_bonds;  ///< bond classes that make angles
  std::vector<std::uint32_t> place;      ///< of a bond class among them
  Table radial, radial_slope;            ///< bonds × 32
  Table short_radial, short_slope;       ///< short bonds × 32
  Table angular, angular_slope;          ///< angles × 32
  Table atom_weight, bond_weight;        ///< bonds × 64, short bonds × 64: what messages are multiplied by
  std::vector<Table> atoms, bonds, shorts, angles;  ///< by layer, × 64; `shorts` are the rows of `bonds` that make angles
  std::vector<MessageRows> atom_rows, bond_rows, angle_rows;  ///< by layer
};

/// Slopes of the energy that flow back: into the features, and into what messages are multiplied by.
struct Slopes {
  Table atoms, bonds, shorts, angles, atom_weight, bond_weight;
};

/// Each row += the bias, where there is one.
void add_bias(const Convolution& c, Table& table);

/// atoms = before + out(sum of messages from neighbours).
void convolve_atoms(const Convolution& c, const CrystalTables& t, const Kept& k, const Table& before, const Table& bonds, Table& atoms, const MessageRows& kept,
                    const Tiles& tiles);
/// shorts += out(sum of messages from angles); `before` is what `shorts` holds.
void convolve_bonds(const Convolution& c, const CrystalTables& t, const Kept& k, const Table& atoms, const Table& before, const Table& angles,
                    Table& shorts, const MessageRows& kept, const Tiles& tiles);
void update_angles(const DenseGate& g, const CrystalTables& t, const Kept& k, const Table& atoms, const Table& shorts, Table& angles, const MessageRows& kept,
                   const Tiles& tiles);

/// Of the same three: from the slopes along what they give to those along what they take. Features as they were taken.
void back_atoms(const Convolution& c, const CrystalTables& t, const Kept& k, const Table& atoms, const Table& bonds, Slopes& d, const MessageRows& kept,
                const Tiles& tiles);
void back_bonds(const Convolution& c, const CrystalTables& t, const Kept& k, const Table& atoms, const Table& shorts, const Table& angles,
                Slopes& d, const MessageRows& kept, const Tiles& tiles);
void back_angles(const DenseGate& g, const CrystalTables& t, const Kept& k, const Table& atoms, const Table& shorts, const Table& angles,
                 Slopes& d, const MessageRows& kept, const Tiles& tiles);

}  // namespace furui::chgnet_cpu
