// The inner loops: right, and each row's bits its own.
#include "predict/row_kernel.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>

namespace furui {
namespace {

std::vector<float> random_values(std::size_t count, double share_of_zeros, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  std::vector<float> values(count);
  for (float& value : values) value = static_cast<double>(random() % 1000) < 1000 * share_of_zeros ? 0 : normal(random);
  return values;
}

class MultiplyRows : public testing::TestWithParam<std::size_t> {};

TEST_P(MultiplyRows, is_the_product_for_every_row_count_and_each_row_has_the_bits_it_has_alone) {
  const std::size_t inputs = 300, outputs = GetParam(), padded = padded_columns(outputs);
  const auto weight = random_values(inputs * outputs, 0, 1);
  const PackedMatrix packed(weight.data(), outputs, inputs, inputs);
  const auto x = random_values(kRowBlock * inputs, 0.6, 2);
  std::vector<float> all(kRowBlock * padded);
  multiply_rows(x.data(), inputs, kRowBlock, packed, all.data(), padded);
  for (std::size_t r = 0; r < kRowBlock; ++r) {
    for (std::size_t n = 0; n < outputs; ++n) {
      double exact = 0, size = 0;
      for (std::size_t k = 0; k < inputs; ++k) {
        exact += double{x[r * inputs + k]} * weight[n * inputs + k];
        size += std::abs(double{x[r * inputs + k]} * weight[n * inputs + k]);
      }
      ASSERT_NEAR(all[r * padded + n], exact, 1e-5 * size);
    }
  }
  for (std::size_t rows = 1; rows < kRowBlock; ++rows) {
    // The last rows, so that each row stands elsewhere than before.
    const std::size_t first = kRowBlock - rows;
    std::vector<float> part(x.begin() + static_cast<std::ptrdiff_t>(first * inputs), x.end());
    part.resize((rows + kRowGroup) * inputs);
    std::vector<float> y(rows * padded);
    multiply_rows(part.data(), inputs, rows, packed, y.data(), padded);
    ASSERT_EQ(std::memcmp(y.data(), &all[first * padded], y.size() * sizeof(float)), 0) << rows << " rows";
  }
}

TEST_P(MultiplyRows, writes_the_same_into_a_sliced_table) {
  const std::size_t inputs = 40, outputs = GetParam(), padded = padded_columns(outputs), rows = 7;
  const auto weight = random_values(inputs * outputs, 0, 3);
  const PackedMatrix packed(weight.data(), outputs, inputs, inputs);
  const auto x = random_values((rows + kRowGroup) * inputs, 0.5, 4);
  std::vector<float> y(rows * padded);
  multiply_rows(x.data(), inputs, rows, packed, y.data(), padded);
  SlicedTable table;
  table.reshape(3 + rows, outputs);
  multiply_rows(x.data(), inputs, rows, packed, table, 3);
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < padded; ++c) {
      const std::size_t slice = c / kSliceColumns;
      ASSERT_EQ(table.slice(slice)[(3 + r) * table.slice_width(slice) + c % kSliceColumns], y[r * padded + c]);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Outputs, MultiplyRows, testing::Values(1, 10, 16, 31, 64, 65, 70, 128, 300));

TEST(MultiplyRows, is_not_led_astray_by_a_neighbour_that_is_not_finite) {
  const std::size_t inputs = 8, rows = 4;
  const auto weight = random_values(inputs * inputs, 0, 5);
  const PackedMatrix packed(weight.data(), inputs, inputs, inputs);
  auto x = random_values(rows * inputs, 0.5, 6);
  std::vector<float> clean(rows * 16), dirty(rows * 16);
  multiply_rows(x.data(), inputs, rows, packed, clean.data(), 16);
  for (std::size_t k = 0; k < inputs; ++k) x[inputs + k] = INFINITY;
  multiply_rows(x.data(), inputs, rows, packed, dirty.data(), 16);
  EXPECT_EQ(std::memcmp(&clean[0], &dirty[0], 16 * sizeof(float)), 0);
  EXPECT_EQ(std::memcmp(&clean[32], &dirty[32], 32 * sizeof(float)), 0);
  EXPECT_FALSE(std::isfinite(dirty[16]));
}

TEST(GatherRows, adds_the_listed_rows_to_the_base_and_clips_below_zero) {
  const std::size_t width = 48;
  const auto base = random_values(2 * width, 0, 7), table = random_values(5 * width, 0, 8);
  const std::vector<std::uint32_t> base_row{1, 0, 1}, offset{0, 2, 2, 5}, incoming{4, 0, 1, 1, 3};
  for (const bool relu : {false, true}) {
    std::vector<float> out(3 * width);
    gather_rows(3, base_row.data(), base.data(), width, offset.data(), incoming.data(), table.data(), width, 0.5f,
                relu, out.data(), width);
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t c = 0; c < width; ++c) {
        float sum = 0;
        for (std::uint32_t j = offset[i]; j < offset[i + 1]; ++j) sum += table[incoming[j] * width + c];
        float expected = base[base_row[i] * width + c] + 0.5f * sum;
        if (relu && expected < 0) expected = 0;
        EXPECT_NEAR(out[i * width + c], expected, 1e-6f);
      }
    }
  }
}

}  // namespace
}  // namespace furui
