// CHGNet on CPU, fused and differentiated by hand: tiles of messages that never leave the cache.
#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "predict/chgnet_basis.h"     // for radial_basis, angular_basis
#include "predict/chgnet_engine.h"    // for ChgnetEngine
#include "predict/chgnet_messages.h"  // for convolve_atoms, back_atoms, …
#include "predict/chgnet_tiles.h"     // for Tiles

namespace furui {
namespace {

using namespace chgnet_cpu;

// Of what layers compute, kept between forward and backward pass of one crystal, and by each thread for its next one: what
// needs more is computed again, so that memory stays bounded.
constexpr std::size_t kKeptBytes = std::size_t{32} << 20;

// A row of the layer norm before the readout.
struct NormRow {
  float normalized[kWidth];
  float inverse = 0;
};

class CpuEngine final : public ChgnetEngine {
 public:
  CpuEngine(const ChgnetParameters& p, const ChgnetWeights& w)
      : parameters_(p),
        element_energy_(w.element_energy.begin(), w.element_energy.end()),
        bond_frequencies_(w.bond_frequencies.begin(), w.bond_frequencies.end()),
        short_frequencies_(w.short_bond_frequencies.begin(), w.short_bond_frequencies.end()),
        angle_frequencies_(w.angle_frequencies.begin(), w.angle_frequencies.end()),
        embedding_(w.atom_embedding.values, w.atom_embedding.values + p.elements * kWidth),
        bond_embedding_(dense_of({w.bond_embedding}, 0, p.radial, kBasis)),
        atom_weight_(dense_of({w.atom_message_weight}, 0, p.radial, kBasis)),
        bond_weight_(dense_of({w.bond_message_weight}, 0, p.radial, kBasis)),
        angle_embedding_(dense_of({w.angle_embedding}, 0, p.angular, kBasis)),
        moment_(w.moment.weight.values, w.moment.weight.values + kWidth),
        moment_bias_(w.moment.bias[0]) {
    if (w.readout_norm) {
      norm_scale_.assign(w.readout_norm->scale.begin(), w.readout_norm->scale.end());
      norm_shift_.assign(w.readout_norm->shift.begin(), w.readout_norm->shift.end());
    }
    for (const ChgnetConvolution& c : w.atom_convolutions) atom_convolutions_.push_back(convolution(c, &bond_embedding_, kBondPart));
    for (const ChgnetConvolution& c : w.bond_convolutions) bond_convolutions_.push_back(convolution(c, of_angles(bond_convolutions_), kAnglePart));
    for (const ChgnetGate& g : w.angle_updates) angle_updates_.emplace_back(g, p.norm_epsilon, of_angles(angle_updates_), kAnglePart);
    add_biases_of_long_bonds();
    for (std::size_t l = 0; l + 1 < w.readout.size(); ++l) {
      readout_.push_back(dense_of({w.readout[l].weight}, 0, kWidth, kWidth));
      readout_bias_.emplace_back(w.readout[l].bias.begin(), w.readout[l].bias.end());
    }
    last_.assign(w.readout.back().weight.values, w.readout.back().weight.values + kWidth);
    last_bias_ = w.readout.back().bias[0];
  }

  ChgnetOutputs run(std::span<const CrystalTables* const> tables, bool slopes) override {
    const FlushDenormals flush;
    ChgnetOutputs outputs;
    for (const CrystalTables* one : tables) run_one(*one, slopes, outputs, Tiles(nullptr));
    return outputs;
  }

  ChgnetOutputs run_wide(const CrystalTables& tables, bool slopes, ThreadPool& pool) override {
    const FlushDenormals flush;
    ChgnetOutputs outputs;
    run_one(tables, slopes, outputs, Tiles(&pool));
    return outputs;
  }

  std::size_t cost(const CrystalTables& t, bool) const override {
    const std::size_t layers = parameters_.layers;
    return sizeof(float) * (t.atomic_numbers.size() * kWidth * (2 * layers + 16) + t.lengths.size() * (kWidth * 12 + kBasis * 6) +
                            t.angles.size() * (kWidth * (layers + 4) + kBasis * 3));
  }

 private:
  Convolution convolution(const ChgnetConvolution& c, const Dense* embedding, std::size_t basis_part) const {
    return {DenseGate(c.message, parameters_.norm_epsilon, embedding, basis_part), dense_of({c.out.weight}, 0, kWidth, kWidth),
            {c.out.bias.begin(), c.out.bias.end()}, {}};
  }

  // The first layer alone finds angles as they were embedded.
  template <class Layers>
  const Dense* of_angles(const Layers& before) const { return before.empty() ? &angle_embedding_ : nullptr; }

