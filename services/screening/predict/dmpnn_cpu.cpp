// The D-MPNN forward pass on CPU over distinct environments: gather, activate and multiply in one pass a row block.
//
// chemprop computes h_t = τ(h_0 + W_h·Σ h_{t−1}). By linearity W_h·Σ h = Σ W_h·h, so each distinct row of the
// radius before is multiplied once, and rows of this radius only gather and sum products. W_i·[V; E] is the sum of
// an atom's and a bond's table row. (Heid et al., J. Chem. Inf. Model. 2024, 64, 9, eqs. 1–5.)
#include <algorithm>
#include <cmath>
#include <utility>

#include "predict/dmpnn_engine.h"  // for DmpnnEngine
#include "predict/row_kernel.h"    // for multiply_rows, gather_rows

namespace furui {
namespace {

constexpr std::size_t kGatherBlock = 512;  // rows or molecules whose slice is gathered at a time

struct PackedLayer {
  PackedMatrix weight;
  std::vector<float> bias;  // padded
  std::span<const float> slopes;
};

struct PackedMember {
  PackedMatrix seed_atom, seed_bond, step, step_bond, final_atom, final_message;
  std::vector<float> seed_bias, step_bias, final_bias;  // padded, zeros where there is none
  std::vector<PackedLayer> ffn;
  DmpnnWeights views;
};

PackedMatrix packed(const MatrixView& m) { return {m.values, m.rows, m.columns, m.stride}; }

std::vector<float> padded(std::span<const float> values, std::size_t size) {
  std::vector<float> result(padded_columns(size), 0.0f);
  std::copy(values.begin(), values.end(), result.begin());
  return result;
}

PackedMember pack(const DmpnnWeights& w, std::size_t hidden) {
  PackedMember m{packed(w.seed_atom), packed(w.seed_bond), packed(w.step), packed(w.step_bond),
                 packed(w.final_atom), packed(w.final_message), padded(w.seed_bias, hidden),
                 padded(w.step_bias, hidden), padded(w.final_bias, hidden), {}, w};
  for (const DenseLayer& layer : w.ffn)
    m.ffn.push_back({packed(layer.weight), padded(layer.bias, layer.weight.rows), layer.slopes});
  return m;
}

class CpuEngine final : public DmpnnEngine {
 public:
  CpuEngine(const DmpnnParameters& parameters, std::vector<DmpnnWeights> members, ThreadPool& threads,
            StageClock* clock)
      : parameters_(parameters), width_(padded_columns(parameters.hidden)), threads_(threads), clock_(clock) {
    for (const DmpnnWeights& weights : members) members_.push_back(pack(weights, parameters.hidden));
    std::size_t widest = width_;
    for (const PackedLayer& layer : members_.front().ffn) widest = std::max(widest, layer.weight.outputs);
    for (int t = 0; t < threads.threads(); ++t) {
      scratch_.emplace_back(kRowBlock * widest);
      std::fill_n(scratch_.back().data(), scratch_.back().size(), 0.0f);
      scratch_.emplace_back(kRowBlock * widest);
      std::fill_n(scratch_.back().data(), scratch_.back().size(), 0.0f);
    }
  }

  void run(const Environments& environments, std::size_t member, std::span<float> raw) override {
    const PackedMember& m = members_[member];
    {
      const StageTimer timer(clock_, PredictStage::kMultiply);
      make_bases(environments, m);
      pass_messages(environments, m);
    }
    {
      const StageTimer timer(clock_, PredictStage::kGather);
      if (parameters_.aggregation == Aggregation::kAttentive) {
        attend(environments, m);
      } else {
        sum_molecules(environments, m);
      }
    }
    const StageTimer timer(clock_, PredictStage::kReadout);
    read_out(environments, m, raw);
  }

 private:
  bool relu() const { return parameters_.activation.kind == ActivationKind::kRelu; }

  // rows × width: X·Wᵀ + b for a small dense table.
  FloatBuffer dense(const std::vector<float>& x, std::size_t rows, const PackedMatrix& weight,
                    const std::vector<float>* bias) {
    FloatBuffer y(std::max<std::size_t>(1, rows * width_));
    if (rows == 0) return y;
    const std::size_t columns = x.size() / rows;
    std::vector<float> block(kRowBlock * columns);
    for (std::size_t begin = 0; begin < rows; begin += kRowBlock) {
      const std::size_t count = std::min(kRowBlock, rows - begin);
      std::copy_n(x.data() + begin * columns, count * columns, block.data());
      multiply_rows(block.data(), columns, count, weight, y.data() + begin * width_, width_);
    }
    for (std::size_t i = 0; bias != nullptr && i < rows * width_; ++i) y.data()[i] += (*bias)[i % width_];
    return y;
  }

