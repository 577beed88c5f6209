// A CHGNet network: the merged graphs of many crystals in, energies, moments and slopes of their classes out.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/thread_pool.h"        // for ThreadPool
#include "predict/chgnet_weights.h"  // for ChgnetParameters, ChgnetWeights
#include "predict/crystal_tables.h"  // for CrystalTables, the input

namespace furui {

/// Rows are classes; those of all crystals follow each other in their order.
struct ChgnetOutputs {
  std::vector<double> site_energies;     ///< atom classes: energy of one member, in eV
  std::vector<double> magnetic_moments;  ///< atom classes: of one member, in Bohr magnetons, not negative
  /// Slopes of the energy E of the whole cell; empty unless asked for.
  std::vector<double> length_slopes;     ///< bond classes: dE/dlength, all members' lengths changing together, in eV/angstrom
  std::vector<double> cosine_slopes;     ///< angle classes: dE/dcosine, all members' cosines changing together, in eV
};

class ChgnetEngine {
 public:
  virtual ~ChgnetEngine() = default;

  /// tables  elements within the parameters' range
  /// throws  std::bad_alloc where memory does not suffice
  virtual ChgnetOutputs run(std::span<const CrystalTables* const> tables, bool slopes) = 0;

  /// One crystal by all threads of the pool, where the engine can: bit for bit what `run` gives. No other call may run then.
  virtual ChgnetOutputs run_wide(const CrystalTables& tables, bool slopes, ThreadPool& pool) {
    (void)pool;
    const CrystalTables* one = &tables;
    return run({&one, 1}, slopes);
  }

  /// What `run` takes at most for one of them, in bytes.
  virtual std::size_t cost(const CrystalTables& tables, bool slopes) const = 0;
};

/// Of the network; basis functions are always in double precision.
enum class Precision { kFloat, kDouble };

/// By ATen operations and its automatic gradients, for any device ("cpu", "cuda:0"). On CPU one call runs on one
/// thread, several calls may run at once.
std::unique_ptr<ChgnetEngine> make_chgnet_torch_engine(const ChgnetParameters& parameters, const ChgnetWeights& weights,
                                                       const std::string& device, Precision precision);

/// The fused path on CPU, slopes by hand; in float. One call runs on one thread, several calls may run at once.
/// Requires fits_cpu_engine(parameters).
std::unique_ptr<ChgnetEngine> make_chgnet_cpu_engine(const ChgnetParameters& parameters, const ChgnetWeights& weights);

/// Whether its widths are those that the fused loops are written for: 64, and bases of up to 32.
bool fits_cpu_engine(const ChgnetParameters& parameters);

}  // namespace furui
