// The CHGNet forward pass by ATen operations, gradients by automatic differentiation; for CUDA, and as the reference.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <c10/util/Exception.h>
#include <torch/csrc/autograd/autograd.h>

#include <cmath>
#include <new>
#include <numbers>
#include <optional>
#include <string_view>
#include <utility>

#include "predict/chgnet_engine.h"  // for ChgnetEngine
#include "predict/gate_kernel.h"    // for FlushDenormals

namespace furui {
namespace {

// The largest that a cosine may be: acos has no derivative at 1 (chgnet 0.4.2).
constexpr double kCosineScale = 1 - 1e-6;

#include "predict/torch_rows.inc"

struct Linear {
  at::Tensor weight, bias;  // inputs × outputs; outputs, undefined without a bias
};

struct Norm {
  at::Tensor scale, shift;
};

// Core and gate side by side in the first layer, which is cut into the parts that its input is made of.
struct Gate {
  std::vector<at::Tensor> parts;  // w × 2w each
  at::Tensor bias;                // 2w
  std::optional<Linear> core, gate;
  std::optional<Norm> core_norm, gate_norm;
};

struct Convolution {
  Gate message;
  Linear out;
};

Linear linear(const ChgnetLinear& l, const at::TensorOptions& options) {
  return {matrix(l.weight, options), l.bias.empty() ? at::Tensor() : vector(l.bias, options)};
}

std::optional<Norm> norm(const std::optional<ChgnetNorm>& n, const at::TensorOptions& options) {
  if (!n) return std::nullopt;
  return Norm{vector(n->scale, options), vector(n->shift, options)};
}

Gate gate(const ChgnetGate& g, const at::TensorOptions& options) {
  Gate result;
  const std::size_t w = g.core[0].weight.rows;
  for (std::size_t begin = 0; begin < g.core[0].weight.columns; begin += w) {
    result.parts.push_back(at::cat({matrix(g.core[0].weight, begin, w, options), matrix(g.gate[0].weight, begin, w, options)}, 1));
  }
  result.bias = at::cat({vector(g.core[0].bias, options), vector(g.gate[0].bias, options)});
  if (g.core.size() > 1) {
    result.core = linear(g.core[1], options);
    result.gate = linear(g.gate[1], options);
  }
  result.core_norm = norm(g.core_norm, options);
  result.gate_norm = norm(g.gate_norm, options);
  return result;
}

// xⁿ by multiplications: at::pow rounds otherwise in the last elements of a tensor.
at::Tensor power(at::Tensor x, int n) {
  at::Tensor result;
  for (; n > 0; n /= 2, x = x * x) {
    if (n % 2 == 1) result = result.defined() ? result * x : x;
  }
  return result;
}

// The indices of one batch on the device, classes of all crystals one after the other.
struct Batch {
  std::int64_t atoms = 0;
  at::Tensor element, atom_count;                   // atom classes; members as doubles
  at::Tensor center, neighbor, bond, count;         // kinds of neighbours; count × 1
  at::Tensor short_bond;                            // short bond classes: their places among all
  at::Tensor angle_center, angle_one, angle_other, angle_count;  // angle classes: places among the short bonds; count × 1
  at::Tensor length, cosine;                        // bond classes × 1, angle classes × 1, double
  at::Tensor angled;                                // bond classes × 1: whether their crystal has angles, as doubles
};

Batch batch_of(std::span<const CrystalTables* const> tables, const at::Device& device) {
  std::vector<std::int64_t> element, center, neighbor, bond, short_bond, angle_center, angle_one, angle_other;
  std::vector<double> atom_count, count, angle_count, length, cosine, angled;
  for (const CrystalTables* of_crystal : tables) {
    const auto atoms = static_cast<std::int64_t>(element.size()), bonds = static_cast<std::int64_t>(length.size()),
               shorts = static_cast<std::int64_t>(short_bond.size());
    for (const std::uint8_t z : of_crystal->atomic_numbers) element.push_back(z - 1);
    atom_count.insert(atom_count.end(), of_crystal->atom_count.begin(), of_crystal->atom_count.end());
    for (const CrystalTables::Neighbor& n : of_crystal->neighbors) {
      center.push_back(atoms + n.center);
      neighbor.push_back(atoms + n.neighbor);
      bond.push_back(bonds + n.bond);
      count.push_back(n.count);
    }
    length.insert(length.end(), of_crystal->lengths.begin(), of_crystal->lengths.end());
    for (const CrystalTables::Angle& angle : of_crystal->angles) {
      angle_center.push_back(atoms + angle.center);
      angle_one.push_back(shorts + angle.one);
      angle_other.push_back(shorts + angle.other);
      angle_count.push_back(angle.count);
    }
    for (std::size_t b = 0; b < of_crystal->short_bonds; ++b) short_bond.push_back(bonds + static_cast<std::int64_t>(b));
    cosine.insert(cosine.end(), of_crystal->cosines.begin(), of_crystal->cosines.end());
    angled.resize(length.size(), of_crystal->angles.empty() ? 0 : 1);
  }
  const auto index = [&](std::vector<std::int64_t>& values) {
    return at::from_blob(values.data(), {static_cast<std::int64_t>(values.size())}, at::TensorOptions(at::kLong)).clone().to(device);
  };
  const auto column = [&](std::vector<double>& values) {
    return at::from_blob(values.data(), {static_cast<std::int64_t>(values.size()), 1}, at::TensorOptions(at::kDouble)).clone().to(device);
  };
  return {static_cast<std::int64_t>(element.size()), index(element), column(atom_count), index(center), index(neighbor), index(bond),
          column(count), index(short_bond), index(angle_center), index(angle_one), index(angle_other), column(angle_count),
          column(length), column(cosine), column(angled)};
}

class TorchEngine final : public ChgnetEngine {
 public:
  TorchEngine(const ChgnetParameters& p, const ChgnetWeights& w, const std::string& device, Precision precision)
      : parameters_(p), device_(device), options_(at::TensorOptions(precision == Precision::kDouble ? at::kDouble : at::kFloat).device(device_)) {
    const at::TensorOptions exact = at::TensorOptions(at::kDouble).device(device_);
    element_energy_ = vector(w.element_energy, exact);
    atom_embedding_ = matrix(w.atom_embedding, options_).t().contiguous();
    bond_frequencies_ = vector(w.bond_frequencies, exact);
    short_frequencies_ = vector(w.short_bond_frequencies, exact);
    angle_frequencies_ = vector(w.angle_frequencies, exact);
    bond_embedding_ = matrix(w.bond_embedding, options_);
    atom_message_weight_ = matrix(w.atom_message_weight, options_);
    bond_message_weight_ = matrix(w.bond_message_weight, options_);
    angle_embedding_ = matrix(w.angle_embedding, options_);
    for (const ChgnetConvolution& c : w.atom_convolutions) atom_convolutions_.push_back({gate(c.message, options_), linear(c.out, options_)});
    for (const ChgnetConvolution& c : w.bond_convolutions) bond_convolutions_.push_back({gate(c.message, options_), linear(c.out, options_)});
    for (const ChgnetGate& g : w.angle_updates) angle_updates_.push_back(gate(g, options_));
    moment_ = linear(w.moment, options_);
    moment_.weight = widened(moment_.weight);
    readout_norm_ = norm(w.readout_norm, options_);
    for (const ChgnetLinear& l : w.readout) readout_.push_back(linear(l, options_));
    readout_.back().weight = widened(readout_.back().weight);
  }

