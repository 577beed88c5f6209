// The loops of row_kernel.h for one instruction set; included once a target with kLanes and kRowGroup's tiling set.
// No include guard: row_kernel.cpp includes it inside a namespace for each target.

typedef float Vector __attribute__((vector_size(4 * FURUI_LANES), aligned(4), may_alias));

inline constexpr int kLanes = FURUI_LANES;
inline constexpr std::uint32_t kAhead = 12;  // rows to prefetch ahead in a gather

// MR rows by NV vectors of outputs, over the inputs in `used`.
template <int MR, int NV>
inline __attribute__((always_inline)) void tile(const float* x, std::size_t x_stride, const std::uint16_t* used,
                                                std::size_t n_used, const float* w, std::size_t w_stride, float* y,
                                                std::size_t y_row_stride, std::size_t rows) {
  Vector sum[MR][NV];
  for (int r = 0; r < MR; ++r)
    for (int v = 0; v < NV; ++v) sum[r][v] = Vector{};
  for (std::size_t i = 0; i < n_used; ++i) {
    const std::size_t k = used[i];
    const float* row = w + k * w_stride;
    Vector weight[NV];
    for (int v = 0; v < NV; ++v) weight[v] = *reinterpret_cast<const Vector*>(row + v * kLanes);
    for (int r = 0; r < MR; ++r) {
      const float value = x[static_cast<std::size_t>(r) * x_stride + k];
      for (int v = 0; v < NV; ++v) sum[r][v] += weight[v] * value;
    }
  }
  for (int r = 0; r < MR; ++r) {
    if (static_cast<std::size_t>(r) >= rows) break;
    for (int v = 0; v < NV; ++v)
      *reinterpret_cast<Vector*>(y + static_cast<std::size_t>(r) * y_row_stride + v * kLanes) = sum[r][v];
  }
}

// One slice (`width` outputs) for one group of kRowGroup rows.
inline void group_times_slice(const float* x, std::size_t x_stride, const std::uint16_t* used, std::size_t n_used,
                              const float* w, std::size_t width, float* y, std::size_t y_row_stride,
                              std::size_t rows) {
  std::size_t column = 0;
#define FURUI_TILE(NV)                                                                              \
  for (; column + static_cast<std::size_t>((NV) * kLanes) <= width; column += (NV) * kLanes) {                                \
    for (std::size_t r = 0; r < kRowGroup && r < rows; r += FURUI_TILE_ROWS)                        \
      tile<FURUI_TILE_ROWS, NV>(x + r * x_stride, x_stride, used, n_used, w + column, width,        \
                                y + r * y_row_stride + column, y_row_stride, rows - r);             \
  }
  FURUI_TILE(4)
  FURUI_TILE(3)
  FURUI_TILE(2)
  FURUI_TILE(1)
#undef FURUI_TILE
}

// Inputs that are not zero in every row of the group. Leaving out a product with zero changes no bit of a sum
// that starts at +0, since weights are finite.
inline std::size_t find_used(const float* x, std::size_t x_stride, std::size_t inputs, std::uint16_t* used) {
  std::size_t n = 0;
#if FURUI_LANES == 16
  for (std::size_t k = 0; k < inputs; k += 16) {
    const __mmask16 there = inputs - k >= 16 ? __mmask16{0xffff} : static_cast<__mmask16>((1u << (inputs - k)) - 1);
    unsigned any = 0;
    for (std::size_t r = 0; r < kRowGroup; ++r)
      any |= _mm512_cmp_ps_mask(_mm512_maskz_loadu_ps(there, x + r * x_stride + k), _mm512_setzero_ps(), _CMP_NEQ_UQ);
    for (; any != 0; any &= any - 1) used[n++] = static_cast<std::uint16_t>(k + static_cast<unsigned>(__builtin_ctz(any)));
  }
#else
  for (std::size_t k = 0; k < inputs; ++k) {
    bool any = false;
    for (std::size_t r = 0; r < kRowGroup; ++r) any |= x[r * x_stride + k] != 0.0f;
    used[n] = static_cast<std::uint16_t>(k);
    n += any ? 1 : 0;
  }
#endif
  return n;
}