  // A bond convolution's bias is added to every bond, and all that changes a long one.
  void add_biases_of_long_bonds() {
    std::vector<float> sum;
    for (std::size_t l = 0; l < bond_convolutions_.size(); ++l) {
      const std::vector<float>& bias = bond_convolutions_[l].bias;
      sum.resize(bias.size());
      for (std::size_t f = 0; f < bias.size(); ++f) sum[f] += bias[f];
      if (sum.empty()) continue;
      Convolution& next = atom_convolutions_[l + 1];
      next.long_bond.resize(kTwice);
      apply(next.message.parts[kBondPart], 1, sum.data(), next.long_bond.data());
    }
  }

  // Room for what every layer computes of its rows, where that is little; else, and for energies alone, for nothing.
  void make_room(const CrystalTables& t, bool slopes, Kept& k) const {
    k.atom_rows.resize(atom_convolutions_.size());
    k.bond_rows.resize(bond_convolutions_.size());
    k.angle_rows.resize(angle_updates_.size());
    const std::size_t tables_of_neighbors = 2 * k.atom_rows.size(), tables_of_angles = 2 * k.bond_rows.size() + k.angle_rows.size();
    const std::size_t floats = kTwice * (t.neighbors.size() * tables_of_neighbors + t.angles.size() * tables_of_angles);
    if (!slopes || floats * sizeof(float) > kKeptBytes) return;
    // Fresh pages for every crystal would cost as much as what is saved.
    static thread_local std::unique_ptr<float[]> block;
    static thread_local std::size_t size = 0;
    if (size < floats) {
      block = std::make_unique_for_overwrite<float[]>(floats);
      size = floats;
    }
    float* next = block.get();
    const auto room = [&next](std::size_t rows) { return std::exchange(next, next + rows * kTwice); };
    for (MessageRows& rows : k.atom_rows) rows = {room(t.neighbors.size()), room(t.neighbors.size())};
    for (MessageRows& rows : k.bond_rows) rows = {room(t.angles.size()), room(t.angles.size())};
    for (MessageRows& rows : k.angle_rows) rows.x = room(t.angles.size());
  }

  void run_one(const CrystalTables& t, bool slopes, ChgnetOutputs& outputs, const Tiles& tiles) const {
    Kept k = geometry(t, tiles);
    make_room(t, slopes, k);
    const bool compute_again = slopes && k.atom_rows[0].x == nullptr;
    Features f = embedded(t, k, tiles);
    const std::size_t layers = atom_convolutions_.size();
    for (std::size_t l = 0; l < layers; ++l) {
      if (l + 1 == layers) add_moments(f.atoms, outputs);
      if (compute_again) k.before.push_back(f);
      convolve_atoms(atom_convolutions_[l], t, k, f, k.atom_rows[l], tiles);
      if (t.angles.empty()) continue;
      if (l < bond_convolutions_.size()) convolve_bonds(bond_convolutions_[l], t, k, f, k.bond_rows[l], tiles);
      if (l < angle_updates_.size()) update_angles(angle_updates_[l], t, k, f, k.angle_rows[l], tiles);
    }
    Table slope_of_atoms;
    read_out(t, f.atoms, slopes, slope_of_atoms, outputs);
    if (compute_again) k.before.push_back(std::move(f));
    if (slopes) backward(t, k, std::move(slope_of_atoms), outputs, tiles);
  }

  Kept geometry(const CrystalTables& t, const Tiles& tiles) const {
    Kept k;
    const std::size_t shorts = t.short_bonds;
    const auto room = [](std::size_t rows) { return Table(rows * kBasis, 0.0f); };
    k.radial = room(t.lengths.size()), k.radial_slope = room(t.lengths.size());
    k.short_radial = room(shorts), k.short_slope = room(shorts);
    k.angular = room(t.angles.size()), k.angular_slope = room(t.angles.size());
    const int p = parameters_.cutoff_exponent;
    tiles.rows(t.lengths.size(), [&](std::size_t first, std::size_t rows) {
      for (std::size_t b = first; b < first + rows; ++b) {
        radial_basis(t.lengths[b], parameters_.bond_cutoff_angstrom, p, bond_frequencies_, row<kBasis>(k.radial, b), row<kBasis>(k.radial_slope, b));
      }
    });
    for (std::size_t s = 0; s < shorts; ++s)
      radial_basis(t.lengths[s], parameters_.angle_cutoff_angstrom, p, short_frequencies_, row<kBasis>(k.short_radial, s), row<kBasis>(k.short_slope, s));
    tiles.rows(t.angles.size(), [&](std::size_t first, std::size_t rows) {
      for (std::size_t a = first; a < first + rows; ++a) angular_basis(t.cosines[a], angle_frequencies_, row<kBasis>(k.angular, a), row<kBasis>(k.angular_slope, a));
    });
    k.atom_weight.resize(t.lengths.size() * kWidth);
    k.bond_weight.resize(shorts * kWidth);
    apply(atom_weight_, t.lengths.size(), k.radial.data(), k.atom_weight.data());
    apply(bond_weight_, shorts, k.short_radial.data(), k.bond_weight.data());
    return k;
  }