  ChgnetOutputs run(std::span<const CrystalTables* const> tables, bool slopes) override {
    if (tables.empty()) return {};
    return within_memory([&] { return compute(tables, slopes); });
  }

  std::size_t cost(const CrystalTables& tables, bool slopes) const override {
    // Rows of `width` that are alive at once: what a layer holds, and with slopes what each layer keeps.
    const std::size_t row = parameters_.width * (options_.dtype() == at::kDouble ? sizeof(double) : sizeof(float));
    const std::size_t of_neighbor = slopes ? 10 * parameters_.layers + 10 : 16;
    const std::size_t of_angle = slopes ? 10 * (parameters_.bond_convolutions() + parameters_.angle_updates()) + 20 : 20;
    return (tables.neighbors.size() * of_neighbor + tables.angles.size() * of_angle + tables.lengths.size() * 20 +
            tables.atomic_numbers.size() * 40) * row;
  }

 private:
  ChgnetOutputs compute(std::span<const CrystalTables* const> tables, bool slopes) const {
    if (device_.is_cpu()) at::set_num_threads(1);
    const FlushDenormals flush;
    std::optional<c10::InferenceMode> inference;
    if (!slopes) inference.emplace();
    Batch batch = batch_of(tables, device_);
    batch.length.set_requires_grad(slopes);
    batch.cosine.set_requires_grad(slopes);
    const auto [site_energy, moments] = forward(batch);
    ChgnetOutputs outputs;
    if (slopes) {
      const at::Tensor energy = (site_energy.unsqueeze(1) * batch.atom_count.to(site_energy.scalar_type())).sum();
      const auto found = torch::autograd::grad({energy}, {batch.length, batch.cosine});
      outputs.length_slopes = numbers(found[0]);
      outputs.cosine_slopes = numbers(found[1]);
    }
    const at::NoGradGuard plain;
    outputs.site_energies = numbers(site_energy.detach().to(at::kDouble) + rows(element_energy_, batch.element));
    outputs.magnetic_moments = numbers(moments);
    return outputs;
  }

