// Reads weights.safetensors: named float32 tensors behind a JSON header, bounded and without trust.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace furui {

/// A float32 tensor in C order; `values` points into the file's bytes.
struct TensorView {
  std::vector<std::int64_t> shape;  ///< empty for a scalar
  std::span<const float> values;
};

/// The tensors of one file (https://github.com/huggingface/safetensors: an unsigned 64-bit little-endian header
/// length, a JSON header {name: {dtype, shape, data_offsets}}, then the bytes).
class Safetensors {
 public:
  /// bytes   the whole file
  /// throws  Error{INVALID_ARGUMENT} saying what is wrong: header, type, shape, overlap, a hole, or a value that is
  ///         not finite
  explicit Safetensors(std::string_view bytes);

  const std::map<std::string, TensorView, std::less<>>& tensors() const { return tensors_; }
  /// The tensor of this name, or nullptr.
  const TensorView* find(std::string_view name) const;

 private:
  std::vector<float> values_;  ///< aligned copy of the data section
  std::map<std::string, TensorView, std::less<>> tensors_;
};

}  // namespace furui
