// One D-MPNN network with its ensemble: environment tables in, raw outputs of every member out.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "predict/dmpnn_weights.h"  // for DmpnnParameters, DmpnnWeights
#include "predict/environments.h"   // for Environments, the input
#include "predict/stage_clock.h"    // for StageClock
#include "core/thread_pool.h"    // for ThreadPool

namespace furui {

class DmpnnEngine {
 public:
  virtual ~DmpnnEngine() = default;

  /// The last layer's outputs, before sigmoid and the like.
  ///
  /// environments  of the engine's plan
  /// member        which weights
  /// raw           molecules × outputs, row-major
  /// throws        std::bad_alloc where memory does not suffice
  virtual void run(const Environments& environments, std::size_t member, std::span<float> raw) = 0;
};

/// The fused path on CPU: row blocks that stay in the cache, zeros skipped.
///
/// members   views into weights that must outlive the engine
/// clock     where to add stage times; may be nullptr
std::unique_ptr<DmpnnEngine> make_cpu_engine(const DmpnnParameters& parameters, std::vector<DmpnnWeights> members,
                                             ThreadPool& threads, StageClock* clock);

/// The same by ATen operations, for any device ("cpu", "cuda:0").
std::unique_ptr<DmpnnEngine> make_torch_engine(const DmpnnParameters& parameters,
                                               const std::vector<DmpnnWeights>& members, const std::string& device,
                                               StageClock* clock);

}  // namespace furui
