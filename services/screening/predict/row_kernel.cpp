// The inner loops compiled for each instruction set, the best of this CPU chosen at start.
#include "predict/row_kernel.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <algorithm>
#include <new>

namespace furui {
namespace {

// Vectors never cross a function boundary here: all functions with vector arguments are inlined.
#pragma GCC diagnostic ignored "-Wpsabi"

#if defined(__x86_64__)
#define FURUI_LANES 16
#define FURUI_TILE_ROWS 2
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,prefer-vector-width=512")
namespace avx512 {
#include "predict/row_kernel_body.inc"
}
#pragma GCC pop_options
#undef FURUI_LANES
#undef FURUI_TILE_ROWS

#define FURUI_LANES 8
#define FURUI_TILE_ROWS 2
#pragma GCC push_options
#pragma GCC target("avx2,fma")
namespace avx2 {
#include "predict/row_kernel_body.inc"
}
#pragma GCC pop_options
#undef FURUI_LANES
#undef FURUI_TILE_ROWS
#endif

#define FURUI_LANES 4
#define FURUI_TILE_ROWS 2
namespace baseline {
#include "predict/row_kernel_body.inc"
}
#undef FURUI_LANES
#undef FURUI_TILE_ROWS

struct Target {
  const char* name;
  decltype(&baseline::multiply) multiply;
  decltype(&baseline::gather) gather;
};

/// The targets that this CPU has, the best first.
std::vector<Target> targets_here() {
  std::vector<Target> targets;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl"))
    targets.push_back({"avx512", &avx512::multiply, &avx512::gather});
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    targets.push_back({"avx2", &avx2::multiply, &avx2::gather});
#endif
  targets.push_back({"baseline", &baseline::multiply, &baseline::gather});
  return targets;
}

Target& target() {
  static Target chosen = targets_here().front();
  return chosen;
}

constexpr std::size_t kAlignment = 64;

}  // namespace

FloatBuffer::FloatBuffer(std::size_t size) : size_(size) {
  if (size == 0) return;
  values_.reset(static_cast<float*>(::operator new[](size * sizeof(float), std::align_val_t{kAlignment})));
}

void FloatBuffer::Release::operator()(float* values) const {
  ::operator delete[](values, std::align_val_t{kAlignment});
}

void FloatBuffer::reserve(std::size_t size) {
  if (size <= size_) return;
  values_.reset();  // before the new one is taken, so that both never count at once
  size_ = 0;
  *this = FloatBuffer(size);
}

PackedMatrix::PackedMatrix(const float* weight, std::size_t rows, std::size_t columns, std::size_t stride)
    : inputs(columns), outputs(padded_columns(rows)), values(columns * padded_columns(rows)) {
  std::fill_n(values.data(), values.size(), 0.0f);
  for (std::size_t begin = 0; begin < outputs; begin += kSliceColumns) {
    const std::size_t width = std::min(kSliceColumns, outputs - begin);
    float* slice = values.data() + begin * inputs;
    for (std::size_t k = 0; k < inputs; ++k) {
      for (std::size_t n = 0; n < width && begin + n < rows; ++n) slice[k * width + n] = weight[(begin + n) * stride + k];
    }
  }
}

void SlicedTable::reshape(std::size_t rows, std::size_t columns) {
  rows_ = rows;
  columns_ = padded_columns(columns);
  values_.reserve(rows_ * columns_);
}

std::size_t SlicedTable::slice_width(std::size_t slice) const {
  return std::min(kSliceColumns, columns_ - slice * kSliceColumns);
}

namespace {

std::uint16_t* room_for_used(const PackedMatrix& weight) {
  thread_local std::vector<std::uint16_t> used;
  used.resize(std::max(used.size(), kRowBlock / kRowGroup * weight.inputs + kRowGroup));
  return used.data();
}

}  // namespace

void multiply_rows(const float* x, std::size_t x_stride, std::size_t rows, const PackedMatrix& weight, float* y,
                   std::size_t y_stride) {
  target().multiply(x, x_stride, rows, weight.values.data(), weight.inputs, weight.outputs, y, kSliceColumns,
                    y_stride, 0, room_for_used(weight));
}

void multiply_rows(const float* x, std::size_t x_stride, std::size_t rows, const PackedMatrix& weight,
                   SlicedTable& y, std::size_t first_row) {
  target().multiply(x, x_stride, rows, weight.values.data(), weight.inputs, weight.outputs, y.slice(0),
                    kSliceColumns * y.rows(), 0, first_row, room_for_used(weight));
}

void gather_rows(std::size_t rows, const std::uint32_t* base_row, const float* base, std::size_t base_stride,
                 const std::uint32_t* offset, const std::uint32_t* incoming, const float* table, std::size_t width,
                 float scale, bool relu, float* out, std::size_t out_stride) {
  target().gather(rows, base_row, base, base_stride, offset, incoming, table, width, scale, relu, out, out_stride);
}

const char* row_kernel_target() { return target().name; }

bool use_row_kernel(std::string_view wanted) {
  for (const Target& one : targets_here()) {
    if (one.name != wanted) continue;
    target() = one;
    return true;
  }
  return false;
}

}  // namespace furui
