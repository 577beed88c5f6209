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

/// Where in an input the features stand that begin as an embedded basis.
constexpr std::size_t kBondPart = 1, kAnglePart = 2;

struct Convolution {
  DenseGate message;
  Dense out;
  std::vector<float> bias;  ///< 64; empty without one
  /// Of atoms: 128 that are added to the part of a bond without angles, by the biases that it has taken before; empty where there are none.
  std::vector<float> long_bond;
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

/// Features of one crystal's classes, × 64. Only of short bonds: those of others change by biases alone.
struct Features {
  Table atoms, bonds, angles;
};

/// What the forward pass keeps of one crystal for the backward pass.
struct Kept {
  Table radial, radial_slope;            ///< bonds × 32
  Table short_radial, short_slope;       ///< short bonds × 32
  Table angular, angular_slope;          ///< angles × 32
  Table atom_weight, bond_weight;        ///< bonds × 64, short bonds × 64: what messages are multiplied by
  std::vector<MessageRows> atom_rows, bond_rows, angle_rows;  ///< by layer
  std::vector<Features> before;          ///< by layer, and after the last; empty where all rows are kept
};

/// Slopes of the energy that flow back: into features, into what messages are multiplied by, and into the bases of long bonds and of
/// angles.
struct Slopes {
  Table atoms, bonds, angles, atom_weight, bond_weight, radial, angular;
};

/// atoms += out(sum of messages from neighbours).
void convolve_atoms(const Convolution& c, const CrystalTables& t, const Kept& k, Features& f, const MessageRows& kept, const Tiles& tiles);
/// bonds += out(sum of messages from angles).
void convolve_bonds(const Convolution& c, const CrystalTables& t, const Kept& k, Features& f, const MessageRows& kept, const Tiles& tiles);
/// angles += messages.
void update_angles(const DenseGate& g, const CrystalTables& t, const Kept& k, Features& f, const MessageRows& kept, const Tiles& tiles);

/// Of the same three: from the slopes along what they give to those along what they take.
///
/// before, after  features before and after the layer; not read where its rows were kept
void back_atoms(const Convolution& c, const CrystalTables& t, const Kept& k, const Features* before, Slopes& d, const MessageRows& kept, const Tiles& tiles);
void back_bonds(const Convolution& c, const CrystalTables& t, const Kept& k, const Features* before, const Features* after, Slopes& d, const MessageRows& kept,
                const Tiles& tiles);
void back_angles(const DenseGate& g, const CrystalTables& t, const Kept& k, const Features* before, const Features* after, Slopes& d, const MessageRows& kept,
                 const Tiles& tiles);

}  // namespace furui::chgnet_cpu
