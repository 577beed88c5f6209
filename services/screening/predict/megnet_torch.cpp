// The MEGNet forward pass by ATen operations; on CPU products and softplus by loops of our own.
//
// Chen et al., Chem. Mater. 2019, 31, 3564: eqs. 3 to 9 are a block's updates, from bonds to atoms to the state. The
// published weights are used as their package uses them: the last layer of an update has no activation, and the
// readout's cell starts from zero at every step, so that its forget gate has no effect.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <c10/util/Exception.h>

#include <algorithm>
#include <limits>
#include <new>
#include <string_view>
#include <utility>

#include "predict/gate_kernel.h"    // for FlushDenormals, multiply_dense, shifted_softplus
#include "predict/megnet_engine.h"  // for MegnetEngine

namespace furui {
namespace {

#include "predict/torch_rows.inc"

constexpr std::int64_t kDenseColumns = 32;  // what multiply_dense takes is a multiple of

struct Linear {
  at::Tensor weight, bias;  // inputs × outputs; outputs
};
using Layers = std::vector<Linear>;

// The first layer of an update, cut into the parts that its input is made of, and the layers after it.
struct Update {
  std::vector<at::Tensor> parts;
  at::Tensor bias;
  Layers rest;
};

struct Block {
  Layers atom_before, bond_before, state_before;
  Update bond, atom, state;
};

struct Readout {
  Linear memory, gates;
};

Linear linear(const MegnetLinear& l, const at::TensorOptions& options) { return {widened(matrix(l.weight, options)), vector(l.bias, options)}; }

Layers layers(const MegnetLayers& l, const at::TensorOptions& options) {
  Layers result;
  for (const MegnetLinear& one : l) result.push_back(linear(one, options));
  return result;
}

Update update(const MegnetLayers& l, std::size_t width, const at::TensorOptions& options) {
  Update result;
  for (std::size_t begin = 0; begin < l[0].weight.columns; begin += width) result.parts.push_back(matrix(l[0].weight, begin, width, options));
  result.bias = vector(l[0].bias, options);
  result.rest = layers({l.begin() + 1, l.end()}, options);
  return result;
}

// log((e^x + 1)/2), in place.
at::Tensor softplused(at::Tensor x) {
  if (!x.is_cpu()) return x.abs().neg_().exp_().mul_(0.5).add_(0.5).log_().add_(x.relu_());
  x = x.contiguous();
  shifted_softplus(static_cast<std::size_t>(x.numel()), x.mutable_data_ptr<float>());
  return x;
}

// x·w + b (nothing where b is undefined). On CPU each row by the same operations wherever it stands.
at::Tensor multiplied(const at::Tensor& x, const at::Tensor& w, const at::Tensor& b = {}) {
  if (!x.is_cpu() || w.size(1) % kDenseColumns != 0) return b.defined() ? product(x, w).add_(b) : product(x, w);
  const at::Tensor from = x.contiguous();
  const at::Tensor to = b.defined() ? b.expand({x.size(0), w.size(1)}).clone(at::MemoryFormat::Contiguous) : at::empty({x.size(0), w.size(1)}, x.options());
  const auto inputs = static_cast<std::size_t>(w.size(0)), outputs = static_cast<std::size_t>(w.size(1));
  multiply_dense(static_cast<std::size_t>(x.size(0)), inputs, outputs, from.const_data_ptr<float>(), inputs, w.const_data_ptr<float>(),
                 to.mutable_data_ptr<float>(), outputs, b.defined());
  return to;
}

at::Tensor applied(const Linear& l, const at::Tensor& x) { return multiplied(x, l.weight, l.bias); }

at::Tensor with_softplus(const Layers& layers, at::Tensor x) {
  for (const Linear& l : layers) x = softplused(applied(l, x));
  return x;
}

// What follows an update's first layer, whose sums are `x`.
at::Tensor finished(const Update& u, at::Tensor x) {
  for (const Linear& l : u.rest) x = applied(l, softplused(std::move(x)));
  return x;
}

// The indices and weights of one batch on the device, classes of all crystals one after the other.
struct Batch {
  std::int64_t graphs = 0;
  at::Tensor element, share, site;                     // who takes atom classes: one row each, share n × 1; a row a class, and no share or site, where all are whole
  at::Tensor atom_graph, atom_count;                   // atom classes
  at::Tensor center, neighbor, bond, bond_graph, bond_count;  // kinds of neighbours
  at::Tensor length;                                   // bond classes × 1, double
  at::Tensor in_atom_mean;                             // kinds of neighbours × 1: weight in the mean over an atom's bonds
  at::Tensor atom_in_graph, bonds_in_graph;            // atom classes × 1: weights in the means over a crystal
};

Batch batch_of(std::span<const CrystalTables* const> tables, const at::Device& device) {
  std::vector<std::int64_t> element, site, atom_graph, center, neighbor, bond, bond_graph;
  std::vector<double> share, atom_count, bond_count, length, in_atom_mean, atom_in_graph, bonds_in_graph;
  for (std::size_t g = 0; g < tables.size(); ++g) {
    const CrystalTables& t = *tables[g];
    const auto graph = static_cast<std::int64_t>(g), atoms = static_cast<std::int64_t>(atom_graph.size()), bonds = static_cast<std::int64_t>(length.size());
    std::vector<double> around(t.atom_count.size(), 0);  // an atom's bonds
    for (const CrystalTables::Neighbor& n : t.neighbors) around[n.center] += n.count;
    double all = 0;
    for (std::size_t c = 0; c < around.size(); ++c) all += around[c] * t.atom_count[c];
    for (std::size_t c = 0; c < around.size(); ++c) {
      for (const auto& [z, occupancy] : t.occupants(c)) {
        element.push_back(z);
        share.push_back(occupancy);
        site.push_back(static_cast<std::int64_t>(atom_graph.size()));
      }
      atom_graph.push_back(graph);
      atom_count.push_back(t.atom_count[c]);
      atom_in_graph.push_back(t.atom_count[c] / static_cast<double>(t.sites()));
      bonds_in_graph.push_back(around[c] * t.atom_count[c] / all);
    }
    for (const CrystalTables::Neighbor& n : t.neighbors) {
      center.push_back(atoms + n.center);
      neighbor.push_back(atoms + n.neighbor);
      bond.push_back(bonds + n.bond);
      bond_graph.push_back(graph);
      bond_count.push_back(static_cast<double>(t.atom_count[n.center]) * n.count);
      in_atom_mean.push_back(n.count / around[n.center]);
    }
    length.insert(length.end(), t.lengths.begin(), t.lengths.end());
  }
  const auto index = [&](std::vector<std::int64_t>& values) {
    return at::from_blob(values.data(), {static_cast<std::int64_t>(values.size())}, at::TensorOptions(at::kLong)).clone().to(device);
  };
  const auto column = [&](std::vector<double>& values, at::ScalarType type) {
    return at::from_blob(values.data(), {static_cast<std::int64_t>(values.size()), 1}, at::TensorOptions(at::kDouble)).to(type).clone().to(device);
  };
  const bool whole = std::all_of(tables.begin(), tables.end(), [](const CrystalTables* t) { return t->mixtures.empty(); });
  return {static_cast<std::int64_t>(tables.size()), index(element), whole ? at::Tensor() : column(share, at::kFloat), whole ? at::Tensor() : index(site), index(atom_graph), column(atom_count, at::kFloat), index(center),
          index(neighbor), index(bond), index(bond_graph), column(bond_count, at::kFloat), column(length, at::kDouble),
          column(in_atom_mean, at::kFloat), column(atom_in_graph, at::kFloat), column(bonds_in_graph, at::kFloat)};
}

class TorchEngine final : public MegnetEngine {
 public:
  TorchEngine(const MegnetParameters& p, const MegnetWeights& w, const std::string& device)
      : parameters_(p), device_(device), options_(at::TensorOptions(at::kFloat).device(device_)) {
    atom_embedding_ = matrix(w.atom_embedding, options_).t().contiguous();
    states_ = p.states == 0 ? at::zeros({1, static_cast<std::int64_t>(p.state_width)}, options_) : matrix(w.state_embedding, options_).t().contiguous();
    centers_ = at::linspace(0, p.last_center_angstrom, static_cast<std::int64_t>(p.centers), at::TensorOptions(at::kDouble)).to(device_);
    for (const MegnetBlock& b : w.blocks) {
      blocks_.push_back({layers(b.atom_before, options_), layers(b.bond_before, options_), layers(b.state_before, options_),
                         update(b.bond_update, p.width, options_), update(b.atom_update, p.width, options_), update(b.state_update, p.width, options_)});
    }
    atom_readout_ = {linear(w.atom_readout.memory, options_), linear(w.atom_readout.gates, options_)};
    bond_readout_ = {linear(w.bond_readout.memory, options_), linear(w.bond_readout.gates, options_)};
    readout_ = layers(w.readout, options_);
    ones_ = at::ones({static_cast<std::int64_t>(p.readout_width), kFew}, options_);
  }