  // Rows that do not depend on messages: radius 0 before activation, the base of later radii, the last step's base.
  void make_bases(const Environments& e, const PackedMember& m) {
    final_base_ = dense(e.atom_features, e.distinct_atoms(), m.final_atom, &m.final_bias);
    const FloatBuffer atom = dense(e.atom_features, e.distinct_atoms(), m.seed_atom, &m.seed_bias);
    const std::size_t seeds = e.seed_atom.size();
    seed_ = FloatBuffer(std::max<std::size_t>(1, seeds * width_));
    const auto sum = [this](float* to, const float* a, const float* b) {
      for (std::size_t c = 0; c < width_; ++c) to[c] = a[c] + b[c];
    };
    if (!parameters_.plan.atom_messages) {
      const FloatBuffer bond = dense(e.bond_features, e.distinct_bonds(), m.seed_bond, nullptr);
      base_ = FloatBuffer(std::max<std::size_t>(1, seeds * width_));
      for (std::size_t i = 0; i < seeds; ++i) {
        float* seed = seed_.data() + i * width_;
        sum(seed, atom.data() + e.seed_atom[i] * width_, bond.data() + e.seed_bond[i] * width_);
        sum(base_.data() + i * width_, seed, m.step_bias.data());
      }
      return;
    }
    for (std::size_t i = 0; i < seeds; ++i)
      std::copy_n(atom.data() + e.seed_atom[i] * width_, width_, seed_.data() + i * width_);
    const FloatBuffer bond = dense(e.bond_features, e.distinct_bonds(), m.step_bond, nullptr);
    base_ = FloatBuffer(std::max<std::size_t>(1, e.stars.atom.size() * width_));
    for (std::size_t i = 0; i < e.stars.atom.size(); ++i) {
      float* base = base_.data() + i * width_;
      sum(base, atom.data() + e.stars.atom[i] * width_, m.step_bias.data());
      for (std::uint32_t j = e.stars.offset[i]; j < e.stars.offset[i + 1]; ++j)
        sum(base, base, bond.data() + e.stars.bonds[j] * width_);
    }
  }

  void activate_rows(float* rows, std::size_t count, std::span<const float> slopes) const {
    for (std::size_t r = 0; r < count; ++r)
      activate(parameters_.activation, slopes, {rows + r * width_, parameters_.hidden});
  }

  // Fills `products_` with W·h of the deepest radius, W being W_o's message part; radii before it by W_h.
  void pass_messages(const Environments& e, const PackedMember& m) {
    const std::size_t last = e.levels.size();
    const std::size_t seeds = last == 0 ? e.seed_atom.size() : seed_rows(e);
    const PackedMatrix& first = last == 0 ? m.final_message : m.step;
    products_.reshape(seeds, parameters_.hidden);
    for_blocks(seeds, [&](std::size_t begin, std::size_t count, float* block) {
      std::copy_n(seed_.data() + begin * width_, count * width_, block);
      activate_rows(block, count, m.views.slopes);
      store_products(block, begin, count, first);
    });
    for (std::size_t l = 0; l < last; ++l) {
      const EnvironmentLevel& level = e.levels[l];
      std::swap(products_, previous_);
      products_.reshape(level.size(), parameters_.hidden);
      const PackedMatrix& weight = l + 1 == last ? m.final_message : m.step;
      const float scale = parameters_.plan.undirected ? 0.5f : 1.0f;
      for_blocks(level.size(), [&](std::size_t begin, std::size_t count, float* block) {
        for (std::size_t s = 0; s < previous_.slices(); ++s) {
          gather_rows(count, level.base.data() + begin, base_.data() + s * kSliceColumns, width_,
                      level.offset.data() + begin, level.incoming.data(), previous_.slice(s),
                      previous_.slice_width(s), scale, relu(), block + s * kSliceColumns, width_);
        }
        if (!relu()) activate_rows(block, count, m.views.slopes);
        store_products(block, begin, count, weight);
      });
    }
  }

