// Takes one member's tensors out of a file by name, every shape checked; a tensor that nobody takes is an error.
#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <span>
#include <string>

#include "predict/safetensors.h"  // for Safetensors, where the weights lie

namespace furui {

/// Part of a weight matrix: `rows` outputs × `columns` inputs, each row `stride` floats after the one before.
struct MatrixView {
  const float* values = nullptr;
  std::size_t rows = 0, columns = 0, stride = 0;
};

/// Each taker throws Error{INVALID_ARGUMENT} naming a tensor that is absent or of another shape.
class TensorTaker {
 public:
  /// Of the tensors named NETWORK/MEMBER/…; `file` must outlive the taker and what it gives.
  TensorTaker(const Safetensors& file, const std::string& network, int member);

  MatrixView matrix(const std::string& name, std::size_t rows, std::size_t columns);
  /// A vector, also where the file keeps it as [1, size] or, of one value, as a scalar.
  std::span<const float> vector(const std::string& name, std::size_t size);
  /// PReLU's weight: one slope, or one a channel.
  std::span<const float> slopes(const std::string& name, std::size_t channels);
  /// Last of all: complains of a tensor of this member that was not taken, unless `may_stay` says of its name that it
  /// belongs to training only.
  void refuse_untaken(const std::function<bool(const std::string& name)>& may_stay = {}) const;

 private:
  const TensorView& tensor(const std::string& name);

  const Safetensors& file_;
  std::string prefix_;
  std::set<std::string> taken_;
};

}  // namespace furui
