// The inner loops of crystal networks on CPU: products of rows, CHGNet's gate forward and backward, MEGNet's softplus.
//
// Each row's arithmetic is the same sequence of operations wherever the row stands: results are bitwise independent
// of company.
#pragma once

#include <cfenv>
#include <cstddef>

namespace furui {

constexpr std::size_t kGateWidth = 64;  ///< features of a row; core and gate side by side take twice as many
constexpr std::size_t kGateRows = 48;   ///< most rows of one call: a tile that stays in the cache

/// SiLU(norm(z_core))·sigmoid(norm(z_gate)), where z is x, or the second linear layer on SiLU(x); or the same without norms.
/// Where there are norms, the weights and bias that give z are centered: over the 64 outputs of a half they add up to 0, so that z has no
/// mean to take off, and no slope flows back along it.
struct GateKernelWeights {
  const float* second[2] = {};       ///< core, gate: inputs × outputs; nullptr where there is no second layer
  const float* second_back[2] = {};  ///< the same transposed
  const float* bias[2] = {};
  const float* scale[2] = {};        ///< of the layer norms; nullptr where there are none
  const float* shift[2] = {};
  float epsilon = 0;
};

/// y = x·w, or y += x·w.
///
/// x  rows × inputs, x_stride floats apart; w  inputs × outputs, row-major; outputs a multiple of 32
void multiply_dense(std::size_t rows, std::size_t inputs, std::size_t outputs, const float* x, std::size_t x_stride, const float* w,
                    float* y, std::size_t y_stride, bool add);

/// m (rows × 64) of x (rows × 128).
///
/// z  takes what the norms are of (rows × 128) where there is a second layer, for gate_backward; x then becomes the slope of its SiLU.
///    nullptr: nobody wants it
void gate_forward(std::size_t rows, float* x, const GateKernelWeights& weights, float* m, float* z = nullptr);

/// dx (rows × 128) of dm (rows × 64), by what lies between; and m once more, unless it is nullptr.
///
/// x  what gate_forward was given; with z, what it left there
/// z  as gate_forward gave it, or nullptr: it is computed again, to the same bits
void gate_backward(std::size_t rows, const float* x, const GateKernelWeights& weights, const float* dm, float* m, float* dx, const float* z = nullptr);

/// Loops over the numbers of one row, which lie between the products.
struct GateRowLoops {
  void (*sum)(float* x, const float* a, const float* b, const float* c);  ///< x = a + b + c, 128 numbers
  void (*add_sum)(float* x, const float* a, const float* b, const float* c);  ///< x += a + b + c, 128 numbers
  void (*add)(float* to, const float* from);                              ///< to += from, 128 numbers
  void (*add_product)(float* to, const float* a, const float* b, float count);  ///< to += a·b·count, 64 numbers
  void (*add_product3)(float* to, const float* a, const float* b, const float* c, float count);  ///< to += a·b·c·count, 64 numbers
  void (*product)(float* to, const float* a, const float* b, float count);      ///< to = a·b·count, 64 numbers
  void (*product3)(float* to, const float* a, const float* b, const float* c, float count);      ///< to = a·b·c·count, 64 numbers
};
/// Those of this machine.
const GateRowLoops& gate_row_loops();

/// sin and cos of frequency·x for each of `count`, to 1e-15; |frequency·x| < 1,000.
void sines_cosines(std::size_t count, const float* frequencies, double x, double* sines, double* cosines);

/// x = log((e^x + 1)/2) for each of `count` floats, to 2e-7 of max(1, |x|).
void shifted_softplus(std::size_t count, float* x);

/// While it lives, denormal numbers count as zero in this thread: they cost a hundred times what others cost, and say
/// nothing here.
class FlushDenormals {
 public:
  FlushDenormals();
  ~FlushDenormals();
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

 private:
  std::fenv_t before_;
};

}  // namespace furui
