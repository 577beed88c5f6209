// The loops of CHGNet compiled for each instruction set, the one that row_kernel_target() names taken.
#include "predict/gate_kernel.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <cstring>

#include "predict/row_kernel.h"  // for row_kernel_target

namespace furui {
namespace {

// Vectors never cross a function boundary here: all functions with vector arguments are inlined.
#pragma GCC diagnostic ignored "-Wpsabi"

#if defined(__x86_64__)
#define FURUI_LANES 16
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,prefer-vector-width=512")
namespace avx512 {
#include "predict/gate_kernel_body.inc"
}
#pragma GCC pop_options
#undef FURUI_LANES

#define FURUI_LANES 8
#pragma GCC push_options
#pragma GCC target("avx2,fma")
namespace avx2 {
#include "predict/gate_kernel_body.inc"
}
#pragma GCC pop_options
#undef FURUI_LANES
#endif

#define FURUI_LANES 4
namespace baseline {
#include "predict/gate_kernel_body.inc"
}
#undef FURUI_LANES

struct Target {
  decltype(&baseline::multiply) multiply;
  decltype(&baseline::forward) forward;
  decltype(&baseline::backward) backward;
  decltype(&baseline::softplus_all) softplus_all;
  decltype(&baseline::sines_cosines) sines_cosines;
};

Target target() {
#if defined(__x86_64__)
  if (std::strcmp(row_kernel_target(), "avx512") == 0) return {&avx512::multiply, &avx512::forward, &avx512::backward, &avx512::softplus_all, &avx512::sines_cosines};
  if (std::strcmp(row_kernel_target(), "avx2") == 0) return {&avx2::multiply, &avx2::forward, &avx2::backward, &avx2::softplus_all, &avx2::sines_cosines};
#endif
  return {&baseline::multiply, &baseline::forward, &baseline::backward, &baseline::softplus_all, &baseline::sines_cosines};
}

}  // namespace

FlushDenormals::FlushDenormals() {
  std::fegetenv(&before_);
#if defined(__x86_64__)
  _mm_setcsr(_mm_getcsr() | 0x8040);  // flush to zero, denormals are zero
#endif
}

FlushDenormals::~FlushDenormals() { std::fesetenv(&before_); }

void multiply_dense(std::size_t rows, std::size_t inputs, std::size_t outputs, const float* x, std::size_t x_stride, const float* w,
                    float* y, std::size_t y_stride, bool add) {
  target().multiply(rows, inputs, outputs, x, x_stride, w, y, y_stride, add);
}

void gate_forward(std::size_t rows, float* x, const GateKernelWeights& weights, float* m, float* z) { target().forward(rows, x, weights, m, z); }

void gate_backward(std::size_t rows, const float* x, const GateKernelWeights& weights, const float* dm, float* m, float* dx, const float* z) {
  target().backward(rows, x, weights, dm, m, dx, z);
}

const GateRowLoops& gate_row_loops() {
#if defined(__x86_64__)
  if (std::strcmp(row_kernel_target(), "avx512") == 0) return avx512::kRowLoops;
  if (std::strcmp(row_kernel_target(), "avx2") == 0) return avx2::kRowLoops;
#endif
  return baseline::kRowLoops;
}

void sines_cosines(std::size_t count, const float* frequencies, double x, double* sines, double* cosines) {
  target().sines_cosines(count, frequencies, x, sines, cosines);
}

void shifted_softplus(std::size_t count, float* x) { target().softplus_all(count, x); }

}  // namespace furui
