// Tiles of rows: gather, gate, weigh, scatter; nothing of the size of edges × width leaves the cache but angle features.
#include "predict/chgnet_messages.h"

#include <algorithm>

namespace furui::chgnet_cpu {
namespace {

template <std::size_t width>
void add_row(float* to, const float* from) {
  for (std::size_t c = 0; c < width; ++c) to[c] += from[c];
}

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
    for (std::size_t r = 0; r < rows; ++r, ++n, x += kTwice) {
      const float *c = row<kTwice>(center, n->center), *b = row<kTwice>(bond, n->bond), *o = row<kTwice>(neighbor, n->neighbor);
      for (std::size_t i = 0; i < kTwice; ++i) x[i] = c[i] + b[i] + o[i];
    }
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
    for (std::size_t r = 0; r < rows; ++r, x += kTwice) {
      const auto& n = t.angles[first + r];
      const float *i = row<kTwice>(one, k.place[n.one]), *j = row<kTwice>(other, k.place[n.other]), *c = row<kTwice>(center, n.center);
      for (std::size_t f = 0; f < kTwice; ++f) x[f] += i[f] + j[f] + c[f];
    }
  }
};

// From slopes along x of each angle to those along what x is made of.
struct AngleSlopes {
  Table one, other, center;
  AngleSlopes(const Table& atoms, const Table& shorts) : one(2 * shorts.size(), 0), other(2 * shorts.size(), 0), center(2 * atoms.size(), 0) {}
  void add(const CrystalTables::Angle& n, const Kept& k, const float* dx) {
    add_row<kTwice>(row<kTwice>(one, k.place[n.one]), dx);
    add_row<kTwice>(row<kTwice>(other, k.place[n.other]), dx);
    add_row<kTwice>(row<kTwice>(center, n.center), dx);
  }
  void finish(const Tiles& tiles, const DenseGate& g, Slopes& d) const {
    project_back(tiles, g.parts[0], kTwice, one, d.shorts, true);
    project_back(tiles, g.parts[1], kTwice, other, d.shorts, true);
    project_back(tiles, g.parts[3], kTwice, center, d.atoms, true);
  }
};

}  // namespace

void convolve_atoms(const Convolution& c, const CrystalTables& t, const Kept& k, const Table& before, const Table& bonds, Table& atoms, const Tiles& tiles) {
  const AtomParts parts(tiles, c.message, before, bonds);
  const GateKernelWeights kernel = c.message.kernel();
  Table sum(before.size(), 0.0f);
  const auto compute = [&](std::size_t first, std::size_t rows, TileRows& tile) {
    parts.fill(t.neighbors.data() + first, rows, tile.x);
    gate_forward(rows, tile.x, kernel, tile.m);
  };
  const auto gather = [&](std::size_t first, std::size_t rows, const TileRows& tile) {
    for (std::size_t r = 0; r < rows; ++r) {
      const auto& n = t.neighbors[first + r];
      const float *weight = row<kWidth>(k.atom_weight, n.bond), *message = tile.m + r * kWidth, count = static_cast<float>(n.count);
      float* to = row<kWidth>(sum, n.center);
      for (std::size_t f = 0; f < kWidth; ++f) to[f] += message[f] * weight[f] * count;
    }
  };
  tiles.run(t.neighbors.size(), compute, gather);
  atoms = before;
  apply(c.out, before.size() / kWidth, sum.data(), atoms.data(), true);
}

void convolve_bonds(const Convolution& c, const CrystalTables& t, const Kept& k, const Table& atoms, const Table& before, const Table& angles, Table& shorts,
                    const Tiles& tiles) {
  const AngleParts parts(tiles, c.message, atoms, before, angles);
  const GateKernelWeights kernel = c.message.kernel();
  Table sum(before.size(), 0.0f);
  const auto compute = [&](std::size_t first, std::size_t rows, TileRows& tile) {
    parts.fill(t, k, first, rows, tile.x);
    gate_forward(rows, tile.x, kernel, tile.m);
  };
  const auto gather = [&](std::size_t first, std::size_t rows, const TileRows& tile) {
    for (std::size_t r = 0; r < rows; ++r) {
      const auto& n = t.angles[first + r];
      const float *one = row<kWidth>(k.bond_weight, k.place[n.one]), *other = row<kWidth>(k.bond_weight, k.place[n.other]);
      const float *message = tile.m + r * kWidth, count = static_cast<float>(n.count);
      float* to = row<kWidth>(sum, k.place[n.one]);
      for (std::size_t f = 0; f < kWidth; ++f) to[f] += message[f] * one[f] * other[f] * count;
    }
  };
  tiles.run(t.angles.size(), compute, gather);
  apply(c.out, before.size() / kWidth, sum.data(), shorts.data(), true);
}

void update_angles(const DenseGate& g, const CrystalTables& t, const Kept& k, const Table& atoms, const Table& shorts, Table& angles, const Tiles& tiles) {
  const AngleParts parts(tiles, g, atoms, shorts, angles);
  const GateKernelWeights kernel = g.kernel();
  const auto compute = [&](std::size_t first, std::size_t rows, TileRows& tile) {
    parts.fill(t, k, first, rows, tile.x);
    gate_forward(rows, tile.x, kernel, tile.m);
    for (std::size_t i = 0; i < rows * kWidth; ++i) angles[first * kWidth + i] += tile.m[i];
  };
  tiles.run(t.angles.size(), compute, [](std::size_t, std::size_t, const TileRows&) {});
}

