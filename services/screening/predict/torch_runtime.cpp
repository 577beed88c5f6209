// Asks the CUDA hooks that every LibTorch has, so that one source serves builds with and without CUDA.
#include "predict/torch_runtime.h"

#include <ATen/Context.h>
#include <c10/core/Device.h>
#include <c10/core/DeviceGuard.h>
#include <torch/version.h>

#ifdef FURUI_CUDA
#include <c10/cuda/CUDACachingAllocator.h>
#include <cuda_runtime_api.h>
#endif

namespace furui {

std::size_t free_device_bytes([[maybe_unused]] const std::string& device) {
#ifdef FURUI_CUDA
  const c10::DeviceGuard guard{c10::Device(device)};
  std::size_t free_bytes = 0, total_bytes = 0;
  if (cudaMemGetInfo(&free_bytes, &total_bytes) == cudaSuccess) return free_bytes;
#endif
  return std::size_t{1} << 30;
}

void release_device_memory([[maybe_unused]] const std::string& device) {
#ifdef FURUI_CUDA
  if (device != "cpu") c10::cuda::CUDACachingAllocator::emptyCache();
#endif
}

}  // namespace furui
