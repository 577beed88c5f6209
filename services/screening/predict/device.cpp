// Which devices there are, and what computed, for provenance.
#include <ATen/ATen.h>
#include <ATen/Context.h>
#include <ATen/Version.h>
#include <torch/version.h>

#include <map>
#include <string>

#include "core/error.h"           // for Error
#include "predict/predictor.h"    // for resolve_device, predict_environment
#include "predict/row_kernel.h"   // for row_kernel_target

namespace furui {
namespace {

int cuda_devices() { return at::hasCUDA() ? static_cast<int>(at::detail::getCUDAHooks().deviceCount()) : 0; }

std::string device_list() {
  std::string list = "cpu";
  for (int i = 0; i < cuda_devices(); ++i) list += ", cuda:" + std::to_string(i);
  return list;
}

}  // namespace

std::string resolve_device(const std::string& device) {
  const int gpus = cuda_devices();
  if (device == "auto") return gpus > 0 ? "cuda:0" : "cpu";
  if (device == "cpu") return "cpu";
  const bool numbered = device.rfind("cuda:", 0) == 0 && device.size() > 5 && device.size() <= 9 &&
                        device.find_first_not_of("0123456789", 5) == std::string::npos;
  if (device != "cuda" && !numbered) {
    throw Error(ErrorCode::kInvalidArgument,
                "device '" + device.substr(0, 40) + "': expected auto, cpu, cuda or cuda:N; here: " + device_list());
  }
  if (!at::hasCUDA()) {
    throw Error(ErrorCode::kFailedPrecondition,
                device + ": this build of LibTorch has no CUDA, or this machine has no CUDA device; use --device cpu");
  }
  const int index = numbered ? std::stoi(device.substr(5)) : 0;
  if (index >= gpus) {
    throw Error(ErrorCode::kFailedPrecondition,
                device + ": this machine has no such CUDA device; here: " + device_list() + "; use one of them");
  }
  return "cuda:" + std::to_string(index);
}

std::map<std::string, std::string> predict_environment(const std::string& resolved_device) {
  std::map<std::string, std::string> result{{"libtorch", TORCH_VERSION}, {"device", resolved_device}};
  if (resolved_device == "cpu") result["cpu_kernels"] = row_kernel_target();
  return result;
}

}  // namespace furui