void back_atoms(const Convolution& c, const CrystalTables& t, const Kept& k, const Table& atoms, const Table& bonds, Slopes& d, const Tiles& tiles) {
  const std::size_t n = atoms.size() / kWidth;
  const AtomParts parts(tiles, c.message, atoms, bonds);
  const GateKernelWeights kernel = c.message.kernel();
  Table of_sum(atoms.size()), of_center(n * kTwice, 0), of_neighbor(n * kTwice, 0), of_bond(t.lengths.size() * kTwice, 0);
  apply_back(c.out, n, d.atoms.data(), of_sum.data(), false);
  const auto compute = [&](std::size_t first, std::size_t rows, TileRows& tile) {
    parts.fill(t.neighbors.data() + first, rows, tile.x);
    for (std::size_t r = 0; r < rows; ++r) {
      const auto& edge = t.neighbors[first + r];
      const float *weight = row<kWidth>(k.atom_weight, edge.bond), *from = row<kWidth>(of_sum, edge.center), count = static_cast<float>(edge.count);
      for (std::size_t f = 0; f < kWidth; ++f) tile.dm[r * kWidth + f] = from[f] * weight[f] * count;
    }
    gate_backward(rows, tile.x, kernel, tile.dm, tile.m, tile.dx);
  };
  const auto gather = [&](std::size_t first, std::size_t rows, const TileRows& tile) {
    for (std::size_t r = 0; r < rows; ++r) {
      const auto& edge = t.neighbors[first + r];
      const float *from = row<kWidth>(of_sum, edge.center), count = static_cast<float>(edge.count);
      float* of_weight = row<kWidth>(d.atom_weight, edge.bond);
      for (std::size_t f = 0; f < kWidth; ++f) of_weight[f] += from[f] * tile.m[r * kWidth + f] * count;
      add_row<kTwice>(row<kTwice>(of_center, edge.center), tile.dx + r * kTwice);
      add_row<kTwice>(row<kTwice>(of_neighbor, edge.neighbor), tile.dx + r * kTwice);
      add_row<kTwice>(row<kTwice>(of_bond, edge.bond), tile.dx + r * kTwice);
    }
  };
  tiles.run(t.neighbors.size(), compute, gather);
  project_back(tiles, c.message.parts[0], kTwice, of_center, d.atoms, true);
  project_back(tiles, c.message.parts[2], kTwice, of_neighbor, d.atoms, true);
  project_back(tiles, c.message.parts[1], kTwice, of_bond, d.bonds, true);
}

void back_angles(const DenseGate& g, const CrystalTables& t, const Kept& k, const Table& atoms, const Table& shorts, const Table& angles, Slopes& d,
                 const Tiles& tiles) {
  const AngleParts parts(tiles, g, atoms, shorts, angles);
  const GateKernelWeights kernel = g.kernel();
  AngleSlopes slopes(atoms, shorts);
  const auto compute = [&](std::size_t first, std::size_t rows, TileRows& tile) {
    parts.fill(t, k, first, rows, tile.x);
    gate_backward(rows, tile.x, kernel, row<kWidth>(d.angles, first), tile.m, tile.dx);
    apply_back(g.parts[2], rows, tile.dx, row<kWidth>(d.angles, first), true);
  };
  const auto gather = [&](std::size_t first, std::size_t rows, const TileRows& tile) {
    for (std::size_t r = 0; r < rows; ++r) slopes.add(t.angles[first + r], k, tile.dx + r * kTwice);
  };
  tiles.run(t.angles.size(), compute, gather);
  slopes.finish(tiles, g, d);
}

void back_bonds(const Convolution& c, const CrystalTables& t, const Kept& k, const Table& atoms, const Table& shorts, const Table& angles, Slopes& d,
                const Tiles& tiles) {
  const AngleParts parts(tiles, c.message, atoms, shorts, angles);
  const GateKernelWeights kernel = c.message.kernel();
  AngleSlopes slopes(atoms, shorts);
  Table of_sum(shorts.size());
  apply_back(c.out, shorts.size() / kWidth, d.shorts.data(), of_sum.data(), false);
  const auto compute = [&](std::size_t first, std::size_t rows, TileRows& tile) {
    parts.fill(t, k, first, rows, tile.x);
    for (std::size_t r = 0; r < rows; ++r) {
      const auto& n = t.angles[first + r];
      const float *one = row<kWidth>(k.bond_weight, k.place[n.one]), *other = row<kWidth>(k.bond_weight, k.place[n.other]);
      const float *from = row<kWidth>(of_sum, k.place[n.one]), count = static_cast<float>(n.count);
      for (std::size_t f = 0; f < kWidth; ++f) tile.dm[r * kWidth + f] = from[f] * one[f] * other[f] * count;
    }
    gate_backward(rows, tile.x, kernel, tile.dm, tile.m, tile.dx);
    apply_back(c.message.parts[2], rows, tile.dx, row<kWidth>(d.angles, first), true);
  };
  const auto gather = [&](std::size_t first, std::size_t rows, const TileRows& tile) {
    for (std::size_t r = 0; r < rows; ++r) {
      const auto& n = t.angles[first + r];
      const float *one = row<kWidth>(k.bond_weight, k.place[n.one]), *other = row<kWidth>(k.bond_weight, k.place[n.other]);
      const float *from = row<kWidth>(of_sum, k.place[n.one]), *message = tile.m + r * kWidth, count = static_cast<float>(n.count);
      float *of_one = row<kWidth>(d.bond_weight, k.place[n.one]), *of_other = row<kWidth>(d.bond_weight, k.place[n.other]);
      for (std::size_t f = 0; f < kWidth; ++f) {
        const float along = from[f] * message[f] * count;
        const float add_one = along * other[f], add_other = along * one[f];
        of_one[f] += add_one;
        of_other[f] += add_other;
      }
      slopes.add(n, k, tile.dx + r * kTwice);
    }
  };
  tiles.run(t.angles.size(), compute, gather);
  slopes.finish(tiles, c.message, d);
}

}  // namespace furui::chgnet_cpu