  // Energy of an atom of each class without its element's own part, and its moment.
  std::pair<at::Tensor, at::Tensor> forward(const Batch& batch) const {
    const at::ScalarType precision = at::typeMetaToScalarType(options_.dtype());
    const at::Tensor radial = radial_basis(batch.length, bond_frequencies_, parameters_.bond_cutoff_angstrom).to(precision);
    const at::Tensor short_radial =
        radial_basis(rows(batch.length, batch.short_bond), short_frequencies_, parameters_.angle_cutoff_angstrom).to(precision);

    at::Tensor atom = rows(atom_embedding_, batch.element);
    at::Tensor bond = product(radial, bond_embedding_);
    at::Tensor angle = product(angular_basis(batch.cosine).to(precision), angle_embedding_);
    const at::Tensor atom_weight = rows(product(radial, atom_message_weight_), batch.bond) * batch.count.to(precision);
    const at::Tensor bond_weight = product(short_radial, bond_message_weight_);
    const at::Tensor angle_weight = rows(bond_weight, batch.angle_one) * rows(bond_weight, batch.angle_other) * batch.angle_count.to(precision);
    at::Tensor moments;
    for (std::size_t l = 0; l < atom_convolutions_.size(); ++l) {
      if (l + 1 == atom_convolutions_.size()) moments = (product(atom, moment_.weight).select(1, 0) + moment_.bias).abs();
      atom = convolved_atoms(atom_convolutions_[l], batch, atom, bond, atom_weight);
      if (l < bond_convolutions_.size()) bond = convolved_bonds(bond_convolutions_[l], batch, atom, bond, angle, angle_weight);
      if (l < angle_updates_.size()) angle = angle + gated(angle_updates_[l], angle_input(angle_updates_[l], batch, atom, bond, angle));
    }
    at::Tensor x = normed(readout_norm_, atom);
    for (std::size_t l = 0; l < readout_.size(); ++l) {
      if (l > 0) x = at::silu(x);
      x = product(x, readout_[l].weight).slice(1, 0, readout_[l].bias.size(0)) + readout_[l].bias;
    }
    return {x.squeeze(1), moments};
  }

  // Bessel functions of learned frequencies under a polynomial envelope: Gasteiger et al., ICLR 2020, eqs. 7 and 8.
  at::Tensor radial_basis(const at::Tensor& length, const at::Tensor& frequencies, double cutoff) const {
    const double p = parameters_.cutoff_exponent;
    const at::Tensor x = length / cutoff;
    const at::Tensor envelope = 1 + power(x, parameters_.cutoff_exponent) * (-(p + 1) * (p + 2) / 2 + x * (p * (p + 2) - x * (p * (p + 1) / 2)));
    return std::sqrt(2 / cutoff) * at::sin(x * frequencies) / length * at::where(x < 1, envelope, at::zeros_like(x));
  }