  std::vector<double> run(std::span<const CrystalTables* const> tables) const override {
    if (tables.empty()) return {};
    return within_memory([&] {
      if (device_.is_cpu()) at::set_num_threads(1);
      const FlushDenormals flush;
      const c10::InferenceMode inference;
      const Batch batch = batch_of(tables, device_);
      // What no state has a part in, once.
      const at::Tensor atom = with_softplus(blocks_[0].atom_before, atom_vectors(batch));
      const at::Tensor bond = with_softplus(blocks_[0].bond_before, gaussians(batch.length));
      std::vector<at::Tensor> outputs;
      for (std::int64_t s = 0; s < states_.size(0); ++s) outputs.push_back(output(batch, atom, bond, states_.slice(0, s, s + 1)));
      return numbers(at::stack(outputs, 1).to(at::kDouble) * parameters_.deviation + parameters_.mean);
    });
  }

 private:
  // Of a shared site the sum of its elements' vectors by their occupancies.
  at::Tensor atom_vectors(const Batch& batch) const {
    const at::Tensor vectors = rows(atom_embedding_, batch.element);
    return batch.site.defined() ? summed(vectors * batch.share, batch.site, batch.atom_graph.size(0)) : vectors;
  }

  at::Tensor gaussians(const at::Tensor& length) const {
    const at::Tensor off = (length - centers_) / parameters_.gaussian_width_angstrom;
    return off.square().neg_().exp_().to(at::kFloat);
  }