  Features embedded(const CrystalTables& t, const Kept& k, const Tiles& tiles) const {
    Features f{Table(t.atomic_numbers.size() * kWidth), Table(t.short_bonds * kWidth), Table(t.angles.size() * kWidth)};
    for (std::size_t i = 0; i < t.atomic_numbers.size(); ++i)
      std::copy_n(embedding_.data() + (t.atomic_numbers[i] - std::size_t{1}) * kWidth, kWidth, row<kWidth>(f.atoms, i));
    apply(bond_embedding_, t.short_bonds, k.radial.data(), f.bonds.data());
    tiles.rows(t.angles.size(), [&](std::size_t first, std::size_t rows) { apply(angle_embedding_, rows, row<kBasis>(k.angular, first), row<kWidth>(f.angles, first)); });
    return f;
  }

  void add_moments(const Table& atoms, ChgnetOutputs& outputs) const {
    for (std::size_t i = 0; i < atoms.size() / kWidth; ++i) {
      double sum = moment_bias_;
      for (std::size_t f = 0; f < kWidth; ++f) sum += double{row<kWidth>(atoms, i)[f]} * moment_[f];
      outputs.magnetic_moments.push_back(std::abs(sum));
    }
  }

  // Energies of atoms, and with slopes what each of their features adds to the energy of the cell.
  void read_out(const CrystalTables& t, const Table& atoms, bool slopes, Table& slope, ChgnetOutputs& outputs) const {
    const std::size_t n = t.atomic_numbers.size();
    std::vector<NormRow> norms;
    Table x = parameters_.norms ? normed(atoms, norms) : atoms;
    std::vector<Table> before;  // each SiLU
    for (std::size_t l = 0; l < readout_.size(); ++l) {
      Table y(n * kWidth);
      for (std::size_t i = 0; i < n; ++i) std::copy_n(readout_bias_[l].data(), kWidth, row<kWidth>(y, i));
      apply(readout_[l], n, x.data(), y.data(), true);
      before.push_back(y);
      for (float& value : y) value = value / (1 + std::exp(-value));
      x = std::move(y);
    }
    for (std::size_t i = 0; i < n; ++i) {
      double sum = last_bias_ + double{element_energy_[t.atomic_numbers[i] - std::size_t{1}]};
      for (std::size_t f = 0; f < kWidth; ++f) sum += double{row<kWidth>(x, i)[f]} * last_[f];
      outputs.site_energies.push_back(sum);
    }
    if (!slopes) return;
    slope.resize(n * kWidth);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t f = 0; f < kWidth; ++f) row<kWidth>(slope, i)[f] = last_[f] * static_cast<float>(t.atom_count[i]);
    }
    for (std::size_t l = readout_.size(); l-- > 0;) {
      for (std::size_t i = 0; i < slope.size(); ++i) {
        const float value = before[l][i], s = 1 / (1 + std::exp(-value));
        slope[i] *= s * (1 + value * (1 - s));
      }
      Table down(n * kWidth);
      apply_back(readout_[l], n, slope.data(), down.data(), false);
      slope = std::move(down);
    }
    if (parameters_.norms) norm_back(norms, slope);
  }

  // The layer norm before the readout, and what its way back needs.
  Table normed(const Table& atoms, std::vector<NormRow>& norms) const {
    Table x(atoms.size());
    norms.resize(atoms.size() / kWidth);
    for (std::size_t i = 0; i < norms.size(); ++i) {
      const float* v = row<kWidth>(atoms, i);
      double mean = 0, squares = 0;
      for (std::size_t f = 0; f < kWidth; ++f) mean += v[f] / double{kWidth};
      for (std::size_t f = 0; f < kWidth; ++f) squares += (v[f] - mean) * (v[f] - mean) / double{kWidth};
      norms[i].inverse = static_cast<float>(1 / std::sqrt(squares + parameters_.norm_epsilon));
      for (std::size_t f = 0; f < kWidth; ++f) {
        norms[i].normalized[f] = static_cast<float>((v[f] - mean) * norms[i].inverse);
        row<kWidth>(x, i)[f] = norms[i].normalized[f] * norm_scale_[f] + norm_shift_[f];
      }
    }
    return x;
  }