  // Only seeds that the first radius sums need a product; the others are bases only and come after them.
  static std::size_t seed_rows(const Environments& e) {
    std::uint32_t most = 0;
    for (std::uint32_t row : e.levels.front().incoming) most = std::max(most, row + 1);
    return most;
  }

  void store_products(float* block, std::size_t begin, std::size_t count, const PackedMatrix& weight) {
    // Rows past the last take part in the last group's zero test only; zeros keep that short.
    std::fill_n(block + count * width_, (kRowGroup - count % kRowGroup) % kRowGroup * width_, 0.0f);
    multiply_rows(block, width_, count, weight, products_, begin);
  }

  template <typename Run>
  void for_blocks(std::size_t rows, Run run) {
    threads_.for_each((rows + kRowBlock - 1) / kRowBlock, [&](std::size_t block, int thread) {
      const std::size_t begin = block * kRowBlock;
      run(begin, std::min(kRowBlock, rows - begin), scratch_[2 * static_cast<std::size_t>(thread)].data());
    });
  }

  // τ(W_o·[V; M]) of distinct atoms, one slice of columns.
  void gather_atoms(const Environments& e, const PackedMember& m, std::size_t s, float* out) {
    const std::size_t width = products_.slice_width(s);
    threads_.for_each((e.atoms.size() + kGatherBlock - 1) / kGatherBlock, [&](std::size_t block, int) {
      const std::size_t begin = block * kGatherBlock, count = std::min(kGatherBlock, e.atoms.size() - begin);
      gather_rows(count, e.atoms.base.data() + begin, final_base_.data() + s * kSliceColumns, width_,
                  e.atoms.offset.data() + begin, e.atoms.incoming.data(), products_.slice(s), width, 1, relu(),
                  out + begin * width, width);
      if (relu()) return;
      const std::size_t first = s * kSliceColumns;
      const std::size_t real = std::min(width, parameters_.hidden - first);
      std::span<const float> slopes = m.views.slopes;
      if (slopes.size() > 1) slopes = slopes.subspan(first, real);
      for (std::size_t r = begin; r < begin + count; ++r) activate(parameters_.activation, slopes, {out + r * width, real});
    });
  }

  void sum_molecules(const Environments& e, const PackedMember& m) {
    fingerprint_.reserve(std::max<std::size_t>(1, e.molecules * width_));
    atom_rows_.reshape(e.atoms.size(), std::min(width_, kSliceColumns));
    const float scale =
        parameters_.aggregation == Aggregation::kNorm ? 1.0f / parameters_.aggregation_norm : 1.0f;
    for (std::size_t s = 0; s < products_.slices(); ++s) {
      const std::size_t width = products_.slice_width(s);
      gather_atoms(e, m, s, atom_rows_.slice(0));
      threads_.for_each((e.molecules + kGatherBlock - 1) / kGatherBlock, [&](std::size_t block, int) {
        const std::size_t begin = block * kGatherBlock, count = std::min(kGatherBlock, e.molecules - begin);
        float* out = fingerprint_.data() + begin * width_ + s * kSliceColumns;
        gather_rows(count, nullptr, nullptr, 0, e.molecule_offset.data() + begin, e.molecule_atoms.data(),
                    atom_rows_.slice(0), width, scale, false, out, width_);
        if (parameters_.aggregation != Aggregation::kMean) return;
        for (std::size_t i = 0; i < count; ++i) {
          const auto atoms = static_cast<float>(e.molecule_offset[begin + i + 1] - e.molecule_offset[begin + i]);
          for (std::size_t c = 0; c < width; ++c) out[i * width_ + c] /= atoms;
        }
      });
    }
  }