  // A Fourier series of learned frequencies in the angle: Deng et al. 2023, eq. 1.
  at::Tensor angular_basis(const at::Tensor& cosine) const {
    const at::Tensor phase = at::acos(cosine * kCosineScale) * angle_frequencies_;
    const at::Tensor constant = at::full_like(cosine, 1 / std::numbers::sqrt2);
    return at::cat({constant, at::sin(phase), at::cos(phase)}, 1) / std::sqrt(std::numbers::pi);
  }

  at::Tensor normed(const std::optional<Norm>& n, const at::Tensor& x) const {
    return n ? std::get<0>(at::native_layer_norm(x, {x.size(1)}, n->scale, n->shift, parameters_.norm_epsilon)) : x;
  }

  // What follows the first linear layer, whose result `x` holds core and gate side by side.
  at::Tensor gated(const Gate& g, const at::Tensor& x) const {
    const auto w = static_cast<std::int64_t>(parameters_.width);
    at::Tensor core, gate;
    if (g.core) {
      const at::Tensor hidden = at::silu(x);
      core = product(hidden.slice(1, 0, w), g.core->weight) + g.core->bias;
      gate = product(hidden.slice(1, w), g.gate->weight) + g.gate->bias;
    } else {
      core = x.slice(1, 0, w).contiguous();
      gate = x.slice(1, w).contiguous();
    }
    return at::silu(normed(g.core_norm, core)) * at::sigmoid(normed(g.gate_norm, gate));
  }

  at::Tensor convolved_atoms(const Convolution& c, const Batch& batch, const at::Tensor& atom, const at::Tensor& bond,
                             const at::Tensor& weight) const {
    const std::vector<at::Tensor>& parts = c.message.parts;
    const at::Tensor x = rows(product(atom, parts[0]) + c.message.bias, batch.center) + rows(product(bond, parts[1]), batch.bond) +
                         rows(product(atom, parts[2]), batch.neighbor);
    const at::Tensor changed = atom + product(summed(gated(c.message, x) * weight, batch.center, batch.atoms), c.out.weight);
    return c.out.bias.defined() ? changed + c.out.bias : changed;
  }

  // The first layer's sum for each angle: of its bond, its other bond, itself and its center.
  at::Tensor angle_input(const Gate& g, const Batch& batch, const at::Tensor& atom, const at::Tensor& bond, const at::Tensor& angle) const {
    const at::Tensor short_bond = rows(bond, batch.short_bond);
    return rows(product(short_bond, g.parts[0]), batch.angle_one) + rows(product(short_bond, g.parts[1]), batch.angle_other) +
           product(angle, g.parts[2]) + rows(product(atom, g.parts[3]) + g.bias, batch.angle_center);
  }

  at::Tensor convolved_bonds(const Convolution& c, const Batch& batch, const at::Tensor& atom, const at::Tensor& bond,
                             const at::Tensor& angle, const at::Tensor& weight) const {
    const at::Tensor message = gated(c.message, angle_input(c.message, batch, atom, bond, angle)) * weight;
    const at::Tensor change = product(summed(message, batch.angle_one, batch.short_bond.size(0)), c.out.weight);
    const at::Tensor changed = bond.index_add(0, batch.short_bond, change);
    // A crystal without angles has no bond convolution, and so not its bias either.
    return c.out.bias.defined() ? changed + batch.angled.to(changed.scalar_type()) * c.out.bias : changed;
  }

  ChgnetParameters parameters_;
  at::Device device_;
  at::TensorOptions options_;
  at::Tensor element_energy_, atom_embedding_, bond_frequencies_, short_frequencies_, angle_frequencies_;
  at::Tensor bond_embedding_, atom_message_weight_, bond_message_weight_, angle_embedding_;
  std::vector<Convolution> atom_convolutions_, bond_convolutions_;
  std::vector<Gate> angle_updates_;
  Linear moment_;
  std::optional<Norm> readout_norm_;
  std::vector<Linear> readout_;
};

}  // namespace

std::unique_ptr<ChgnetEngine> make_chgnet_torch_engine(const ChgnetParameters& parameters, const ChgnetWeights& weights,
                                                       const std::string& device, Precision precision) {
  return std::make_unique<TorchEngine>(parameters, weights, device, precision);
}

}  // namespace furui
