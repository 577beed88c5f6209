// Tensors by name, and complaints that name them.
#include "predict/tensor_taker.h"

#include <cstdint>
#include <vector>

#include "core/error.h"  // for Error

namespace furui {
namespace {

[[noreturn]] void complain(const std::string& name, const std::string& what) {
  throw Error(ErrorCode::kInvalidArgument, "weights.safetensors: tensor '" + name + "' " + what);
}

[[noreturn]] void complain_shape(const std::string& name, const TensorView& found, std::size_t rows, std::size_t columns) {
  std::string came;
  for (std::int64_t size : found.shape) came += (came.empty() ? "" : ", ") + std::to_string(size);
  complain(name, "has shape [" + came + "]; the parameters imply " + std::to_string(rows) + " × " + std::to_string(columns));
}

}  // namespace

TensorTaker::TensorTaker(const Safetensors& file, const std::string& network, int member)
    : file_(file), prefix_(network + "/" + std::to_string(member) + "/") {}

const TensorView& TensorTaker::tensor(const std::string& name) {
  const TensorView* found = file_.find(prefix_ + name);
  if (found == nullptr) complain(prefix_ + name, "is absent, but the parameters need it");
  taken_.insert(prefix_ + name);
  return *found;
}

MatrixView TensorTaker::matrix(const std::string& name, std::size_t rows, std::size_t columns) {
  const TensorView& found = tensor(name);
  const std::vector<std::int64_t> shape{static_cast<std::int64_t>(rows), static_cast<std::int64_t>(columns)};
  if (found.shape != shape) complain_shape(prefix_ + name, found, rows, columns);
  return {found.values.data(), rows, columns, columns};
}

std::span<const float> TensorTaker::vector(const std::string& name, std::size_t size) {
  const TensorView& found = tensor(name);
  if (found.values.size() != size) complain_shape(prefix_ + name, found, 1, size);
  return found.values;
}

std::span<const float> TensorTaker::slopes(const std::string& name, std::size_t channels) {
  const TensorView& found = tensor(name);
  if (found.values.size() != 1 && found.values.size() != channels) complain_shape(prefix_ + name, found, 1, channels);
  return found.values;
}

void TensorTaker::refuse_untaken(const std::function<bool(const std::string& name)>& may_stay) const {
  for (const auto& [name, tensor] : file_.tensors()) {
    if (name.compare(0, prefix_.size(), prefix_) != 0 || taken_.count(name) != 0) continue;
    if (!may_stay || !may_stay(name.substr(prefix_.size()))) complain(name, "is not explained by the parameters");
  }
}

}  // namespace furui