// y_row_stride 0: each slice's rows follow each other at the slice's own width.
inline void multiply(const float* x, std::size_t x_stride, std::size_t rows, const float* w, std::size_t inputs,
                     std::size_t outputs, float* y, std::size_t y_slice_stride, std::size_t y_row_stride,
                     std::size_t y_first_row, std::uint16_t* used) {
  const std::size_t groups = (rows + kRowGroup - 1) / kRowGroup;
  std::size_t n_used[kRowBlock / kRowGroup];
  for (std::size_t g = 0; g < groups; ++g)
    n_used[g] = find_used(x + g * kRowGroup * x_stride, x_stride, inputs, used + g * inputs);
  for (std::size_t begin = 0, slice = 0; begin < outputs; begin += kSliceColumns, ++slice) {
    const std::size_t width = outputs - begin < kSliceColumns ? outputs - begin : kSliceColumns;
    const std::size_t row_stride = y_row_stride == 0 ? width : y_row_stride;
    for (std::size_t g = 0; g < groups; ++g) {
      const std::size_t r = g * kRowGroup;
      group_times_slice(x + r * x_stride, x_stride, used + g * inputs, n_used[g], w + begin * inputs, width,
                        y + slice * y_slice_stride + (y_first_row + r) * row_stride, row_stride, rows - r);
    }
  }
}

template <int NV>
inline __attribute__((always_inline)) void gather_vectors(std::size_t rows, const std::uint32_t* base_row,
                                                          const float* base, std::size_t base_stride,
                                                          const std::uint32_t* offset, const std::uint32_t* incoming,
                                                          const float* table, std::size_t width, float scale,
                                                          bool relu, float* out, std::size_t out_stride) {
  const std::uint32_t last = offset[rows];
  for (std::size_t i = 0; i < rows; ++i) {
    Vector sum[NV];
    for (int v = 0; v < NV; ++v) sum[v] = Vector{};
    for (std::uint32_t j = offset[i]; j < offset[i + 1]; ++j) {
      if (j + kAhead < last) {  // rows lie anywhere; ask for them before they are needed
        const float* later = table + std::size_t{incoming[j + kAhead]} * width;
        for (int v = 0; v < NV; v += 16 / kLanes) __builtin_prefetch(later + v * kLanes);
      }
      const float* row = table + std::size_t{incoming[j]} * width;
      for (int v = 0; v < NV; ++v) sum[v] += *reinterpret_cast<const Vector*>(row + v * kLanes);
    }
    const float* start = base == nullptr ? nullptr : base + std::size_t{base_row[i]} * base_stride;
    for (int v = 0; v < NV; ++v) {
      Vector value = sum[v] * scale;
      if (start != nullptr) value += *reinterpret_cast<const Vector*>(start + v * kLanes);
      if (relu) value = value < 0.0f ? Vector{} : value;  // NaN stays NaN
      *reinterpret_cast<Vector*>(out + i * out_stride + v * kLanes) = value;
    }
  }
}

inline void gather(std::size_t rows, const std::uint32_t* base_row, const float* base, std::size_t base_stride,
                   const std::uint32_t* offset, const std::uint32_t* incoming, const float* table, std::size_t width,
                   float scale, bool relu, float* out, std::size_t out_stride) {
  std::size_t column = 0;
#define FURUI_GATHER(NV)                                                                                       \
  for (; column + static_cast<std::size_t>((NV) * kLanes) <= width; column += (NV) * kLanes)                                             \
    gather_vectors<NV>(rows, base_row, base == nullptr ? nullptr : base + column, base_stride, offset,         \
                       incoming, table + column, width, scale, relu, out + column, out_stride);
  FURUI_GATHER(4)
  FURUI_GATHER(3)
  FURUI_GATHER(2)
  FURUI_GATHER(1)
#undef FURUI_GATHER
}
