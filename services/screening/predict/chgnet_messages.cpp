// Tiles of rows: gather, gate, weigh, scatter; nothing of the size of edges × width leaves the cache but what is kept.
#include "predict/chgnet_messages.h"

#include <algorithm>
#include <optional>

namespace furui::chgnet_cpu {
namespace {

// y = start + x·part over rows of 64; start may be nullptr.
void project(const Tiles& tiles, const Dense& part, std::size_t rows, const float* x, float* y, const std::vector<float>* start = nullptr) {
  const bool starts = start != nullptr && !start->empty();
  tiles.rows(rows, [&](std::size_t first, std::size_t count) {
    if (starts) {
      for (std::size_t r = first; r < first + count; ++r) std::copy_n(start->data(), kTwice, y + r * kTwice);
    }
    apply(part, count, x + first * part.inputs, y + first * kTwice, starts);
  });
}

Table projected(const Tiles& tiles, const Dense& part, const Table& x, const std::vector<float>* start = nullptr) {
  Table y(x.size() / kWidth * kTwice);
  project(tiles, part, x.size() / kWidth, x.data(), y.data(), start);
  return y;
}

// dx (+)= dy·back over rows.
void project_back(const Tiles& tiles, const Dense& part, std::size_t rows, const float* dy, float* dx, bool add) {
  tiles.rows(rows, [&](std::size_t first, std::size_t count) { apply_back(part, count, dy + first * part.outputs, dx + first * part.inputs, add); });
}

// The parts of the first layer of an atom convolution: by center, bond and neighbor.
struct AtomParts {
  Table center, bond, neighbor;
  AtomParts(const Tiles& tiles, const Convolution& c, const CrystalTables& t, const Kept& k, const Features& f)
      : center(projected(tiles, c.message.parts[0], f.atoms, &c.message.bias)), bond(t.lengths.size() * kTwice), neighbor(projected(tiles, c.message.parts[2], f.atoms)) {
    const std::size_t shorts = t.short_bonds;
    project(tiles, c.message.parts[kBondPart], shorts, f.bonds.data(), bond.data());
    project(tiles, c.message.of_basis, t.lengths.size() - shorts, row<kBasis>(k.radial, shorts), row<kTwice>(bond, shorts), t.angles.empty() ? nullptr : &c.long_bond);
  }
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
  const float* angles;
  Table one, other, center;
  AngleParts(const Tiles& tiles, const DenseGate& g, const Kept& k, const Table& atoms, const Table& bonds, const Table& features)
      : of_angle(g.of_basis.inputs > 0 ? g.of_basis : g.parts[kAnglePart]), angles(g.of_basis.inputs > 0 ? k.angular.data() : features.data()),
        one(projected(tiles, g.parts[0], bonds)), other(projected(tiles, g.parts[1], bonds)), center(projected(tiles, g.parts[3], atoms, &g.bias)) {}
  void fill(const CrystalTables& t, std::size_t first, std::size_t rows, float* x) const {
    apply(of_angle, rows, angles + first * of_angle.inputs, x);
    const GateRowLoops& loops = gate_row_loops();
    for (std::size_t r = 0; r < rows; ++r, x += kTwice) {
      const auto& n = t.angles[first + r];
      loops.add_sum(x, row<kTwice>(one, n.one), row<kTwice>(other, n.other), row<kTwice>(center, n.center));
    }
  }
};

// From slopes along x of each angle to those along what x is made of.
struct AngleSlopes {
  const GateRowLoops& loops = gate_row_loops();
  Table one, other, center;
  explicit AngleSlopes(const CrystalTables& t) : one(t.short_bonds * kTwice, 0), other(t.short_bonds * kTwice, 0), center(t.atomic_numbers.size() * kTwice, 0) {}
  void add(const CrystalTables::Angle& n, const float* dx) {
    loops.add(row<kTwice>(one, n.one), dx);
    loops.add(row<kTwice>(other, n.other), dx);
    loops.add(row<kTwice>(center, n.center), dx);
  }
  void finish(const Tiles& tiles, const DenseGate& g, Slopes& d) const {
    project_back(tiles, g.parts[0], one.size() / kTwice, one.data(), d.bonds.data(), true);
    project_back(tiles, g.parts[1], other.size() / kTwice, other.data(), d.bonds.data(), true);
    project_back(tiles, g.parts[3], center.size() / kTwice, center.data(), d.atoms.data(), true);
  }
};

// Slopes along the features of a tile's angles, or along their basis where that is what the gate takes.
void back_to_angles(const DenseGate& g, std::size_t first, std::size_t rows, const float* dx, Slopes& d) {
  if (g.of_basis.inputs > 0) {
    apply_back(g.of_basis, rows, dx, row<kBasis>(d.angular, first), true);
  } else {
    apply_back(g.parts[kAnglePart], rows, dx, row<kWidth>(d.angles, first), true);
  }
}

// rows += sums·out + bias.
void add_out(const Convolution& c, const Table& sums, Table& table) {
  const std::size_t rows = table.size() / kWidth;
  apply(c.out, rows, sums.data(), table.data(), true);
  if (c.bias.empty()) return;
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t f = 0; f < kWidth; ++f) row<kWidth>(table, r)[f] += c.bias[f];
  }
}

}  // namespace