  // Attentive aggregation: weights exp(w·h + b), normalized in each molecule.
  void attend(const Environments& e, const PackedMember& m) {
    fingerprint_.reserve(std::max<std::size_t>(1, e.molecules * width_));
    atom_rows_.reshape(e.atoms.size(), parameters_.hidden);
    for (std::size_t s = 0; s < products_.slices(); ++s) gather_atoms(e, m, s, atom_rows_.slice(s));
    std::vector<float> weight(e.atoms.size(), m.views.attention_bias);
    for (std::size_t s = 0; s < atom_rows_.slices(); ++s) {
      const std::size_t width = atom_rows_.slice_width(s), first = s * kSliceColumns;
      const std::size_t real = std::min(width, parameters_.hidden - first);
      for (std::size_t a = 0; a < weight.size(); ++a) {
        for (std::size_t c = 0; c < real; ++c)
          weight[a] += m.views.attention[first + c] * atom_rows_.slice(s)[a * width + c];
      }
    }
    for (float& logit : weight) logit = std::exp(logit);
    threads_.for_each((e.molecules + kGatherBlock - 1) / kGatherBlock, [&](std::size_t block, int) {
      const std::size_t end = std::min(e.molecules, (block + 1) * kGatherBlock);
      for (std::size_t i = block * kGatherBlock; i < end; ++i) attend_molecule(e, i, weight);
    });
  }

  void attend_molecule(const Environments& e, std::size_t i, const std::vector<float>& weight) {
    float total = 0;
    for (std::uint32_t j = e.molecule_offset[i]; j < e.molecule_offset[i + 1]; ++j) total += weight[e.molecule_atoms[j]];
    float* out = fingerprint_.data() + i * width_;
    std::fill_n(out, width_, 0.0f);
    for (std::uint32_t j = e.molecule_offset[i]; j < e.molecule_offset[i + 1]; ++j) {
      const std::uint32_t row = e.molecule_atoms[j];
      const float share = weight[row] / total;
      for (std::size_t s = 0; s < atom_rows_.slices(); ++s) {
        const std::size_t width = atom_rows_.slice_width(s);
        for (std::size_t c = 0; c < width; ++c)
          out[s * kSliceColumns + c] += share * atom_rows_.slice(s)[row * width + c];
      }
    }
  }

  // Batch norm and the predictor's layers, a block of molecules at a time.
  void read_out(const Environments& e, const PackedMember& m, std::span<float> raw) {
    const std::size_t outputs = m.views.outputs();
    threads_.for_each((e.molecules + kRowBlock - 1) / kRowBlock, [&](std::size_t block, int thread) {
      const std::size_t begin = block * kRowBlock, count = std::min(kRowBlock, e.molecules - begin);
      float* x = scratch_[2 * static_cast<std::size_t>(thread)].data();
      float* y = scratch_[2 * static_cast<std::size_t>(thread) + 1].data();
      std::size_t stride = width_;
      std::copy_n(fingerprint_.data() + begin * width_, count * width_, x);
      for (std::size_t r = 0; r < count && !m.views.norm_scale.empty(); ++r) {
        for (std::size_t c = 0; c < parameters_.hidden; ++c)
          x[r * stride + c] = x[r * stride + c] * m.views.norm_scale[c] + m.views.norm_shift[c];
      }
      for (std::size_t l = 0; l < m.ffn.size(); ++l) {
        const PackedLayer& layer = m.ffn[l];
        for (std::size_t r = 0; r < count && l > 0; ++r)
          activate(parameters_.ffn_activation, layer.slopes, {x + r * stride, layer.weight.inputs});
        const std::size_t next = layer.weight.outputs;
        std::fill_n(x + count * stride, (kRowGroup - count % kRowGroup) % kRowGroup * stride, 0.0f);
        multiply_rows(x, stride, count, layer.weight, y, next);
        for (std::size_t r = 0; r < count; ++r) {
          for (std::size_t c = 0; c < next; ++c) y[r * next + c] += layer.bias[c];
        }
        std::swap(x, y);
        stride = next;
      }
      for (std::size_t r = 0; r < count; ++r)
        std::copy_n(x + r * stride, outputs, raw.data() + (begin + r) * outputs);
    });
  }

  DmpnnParameters parameters_;
  std::size_t width_;  // hidden, padded
  ThreadPool& threads_;
  StageClock* clock_;
  std::vector<PackedMember> members_;
  std::vector<FloatBuffer> scratch_;  // two blocks a thread
  FloatBuffer seed_, base_, final_base_, fingerprint_;
  SlicedTable previous_, products_, atom_rows_;
};

}  // namespace

std::unique_ptr<DmpnnEngine> make_cpu_engine(const DmpnnParameters& parameters, std::vector<DmpnnWeights> members,
                                             ThreadPool& threads, StageClock* clock) {
  return std::make_unique<CpuEngine>(parameters, std::move(members), threads, clock);
}

}  // namespace furui
