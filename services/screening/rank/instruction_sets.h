// Kernels compiled for several instruction sets, and those that this CPU can run.
#pragma once

#include <vector>

#if defined(__x86_64__)
#define FURUI_AVX2 [[gnu::target("avx2,fma")]]
#define FURUI_AVX512 [[gnu::target("avx512f,avx512bw,avx512dq,avx512vl,fma,prefer-vector-width=512")]]
#else
#define FURUI_AVX2
#define FURUI_AVX512
#endif

namespace furui {

/// Pointers to the functions of one kernel that this CPU can run, the best first.
///
/// avx512, avx2  defined with FURUI_AVX512 and FURUI_AVX2
template <typename Kernel>
std::vector<Kernel> usable_kernels(Kernel avx512, Kernel avx2, Kernel baseline) {
  std::vector<Kernel> usable;
#if defined(__x86_64__)
  const bool fma = __builtin_cpu_supports("fma");
  if (fma && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl"))
    usable.push_back(avx512);
  if (fma && __builtin_cpu_supports("avx2")) usable.push_back(avx2);
#else
  static_cast<void>(avx512), static_cast<void>(avx2);
#endif
  usable.push_back(baseline);
  return usable;
}

}  // namespace furui