void convolve_atoms(const Convolution& c, const CrystalTables& t, const Kept& k, Features& f, const MessageRows& kept, const Tiles& tiles) {
  const AtomParts parts(tiles, c, t, k, f);
  const GateRowLoops& loops = gate_row_loops();
  const GateKernelWeights kernel = c.message.kernel();
  Table sum(f.atoms.size(), 0.0f);
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
  add_out(c, sum, f.atoms);
}

void convolve_bonds(const Convolution& c, const CrystalTables& t, const Kept& k, Features& f, const MessageRows& kept, const Tiles& tiles) {
  const AngleParts parts(tiles, c.message, k, f.atoms, f.bonds, f.angles);
  const GateRowLoops& loops = gate_row_loops();
  const GateKernelWeights kernel = c.message.kernel();
  Table sum(f.bonds.size(), 0.0f);
  const auto compute = [&](std::size_t first, std::size_t rows, TileRows& tile) {
    float* x = kept.x != nullptr ? kept.x_at(first) : tile.x;
    parts.fill(t, first, rows, x);
    gate_forward(rows, x, kernel, tile.m, kept.z_at(first));
  };
  const auto gather = [&](std::size_t first, std::size_t rows, const TileRows& tile) {
    for (std::size_t r = 0; r < rows; ++r) {
      const auto& n = t.angles[first + r];
      loops.add_product3(row<kWidth>(sum, n.one), tile.m + r * kWidth, row<kWidth>(k.bond_weight, n.one), row<kWidth>(k.bond_weight, n.other), static_cast<float>(n.count));
    }
  };
  tiles.run(t.angles.size(), compute, gather);
  add_out(c, sum, f.bonds);
}

void update_angles(const DenseGate& g, const CrystalTables& t, const Kept& k, Features& f, const MessageRows& kept, const Tiles& tiles) {
  const AngleParts parts(tiles, g, k, f.atoms, f.bonds, f.angles);
  const GateKernelWeights kernel = g.kernel();
  const auto compute = [&](std::size_t first, std::size_t rows, TileRows& tile) {
    float* x = kept.x != nullptr ? kept.x_at(first) : tile.x;
    parts.fill(t, first, rows, x);
    gate_forward(rows, x, kernel, tile.m, kept.z_at(first));
    for (std::size_t i = 0; i < rows * kWidth; ++i) f.angles[first * kWidth + i] += tile.m[i];
  };
  tiles.run(t.angles.size(), compute, [](std::size_t, std::size_t, const TileRows&) {});
}

