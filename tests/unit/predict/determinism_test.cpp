// No stranger changes your number: bitwise the same alone, in company, in any order, split or thread count.
#include <gtest/gtest.h>

#include <cstring>
#include <numeric>

#include "golden_cases.h"       // for cases, graphs, permuted
#include "predict/predictor.h"  // for Predictor

namespace furui {
namespace {

bool same_bits(const float* a, const float* b, std::size_t count) {
  return std::memcmp(a, b, count * sizeof(float)) == 0;
}

// Many molecules: the golden inputs, permuted copies of them, and pairs of them as salts.
std::vector<MoleculeGraph> crowd() {
  std::vector<MoleculeGraph> result = golden::graphs();
  const std::vector<MoleculeGraph> first = result;
  std::mt19937 random(5);
  for (int copy = 0; copy < 6; ++copy) {
    for (const MoleculeGraph& graph : first) {
      MoleculeGraph pair = graph;
      const MoleculeGraph& other = first[random() % first.size()];
      const auto shift = static_cast<std::uint16_t>(pair.atoms.size());
      pair.atoms.insert(pair.atoms.end(), other.atoms.begin(), other.atoms.end());
      for (Bond bond : other.bonds) {
        bond.begin = static_cast<std::uint16_t>(bond.begin + shift);
        bond.end = static_cast<std::uint16_t>(bond.end + shift);
        pair.bonds.push_back(bond);
      }
      result.push_back(golden::permuted(pair, random));
    }
  }
  return result;
}

class Determinism : public testing::TestWithParam<std::string> {
 protected:
  std::unique_ptr<Predictor> load(int threads, std::size_t memory_limit_bytes = 0) const {
    return Predictor::load(golden::folder() / GetParam(),
                           {.device = "cpu", .threads = threads, .memory_limit_bytes = memory_limit_bytes});
  }
  std::vector<MoleculeGraph> graphs_ = crowd();
};

TEST_P(Determinism, a_molecule_has_the_same_bits_alone_and_in_company) {
  const auto predictor = load(1);
  const Predictions together = predictor->predict(golden::views(graphs_));
  for (std::size_t i = 0; i < graphs_.size(); ++i) {
    const MoleculeGraph* one = &graphs_[i];
    const Predictions alone = predictor->predict({&one, 1});
    EXPECT_TRUE(same_bits(alone.value.data(), &together.value[i * together.columns], together.columns)) << i;
    if (!together.std.empty()) {
      EXPECT_TRUE(same_bits(alone.std.data(), &together.std[i * together.columns], together.columns)) << i;
    }
  }
}

TEST_P(Determinism, neither_order_nor_threads_nor_batch_splits_change_a_bit) {
  const Predictions reference = load(1)->predict(golden::views(graphs_));
  std::vector<std::size_t> order(graphs_.size());
  std::iota(order.begin(), order.end(), 0u);
  std::mt19937 random(11);
  for (const int threads : {1, 2, 5}) {
    for (const std::size_t limit : {std::size_t{0}, std::size_t{400'000}}) {
      std::shuffle(order.begin(), order.end(), random);
      std::vector<const MoleculeGraph*> shuffled;
      for (std::size_t i : order) shuffled.push_back(&graphs_[i]);
      const Predictions got = load(threads, limit)->predict(shuffled);
      for (std::size_t i = 0; i < order.size(); ++i) {
        EXPECT_TRUE(same_bits(&got.value[i * got.columns], &reference.value[order[i] * got.columns], got.columns))
            << order[i] << " with " << threads << " threads, limit " << limit;
      }
    }
  }
}

TEST_P(Determinism, permuting_atoms_and_bonds_changes_no_bit) {
  const auto predictor = load(1);
  const Predictions reference = predictor->predict(golden::views(graphs_));
  std::mt19937 random(3);
  std::vector<MoleculeGraph> permuted;
  for (const MoleculeGraph& graph : graphs_) permuted.push_back(golden::permuted(graph, random));
  const Predictions got = predictor->predict(golden::views(permuted));
  EXPECT_TRUE(same_bits(got.value.data(), reference.value.data(), reference.value.size()));
}

INSTANTIATE_TEST_SUITE_P(Dmpnn, Determinism, testing::ValuesIn(golden::cases()), [](const auto& test) {
  std::string name = test.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace furui
