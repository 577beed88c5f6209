// Batches: every graph in one, in order, within the limit.
#include "predict/batch_cost.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

namespace furui {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(BatchSizes, keep_order_and_limit) {
  std::vector<MoleculeGraph> graphs(100);
  for (std::size_t i = 0; i < graphs.size(); ++i) graphs[i].atoms.resize(1 + i % 7);
  std::vector<const MoleculeGraph*> views;
  for (const MoleculeGraph& graph : graphs) views.push_back(&graph);
  const BatchCost cost{10, 20, 1};
  for (const std::size_t limit : {75u, 200u, 1000u, 100'000u}) {
    std::size_t at = 0;
    for (const std::size_t size : batch_sizes(views, cost, limit)) {
      std::size_t bytes = 0;
      for (std::size_t i = 0; i < size; ++i) bytes += cost.of(graphs[at++]);
      EXPECT_LE(bytes, limit);
    }
    EXPECT_EQ(at, graphs.size());
  }
}

TEST(BatchSizes, put_a_graph_over_the_limit_alone) {
  std::vector<MoleculeGraph> graphs(3);
  graphs[1].atoms.resize(50);
  const std::vector<const MoleculeGraph*> views{&graphs[0], &graphs[1], &graphs[2]};
  EXPECT_THAT(batch_sizes(views, {10, 0, 1}, 20), ElementsAre(1, 1, 1));
  EXPECT_THAT(batch_sizes({}, {10, 0, 1}, 20), IsEmpty());
}

}  // namespace
}  // namespace furui