void back_atoms(const Convolution& c, const CrystalTables& t, const Kept& k, const Features* before, Slopes& d, const MessageRows& kept, const Tiles& tiles) {
  const std::size_t n = t.atomic_numbers.size(), shorts = t.short_bonds;
  std::optional<AtomParts> parts;
  if (kept.x == nullptr) parts.emplace(tiles, c, t, k, *before);
  const GateRowLoops& loops = gate_row_loops();
  const GateKernelWeights kernel = c.message.kernel();
  Table of_sum(n * kWidth), of_center(n * kTwice, 0), of_neighbor(n * kTwice, 0), of_bond(t.lengths.size() * kTwice, 0);
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
  project_back(tiles, c.message.parts[0], n, of_center.data(), d.atoms.data(), true);
  project_back(tiles, c.message.parts[2], n, of_neighbor.data(), d.atoms.data(), true);
  project_back(tiles, c.message.parts[kBondPart], shorts, of_bond.data(), d.bonds.data(), true);
  project_back(tiles, c.message.of_basis, t.lengths.size() - shorts, row<kTwice>(of_bond, shorts), row<kBasis>(d.radial, shorts), true);
}

void back_bonds(const Convolution& c, const CrystalTables& t, const Kept& k, const Features* before, const Features* after, Slopes& d, const MessageRows& kept,
                const Tiles& tiles) {
  std::optional<AngleParts> parts;
  if (kept.x == nullptr) parts.emplace(tiles, c.message, k, after->atoms, before->bonds, before->angles);
  const GateRowLoops& loops = gate_row_loops();
  const GateKernelWeights kernel = c.message.kernel();
  AngleSlopes slopes(t);
  Table of_sum(d.bonds.size());
  apply_back(c.out, t.short_bonds, d.bonds.data(), of_sum.data(), false);
  const auto compute = [&](std::size_t first, std::size_t rows, TileRows& tile) {
    const float* x = kept.x != nullptr ? kept.x_at(first) : tile.x;
    if (parts) parts->fill(t, first, rows, tile.x);
    for (std::size_t r = 0; r < rows; ++r) {
      const auto& n = t.angles[first + r];
      loops.product3(tile.dm + r * kWidth, row<kWidth>(of_sum, n.one), row<kWidth>(k.bond_weight, n.one), row<kWidth>(k.bond_weight, n.other), static_cast<float>(n.count));
    }
    gate_backward(rows, x, kernel, tile.dm, tile.m, tile.dx, kept.z_at(first));
    back_to_angles(c.message, first, rows, tile.dx, d);
  };
  const auto gather = [&](std::size_t first, std::size_t rows, const TileRows& tile) {
    for (std::size_t r = 0; r < rows; ++r) {
      const auto& n = t.angles[first + r];
      const float *one = row<kWidth>(k.bond_weight, n.one), *other = row<kWidth>(k.bond_weight, n.other);
      const float *from = row<kWidth>(of_sum, n.one), *message = tile.m + r * kWidth, count = static_cast<float>(n.count);
      loops.add_product3(row<kWidth>(d.bond_weight, n.one), from, message, other, count);
      loops.add_product3(row<kWidth>(d.bond_weight, n.other), from, message, one, count);
      slopes.add(n, tile.dx + r * kTwice);
    }
  };
  tiles.run(t.angles.size(), compute, gather);
  slopes.finish(tiles, c.message, d);
}

void back_angles(const DenseGate& g, const CrystalTables& t, const Kept& k, const Features* before, const Features* after, Slopes& d, const MessageRows& kept,
                 const Tiles& tiles) {
  std::optional<AngleParts> parts;
  if (kept.x == nullptr) parts.emplace(tiles, g, k, after->atoms, after->bonds, before->angles);
  const GateKernelWeights kernel = g.kernel();
  AngleSlopes slopes(t);
  const auto compute = [&](std::size_t first, std::size_t rows, TileRows& tile) {
    if (parts) parts->fill(t, first, rows, tile.x);
    gate_backward(rows, kept.x != nullptr ? kept.x_at(first) : tile.x, kernel, row<kWidth>(d.angles, first), nullptr, tile.dx, kept.z_at(first));
    back_to_angles(g, first, rows, tile.dx, d);
  };
  const auto gather = [&](std::size_t first, std::size_t rows, const TileRows& tile) {
    for (std::size_t r = 0; r < rows; ++r) slopes.add(t.angles[first + r], tile.dx + r * kTwice);
  };
  tiles.run(t.angles.size(), compute, gather);
  slopes.finish(tiles, g, d);
}

}  // namespace furui::chgnet_cpu
