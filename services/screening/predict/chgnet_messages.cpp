// Tiles of rows: gather, gate, weigh, scatter; nothing of the size of edges × width leaves the cache but angle features.
#include "predict/chgnet_messages.h"

#include <algorithm>
#include <optional>

namespace furui::chgnet_cpu {
namespace {

Table projected(const Tiles& tiles, const Dense& part, const Table& x, const std::vector<float>* bias = nullptr) {
  Table y(x.size() / kWidth * kTwice);
  tiles.rows(x.size() / kWidth, [&](std::size_t first, std::size_t rows) {
    if (bias != nullptr) {
      for (std::size_t r = first; r < first + rows; ++r) std::copy_n(bias->data(), kTwice, row<kTwice>(y, r));
    }
    apply(part, rows, row<kWidth>(x, first), row<kTwice>(y, first), bias != nullptr);
  });
  return y;
}

// dx (+)= dy·back over all rows of a table.
void project_back(const Tiles& tiles, const Dense& part, std::size_t width, const Table& dy, Table& dx, bool add) {
  tiles.rows(dx.size() / kWidth, [&](std::size_t first, std::size_t rows) { apply_back(part, rows, dy.data() + first * width, row<kWidth>(dx, first), add); });
}

// The parts of the first layer of an atom convolution: by center, bond and neighbor.
struct AtomParts {
  Table center, bond, neighbor;
  AtomParts(const Tiles& tiles, const DenseGate& g, const Table& atoms, const Table& bonds)
      : center(projected(tiles, g.parts[0], atoms, &g.bias)), bond(projected(tiles, g.parts[1], bonds)), neighbor(projected(tiles, g.parts[2], atoms)) {}
  void fill(const CrystalTables::Neighbor* n, std::size_t rows, float* x) const {
    const GateRowLoops& loops = gate_row_loops();
    for (std::size_t r = 0; r < rows; ++r, ++n, x += kTwice)
      loops.sum(x, row<kTwice>(center, n->center), row<kTwice>(bond, n->bond), row<kTwice>(neighbor, n->neighbor));
  }
};

// The parts of the first layer over angles: by bond, other bond, angle and center. That of the angles, of which there are
// the most, is multiplied in the tile where it is needed: a table of it would be the largest there is, and no other reads it.
struct AngleParts {
  const Dense& of_angle;
  const Table& angles;
  Table one, other, center;
  AngleParts(const Tiles& tiles, const DenseGate& g, const Table& atoms, const Table& shorts, const Table& features)
      : of_angle(g.parts[2]), angles(features), one(projected(tiles, g.parts[0], shorts)), other(projected(tiles, g.parts[1], shorts)),
        center(projected(tiles, g.parts[3], atoms, &g.bias)) {}
  void fill(const CrystalTables& t, const Kept& k, std::size_t first, std::size_t rows, float* x) const {
    apply(of_angle, rows, row<kWidth>(angles, first), x);
    const GateRowLoops& loops = gate_row_loops();
    for (std::size_t r = 0; r < rows; ++r, x += kTwice) {
      const auto& n = t.angles[first + r];
      loops.add_sum(x, row<kTwice>(one, k.place[n.one]), row<kTwice>(other, k.place[n.other]), row<kTwice>(center, n.center));
    }
  }
};

// From slopes along x of each angle to those along what x is made of.
struct AngleSlopes {
  const GateRowLoops& loops = gate_row_loops();
  Table one, other, center;
  AngleSlopes(const Table& atoms, const Table& shorts) : one(2 * shorts.size(), 0), other(2 * shorts.size(), 0), center(2 * atoms.size(), 0) {}
  void add(const CrystalTables::Angle& n, const Kept& k, const float* dx) {
    loops.add(row<kTwice>(one, k.place[n.one]), dx);
    loops.add(row<kTwice>(other, k.place[n.other]), dx);
    loops.add(row<kTwice>(center, n.center), dx);
  }
  void finish(const Tiles& tiles, const DenseGate& g, Slopes& d) const {
    project_back(tiles, g.parts[0], kTwice, one, d.shorts, true);
    project_back(tiles, g.parts[1], kTwice, other, d.shorts, true);
    project_back(tiles, g.parts[3], kTwice, center, d.atoms, true);
  }
};

}  // namespace

void add_bias(const Convolution& c, Table& table) {
  if (c.bias.empty()) return;
  for (std::size_t r = 0; r < table.size() / kWidth; ++r) {
    for (std::size_t f = 0; f < kWidth; ++f) table[r * kWidth + f] += c.bias[f];
  }
}

void convolve_atoms(const Convolution& c, const CrystalTables& t, const Kept& k, const Table& before, const Table& bonds, Table& atoms, const MessageRows& kept,
                    const Tiles& tiles) {
  const AtomParts parts(tiles, c.message, before, bonds);
  const GateRowLoops& loops = gate_row_loops();
  const GateKernelWeights kernel = c.message.kernel();
  Table sum(before.size(), 0.0f);
  const auto compute = [&](std::size_t first, std::size_t rows, TileRows& tile) {
    float* x = kept.x != nullptr ? kept.x_at(first) : tile.x;
    parts.fill(t.neighbors.data() + first, rows, x);
    gate_forward(rows, x, kernel, tile.m, kept.z_at(first));
  };
  const auto gather = [&](std::size_t first, std::size_t rows, const TileRows& tile) {
    for (std::size_t r = 0; r < rows; ++r) {
      const auto& n = t.neighbors[first + r];
      loops.add_product(row<kWidth>(sum, n.center), tile.m + r * kWidth, row<kWidth>(k.atom_weight, n.bond), static_cast<float>(n.count));
    }
  };
  tiles.run(t.neighbors.size(), compute, gather);
  atoms = before;
  apply(c.out, before.size() / kWidth, sum.data(), atoms.data(), true);
  add_bias(c, atoms);
}

void convolve_bonds(const Convolution& c, const CrystalTables& t, const Kept& k, const Table& atoms, const Table& before, const Table& angles, Table& shorts,
                    const MessageRows& kept, const Tiles& tiles) {
  const AngleParts parts(tiles, c.message, atoms, before, angles);
  const GateRowLoops& loops = gate_row_loops();
  const GateKernelWeights kernel = c.message.kernel();
  Table sum(before.size(), 0.0f);
  const auto compute = [&](std::size_t first, std::size_t rows, TileRows& tile) {
    float* x = kept.x != nullptr ? kept.x_at(first) : tile.x;
    parts.fill(t, k, first, rows, x);
    gate_forward(rows, x, kernel, tile.m, kept.z_at(first));
  };
  const auto gather = [&](std::size_t first, std::size_t rows, const TileRows& tile) {
    for (std::size_t r = 0; r < rows; ++r) {
      const auto& n = t.angles[first + r];
      loops.add_product3(row<kWidth>(sum, k.place[n.one]), tile.m + r * kWidth, row<kWidth>(k.bond_weight, k.place[n.one]), row<kWidth>(k.bond_weight, k.place[n.other]),
                         static_cast<float>(n.count));
    }
  };
  tiles.run(t.angles.size(), compute, gather);
  apply(c.out, before.size() / kWidth, sum.data(), shorts.data(), true);
  add_bias(c, shorts);
}

void update_angles(const DenseGate& g, const CrystalTables& t, const Kept& k, const Table& atoms, const Table& shorts, Table& angles, const MessageRows& kept,
                   const Tiles& tiles) {
  const AngleParts parts(tiles, g, atoms, shorts, angles);
  const GateKernelWeights kernel = g.kernel();
  const auto compute = [&](std::size_t first, std::size_t rows, TileRows& tile) {
    float* x = kept.x != nullptr ? kept.x_at(first) : tile.x;
    parts.fill(t, k, first, rows, x);
    gate_forward(rows, x, kernel, tile.m, kept.z_at(first));
    for (std::size_t i = 0; i < rows * kWidth; ++i) angles[first * kWidth + i] += tile.m[i];
  };
  tiles.run(t.angles.size(), compute, [](std::size_t, std::size_t, const TileRows&) {});
}

void back_atoms(const Convolution& c, const CrystalTables& t, const Kept& k, const Table& atoms, const Table& bonds, Slopes& d, const MessageRows& kept,
                const Tiles& tiles) {
  const std::size_t n = atoms.size() / kWidth;
  std::optional<AtomParts> parts;
  if (kept.x == nullptr) parts.emplace(tiles, c.message, atoms, bonds);
  const GateRowLoops& loops = gate_row_loops();
  const GateKernelWeights kernel = c.message.kernel();
  Table of_sum(atoms.size()), of_center(n * kTwice, 0), of_neighbor(n * kTwice, 0), of_bond(t.lengths.size() * kTwice, 0);
  apply_back(c.out, n, d.atoms.data(), of_sum.data(), false);
  const auto compute = [&](std::size_t first, std::size_t rows, TileRows& tile) {
    const float* x = kept.x != nullptr ? kept.x_at(first) : tile.x;
    if (parts) parts->fill(t.neighbors.data() + first, rows, tile.x);
    for (std::size_t r = 0; r < rows; ++r) {
      const auto& edge = t.neighbors[first + r];
      loops.product(tile.dm + r * kWidth, row<kWidth>(of_sum, edge.center), row<kWidth>(k.atom_weight, edge.bond), static_cast<float>(edge.count));
    }
    gate_backward(rows, x, kernel, tile.dm, tile.m, tile.dx, kept.z_at(first));
  };
  const auto gather = [&](std::size_t first, std::size_t rows, const TileRows& tile) {
    for (std::size_t r = 0; r < rows; ++r) {
      const auto& edge = t.neighbors[first + r];
      loops.add_product(row<kWidth>(d.atom_weight, edge.bond), row<kWidth>(of_sum, edge.center), tile.m + r * kWidth, static_cast<float>(edge.count));
      for (float* to : {row<kTwice>(of_center, edge.center), row<kTwice>(of_neighbor, edge.neighbor), row<kTwice>(of_bond, edge.bond)}) loops.add(to, tile.dx + r * kTwice);
    }
  };
  tiles.run(t.neighbors.size(), compute, gather);
  project_back(tiles, c.message.parts[0], kTwice, of_center, d.atoms, true);
  project_back(tiles, c.message.parts[2], kTwice, of_neighbor, d.atoms, true);
  project_back(tiles, c.message.parts[1], kTwice, of_bond, d.bonds, true);
}

void back_angles(const DenseGate& g, const CrystalTables& t, const Kept& k, const Table& atoms, const Table& shorts, const Table& angles, Slopes& d,
                 const MessageRows& kept, const Tiles& tiles) {
  std::optional<AngleParts> parts;
  if (kept.x == nullptr) parts.emplace(tiles, g, atoms, shorts, angles);
  const GateKernelWeights kernel = g.kernel();
  AngleSlopes slopes(atoms, shorts);
  const auto compute = [&](std::size_t first, std::size_t rows, TileRows& tile) {
    if (parts) parts->fill(t, k, first, rows, tile.x);
    gate_backward(rows, kept.x != nullptr ? kept.x_at(first) : tile.x, kernel, row<kWidth>(d.angles, first), nullptr, tile.dx, kept.z_at(first));
    apply_back(g.parts[2], rows, tile.dx, row<kWidth>(d.angles, first), true);
  };
  const auto gather = [&](std::size_t first, std::size_t rows, const TileRows& tile) {
    for (std::size_t r = 0; r < rows; ++r) slopes.add(t.angles[first + r], k, tile.dx + r * kTwice);
  };
  tiles.run(t.angles.size(), compute, gather);
  slopes.finish(tiles, g, d);
}

void back_bonds(const Convolution& c, const CrystalTables& t, const Kept& k, const Table& atoms, const Table& shorts, const Table& angles, Slopes& d,
                const MessageRows& kept, const Tiles& tiles) {
  std::optional<AngleParts> parts;
  if (kept.x == nullptr) parts.emplace(tiles, c.message, atoms, shorts, angles);
  const GateRowLoops& loops = gate_row_loops();
  const GateKernelWeights kernel = c.message.kernel();
  AngleSlopes slopes(atoms, shorts);
  Table of_sum(shorts.size());
  apply_back(c.out, shorts.size() / kWidth, d.shorts.data(), of_sum.data(), false);
  const auto compute = [&](std::size_t first, std::size_t rows, TileRows& tile) {
    const float* x = kept.x != nullptr ? kept.x_at(first) : tile.x;
    if (parts) parts->fill(t, k, first, rows, tile.x);
    for (std::size_t r = 0; r < rows; ++r) {
      const auto& n = t.angles[first + r];
      loops.product3(tile.dm + r * kWidth, row<kWidth>(of_sum, k.place[n.one]), row<kWidth>(k.bond_weight, k.place[n.one]), row<kWidth>(k.bond_weight, k.place[n.other]),
                     static_cast<float>(n.count));
    }
    gate_backward(rows, x, kernel, tile.dm, tile.m, tile.dx, kept.z_at(first));
    apply_back(c.message.parts[2], rows, tile.dx, row<kWidth>(d.angles, first), true);
  };
  const auto gather = [&](std::size_t first, std::size_t rows, const TileRows& tile) {
    for (std::size_t r = 0; r < rows; ++r) {
      const auto& n = t.angles[first + r];
      const float *one = row<kWidth>(k.bond_weight, k.place[n.one]), *other = row<kWidth>(k.bond_weight, k.place[n.other]);
      const float *from = row<kWidth>(of_sum, k.place[n.one]), *message = tile.m + r * kWidth, count = static_cast<float>(n.count);
      loops.add_product3(row<kWidth>(d.bond_weight, k.place[n.one]), from, message, other, count);
      loops.add_product3(row<kWidth>(d.bond_weight, k.place[n.other]), from, message, one, count);
      slopes.add(n, k, tile.dx + r * kTwice);
    }
  };
  tiles.run(t.angles.size(), compute, gather);
  slopes.finish(tiles, c.message, d);
}

}  // namespace furui::chgnet_cpu