  // One number a crystal for one state. atom: classes; bond: classes without direction.
  at::Tensor output(const Batch& batch, at::Tensor atom, at::Tensor bond, const at::Tensor& state_vector) const {
    at::Tensor state = rows(with_softplus(blocks_[0].state_before, state_vector), at::zeros({batch.graphs}, batch.element.options()));
    for (std::size_t b = 0; b < blocks_.size(); ++b) {
      const Block& block = blocks_[b];
      const at::Tensor v = b == 0 ? atom : with_softplus(block.atom_before, atom);
      const at::Tensor u = b == 0 ? state : with_softplus(block.state_before, state);
      const at::Tensor of_bond = b == 0 ? rows(multiplied(bond, block.bond.parts[2]), batch.bond)
                                        : multiplied(with_softplus(block.bond_before, bond), block.bond.parts[2]);
      if (b == 0) bond = rows(bond, batch.bond);  // from here on each direction has its own
      const at::Tensor new_bond = finished(block.bond, bond_input(block.bond, batch, v, u).add_(of_bond));
      const at::Tensor around = summed(new_bond * batch.in_atom_mean, batch.center, atom.size(0));
      const at::Tensor new_atom = finished(block.atom, atom_input(block.atom, batch, around, v, u));
      const at::Tensor mean_bond = summed(around * batch.bonds_in_graph, batch.atom_graph, batch.graphs);
      const at::Tensor mean_atom = summed(new_atom * batch.atom_in_graph, batch.atom_graph, batch.graphs);
      const std::vector<at::Tensor>& parts = block.state.parts;
      const at::Tensor new_state = finished(block.state, multiplied(mean_bond, parts[0]) + multiplied(mean_atom, parts[1]) + multiplied(u, parts[2]) + block.state.bias);
      atom = atom + new_atom;
      bond = bond.add_(new_bond);
      state = state + new_state;
    }
    at::Tensor x = at::cat({set_to_set(atom_readout_, atom, batch.atom_count, batch.atom_graph, batch.graphs),
                            set_to_set(bond_readout_, bond, batch.bond_count, batch.bond_graph, batch.graphs), state}, 1);
    for (std::size_t l = 0; l + 1 < readout_.size(); ++l) x = softplused(applied(readout_[l], x));
    return multiplied(x, readout_.back().weight).select(1, 0) + readout_.back().bias;
  }

