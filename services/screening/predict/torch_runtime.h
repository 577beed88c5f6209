// LibTorch's memory on a device, without its headers.
#pragma once

#include <cstddef>
#include <string>

namespace furui {

/// Free memory of a CUDA device ("cuda:N"), what LibTorch's cache holds unused included.
std::size_t free_device_bytes(const std::string& device);

/// Gives LibTorch's unused cache back to the device; nothing on CPU.
void release_device_memory(const std::string& device);

}  // namespace furui
