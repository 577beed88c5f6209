// The shipped CHGNet packages where set-up puts them, and their network without the predictor around it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "predict/chgnet_engine.h"    // for ChgnetEngine
#include "predict/crystal_outputs.h"  // for crystal_fields
#include "predict/package_files.h"    // for read_package

namespace furui::chgnet {

/// Fails, and does not skip, where set-up has not run: nothing else here says whether the network is the right one.
inline std::filesystem::path package(const std::string& name = "chgnet") {
  const auto folder = std::filesystem::path(FURUI_BUILD_DIR) / "models" / name;
  if (!std::filesystem::exists(folder / "manifest.json"))
    throw std::runtime_error("build/models/" + name + " is missing; models/set_up.py --build build makes it");
  return folder;
}

inline std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The shipped packages, for tests of all of them.
inline const std::vector<std::string>& packages() {
  static const std::vector<std::string> names{"chgnet", "chgnet-0-2-0", "chgnet-r2scan"};
  return names;
}

/// A package's name as a test may be called.
inline std::string test_name(const testing::TestParamInfo<std::string>& test) {
  std::string name = test.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

/// Up to where a network sees bonds and angles.
inline GraphLimits limits_of(const ChgnetParameters& parameters) {
  return {.bond_cutoff_angstrom = parameters.bond_cutoff_angstrom, .angle_cutoff_angstrom = parameters.angle_cutoff_angstrom};
}

/// The network of a package in either precision.
class Network {
 public:
  explicit Network(Precision precision, const std::string& name = "chgnet") {
    const PackageFiles files = read_package(package(name));
    const furui::Network& stated = files.manifest.networks[0];
    const ChgnetParameters parameters = parse_chgnet_parameters(stated.parameters_json, stated.name);
    limits_ = limits_of(parameters);
    const Safetensors weights(files.weights);
    engine_ = make_chgnet_torch_engine(parameters, take_chgnet_weights(weights, stated.name, parameters), "cpu", precision);
  }

  struct Result {
    double energy_per_atom = 0;  // eV
    CrystalFields fields;
  };

  /// One crystal, alone.
  Result run(const Crystal& crystal, const Sameness& sameness = {}) {
    const auto made = crystal_graph(crystal, limits_);
    const CrystalGraph& graph = std::get<CrystalGraph>(made);
    const CrystalTables tables = crystal_tables(graph, sameness);
    const CrystalTables* view = &tables;
    const ChgnetOutputs outputs = engine_->run({&view, 1}, true);
    const ClassOutputs all{outputs.site_energies, outputs.magnetic_moments, outputs.length_slopes, outputs.cosine_slopes};
    return {furui::energy_per_atom(tables, all.site_energies), crystal_fields(graph, tables, all)};
  }

  /// Without slopes, in eV for the whole cell.
  double energy(const Crystal& crystal) {
    const auto made = crystal_graph(crystal, limits_);
    const CrystalTables tables = crystal_tables(std::get<CrystalGraph>(made));
    const CrystalTables* view = &tables;
    return furui::energy_per_atom(tables, engine_->run({&view, 1}, false).site_energies) * static_cast<double>(crystal.size());
  }

  CrystalTables tables(const Crystal& crystal) const { return crystal_tables(std::get<CrystalGraph>(crystal_graph(crystal, limits_))); }
  ChgnetEngine& engine() { return *engine_; }

 private:
  GraphLimits limits_;
  std::unique_ptr<ChgnetEngine> engine_;
};

}  // namespace furui::chgnet