  // The first layer's sum over center, neighbour and state.
  at::Tensor bond_input(const Update& u, const Batch& batch, const at::Tensor& atom, const at::Tensor& state) const {
    const at::Tensor of_center = multiplied(atom, u.parts[0]) + rows(multiplied(state, u.parts[3]) + u.bias, batch.atom_graph);
    return rows(of_center, batch.center).add_(rows(multiplied(atom, u.parts[1]), batch.neighbor));
  }

  at::Tensor atom_input(const Update& u, const Batch& batch, const at::Tensor& around, const at::Tensor& atom, const at::Tensor& state) const {
    return multiplied(around, u.parts[0]) + multiplied(atom, u.parts[1]) + rows(multiplied(state, u.parts[2]) + u.bias, batch.atom_graph);
  }

  // Vinyals et al., ICLR 2016, eqs. 3 to 7; x: members of one crystal's set in classes of `count`. graphs × 2r.
  at::Tensor set_to_set(const Readout& readout, const at::Tensor& x, const at::Tensor& count, const at::Tensor& graph, std::int64_t graphs) const {
    const auto r = static_cast<std::int64_t>(parameters_.readout_width);
    const at::Tensor memory = applied(readout.memory, x);
    at::Tensor query_and_read = at::zeros({graphs, 2 * r}, options_);
    for (std::size_t step = 0; step < parameters_.readout_steps; ++step) {
      const at::Tensor z = applied(readout.gates, query_and_read);
      const at::Tensor cell = gate(z.slice(1, 0, r)) * at::tanh(z.slice(1, 2 * r, 3 * r));
      const at::Tensor query = gate(z.slice(1, 3 * r)) * at::tanh(cell);
      const at::Tensor match = multiplied(memory * rows(query, graph), ones_).select(1, 0).contiguous();
      const at::Tensor best = at::full({graphs}, -std::numeric_limits<float>::infinity(), options_).scatter_reduce(0, graph, match, "amax");
      const at::Tensor attention = (match - rows(best, graph)).exp_().unsqueeze(1) * count;
      query_and_read = at::cat({query, summed(memory * attention, graph, graphs) / summed(attention, graph, graphs)}, 1);
    }
    return query_and_read;
  }

  // Keras' hard sigmoid.
  static at::Tensor gate(const at::Tensor& x) { return at::clamp(x * 0.2 + 0.5, 0, 1); }

  MegnetParameters parameters_;
  at::Device device_;
  at::TensorOptions options_;
  at::Tensor atom_embedding_, states_, centers_, ones_;
  std::vector<Block> blocks_;
  Readout atom_readout_, bond_readout_;
  Layers readout_;
};

}  // namespace

std::size_t megnet_cost(const MegnetParameters& p, const CrystalTables& tables) {
  // Floats that are alive at once: of a kind of neighbour some five hidden rows, of a bond class its Gaussians in double.
  const std::size_t of_neighbor = 5 * p.hidden + 3 * p.width, of_bond = 5 * p.centers + p.hidden, of_atom = 8 * p.hidden;
  return (tables.neighbors.size() * of_neighbor + tables.lengths.size() * of_bond + tables.atomic_numbers.size() * of_atom) * sizeof(float);
}

std::unique_ptr<MegnetEngine> make_megnet_torch_engine(const MegnetParameters& parameters, const MegnetWeights& weights, const std::string& device) {
  return std::make_unique<TorchEngine>(parameters, weights, device);
}

}  // namespace furui