  void norm_back(const std::vector<NormRow>& norms, Table& slope) const {
    for (std::size_t i = 0; i < norms.size(); ++i) {
      float* d = row<kWidth>(slope, i);
      double mean = 0, along = 0;
      for (std::size_t f = 0; f < kWidth; ++f) {
        d[f] *= norm_scale_[f];
        mean += d[f] / double{kWidth};
        along += d[f] * double{norms[i].normalized[f]} / double{kWidth};
      }
      for (std::size_t f = 0; f < kWidth; ++f) d[f] = static_cast<float>((d[f] - mean - norms[i].normalized[f] * along) * norms[i].inverse);
    }
  }

  void backward(const CrystalTables& t, const Kept& k, Table&& of_atoms, ChgnetOutputs& outputs, const Tiles& tiles) const {
    Slopes d;
    d.atoms = std::move(of_atoms);
    d.bonds.assign(t.short_bonds * kWidth, 0);
    d.angles.assign(t.angles.size() * kWidth, 0);
    d.atom_weight.assign(t.lengths.size() * kWidth, 0);
    d.bond_weight.assign(t.short_bonds * kWidth, 0);
    d.radial.assign(t.lengths.size() * kBasis, 0);
    d.angular.assign(t.angles.size() * kBasis, 0);
    for (std::size_t l = atom_convolutions_.size(); l-- > 0;) {
      const Features *before = k.before.empty() ? nullptr : &k.before[l], *after = k.before.empty() ? nullptr : &k.before[l + 1];
      if (l < angle_updates_.size() && !t.angles.empty()) back_angles(angle_updates_[l], t, k, before, after, d, k.angle_rows[l], tiles);
      if (l < bond_convolutions_.size() && !t.angles.empty()) back_bonds(bond_convolutions_[l], t, k, before, after, d, k.bond_rows[l], tiles);
      back_atoms(atom_convolutions_[l], t, k, before, d, k.atom_rows[l], tiles);
    }
    add_geometry_slopes(t, k, d, outputs, tiles);
  }

  void add_geometry_slopes(const CrystalTables& t, const Kept& k, Slopes& d, ChgnetOutputs& outputs, const Tiles& tiles) const {
    const std::size_t bonds = t.lengths.size(), shorts = t.short_bonds, first = outputs.length_slopes.size();
    Table of_short(shorts * kBasis);
    apply_back(bond_embedding_, shorts, d.bonds.data(), d.radial.data(), true);
    apply_back(atom_weight_, bonds, d.atom_weight.data(), d.radial.data(), true);
    apply_back(bond_weight_, shorts, d.bond_weight.data(), of_short.data(), false);
    tiles.rows(t.angles.size(), [&](std::size_t begin, std::size_t rows) { apply_back(angle_embedding_, rows, row<kWidth>(d.angles, begin), row<kBasis>(d.angular, begin), true); });
    const auto along = [](const Table& of_basis, const Table& slope, std::size_t index) {
      double sum = 0;
      for (std::size_t f = 0; f < kBasis; ++f) sum += double{of_basis[index * kBasis + f]} * slope[index * kBasis + f];
      return sum;
    };
    for (std::size_t b = 0; b < bonds; ++b) outputs.length_slopes.push_back(along(d.radial, k.radial_slope, b));
    for (std::size_t s = 0; s < shorts; ++s) outputs.length_slopes[first + s] += along(of_short, k.short_slope, s);
    for (std::size_t a = 0; a < t.angles.size(); ++a) outputs.cosine_slopes.push_back(along(d.angular, k.angular_slope, a));
  }

  ChgnetParameters parameters_;
  std::vector<float> element_energy_, bond_frequencies_, short_frequencies_, angle_frequencies_, embedding_;
  Dense bond_embedding_, atom_weight_, bond_weight_, angle_embedding_;
  std::vector<Convolution> atom_convolutions_, bond_convolutions_;
  std::vector<DenseGate> angle_updates_;
  std::vector<float> moment_;
  float moment_bias_ = 0;
  std::vector<float> norm_scale_, norm_shift_;  // empty without norms
  std::vector<Dense> readout_;
  std::vector<std::vector<float>> readout_bias_;
  std::vector<float> last_;
  float last_bias_ = 0;
};

}  // namespace

bool fits_cpu_engine(const ChgnetParameters& p) {
  const bool readout = std::all_of(p.readout_hidden.begin(), p.readout_hidden.end(), [](std::size_t width) { return width == kWidth; });
  return p.width == kWidth && p.radial <= kBasis && p.angular <= kBasis && readout;
}

std::unique_ptr<ChgnetEngine> make_chgnet_cpu_engine(const ChgnetParameters& parameters, const ChgnetWeights& weights) {
  return std::make_unique<CpuEngine>(parameters, weights);
}

}  // namespace furui
