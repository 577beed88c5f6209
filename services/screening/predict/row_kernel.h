// The CPU's inner loops over rows of float32: multiply by a packed matrix, gather and sum.
//
// Tables are cut into column slices of kSliceColumns, each slice contiguous over all rows, so that random access
// during a gather stays in the cache. Each row's arithmetic is the same sequence of operations wherever the row
// stands and whatever stands beside it: results are bitwise independent of company.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace furui {

constexpr std::size_t kSliceColumns = 64;
constexpr std::size_t kColumnGrain = 16;  ///< widths are padded to a multiple of this
constexpr std::size_t kRowGroup = 2;      ///< rows that share one pass over the weights
constexpr std::size_t kRowBlock = 64;     ///< rows of one call; a multiple of kRowGroup

inline std::size_t padded_columns(std::size_t columns) {
  return (columns + kColumnGrain - 1) / kColumnGrain * kColumnGrain;
}

/// Floats on cache-line boundaries, not initialized.
class FloatBuffer {
 public:
  FloatBuffer() = default;
  explicit FloatBuffer(std::size_t size);
  float* data() const { return values_.get(); }
  std::size_t size() const { return size_; }
  /// Grows to at least `size`; what was in it is lost.
  void reserve(std::size_t size);

 private:
  struct Release {
    void operator()(float* values) const;
  };
  std::unique_ptr<float[], Release> values_;
  std::size_t size_ = 0;
};

/// A weight matrix W (outputs × inputs) packed for multiply_rows: per slice of outputs, inputs × slice width.
struct PackedMatrix {
  std::size_t inputs = 0, outputs = 0;
  FloatBuffer values;

  PackedMatrix() = default;
  PackedMatrix(const float* weight, std::size_t rows, std::size_t columns, std::size_t stride);
};

/// n rows of `columns` values in column slices.
class SlicedTable {
 public:
  SlicedTable() = default;
  /// Takes the shape; memory only grows.
  void reshape(std::size_t rows, std::size_t columns);
  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_; }  ///< padded
  std::size_t slices() const { return (columns_ + kSliceColumns - 1) / kSliceColumns; }
  std::size_t slice_width(std::size_t slice) const;
  float* slice(std::size_t slice) const { return values_.data() + slice * kSliceColumns * rows_; }

 private:
  std::size_t rows_ = 0, columns_ = 0;
  FloatBuffer values_;
};

/// Y = X·Wᵀ for up to kRowBlock rows, into rows of `y_stride` floats.
///
/// x   rows of x_stride floats; every row up to the next multiple of kRowGroup must be readable
void multiply_rows(const float* x, std::size_t x_stride, std::size_t rows, const PackedMatrix& weight, float* y,
                   std::size_t y_stride);

/// The same into rows first_row, first_row + 1, … of a table of weight.outputs columns.
void multiply_rows(const float* x, std::size_t x_stride, std::size_t rows, const PackedMatrix& weight,
                   SlicedTable& y, std::size_t first_row);

/// out[i] = base[base_row[i]] + scale · Σ_j table[incoming[j]] over j in [offset[i], offset[i + 1]), one slice of
/// columns, then ReLU where `relu`. Sums run in list order.
///
/// base, table, out   point at the slice's first column; rows of base_stride, width and out_stride floats
void gather_rows(std::size_t rows, const std::uint32_t* base_row, const float* base, std::size_t base_stride,
                 const std::uint32_t* offset, const std::uint32_t* incoming, const float* table, std::size_t width,
                 float scale, bool relu, float* out, std::size_t out_stride);

/// The instruction set in use: "avx512", "avx2" or "baseline"; the best that this CPU has, unless another was asked for.
const char* row_kernel_target();

/// Makes it this one, for tests of each and for measuring; not while rows are computed.
/// returns  false where it is not known or this CPU has it not: then nothing changes
bool use_row_kernel(std::string_view target);

}  // namespace furui
