// The small chemprop packages of tests/golden/dmpnn and the graphs of their inputs.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "core/molecule_graph.h"  // for MoleculeGraph
#include "core/sha256.h"          // for sha256

namespace furui::golden {

namespace fs = std::filesystem;

inline fs::path folder() { return fs::path(FURUI_SOURCE_DIR) / "tests" / "golden" / "dmpnn"; }

inline std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline std::vector<std::string> cases() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder())) {
    if (fs::exists(entry.path() / "manifest.json")) names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  return names;
}

inline std::vector<MoleculeGraph> graphs() {
  std::vector<MoleculeGraph> result;
  std::ifstream file(folder() / "graphs.hex");
  for (std::string line; std::getline(file, line);) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < line.size(); i += 2)
      bytes.push_back(static_cast<char>(std::stoi(line.substr(i, 2), nullptr, 16)));
    result.push_back(parse_molecule_graph(bytes));
  }
  return result;
}

inline std::vector<const MoleculeGraph*> views(const std::vector<MoleculeGraph>& graphs) {
  std::vector<const MoleculeGraph*> result;
  for (const MoleculeGraph& graph : graphs) result.push_back(&graph);
  return result;
}

/// The same molecule with atoms, bonds and bond directions in another order.
inline MoleculeGraph permuted(const MoleculeGraph& graph, std::mt19937& random) {
  std::vector<std::uint16_t> place(graph.atoms.size());
  for (std::size_t i = 0; i < place.size(); ++i) place[i] = static_cast<std::uint16_t>(i);
  std::shuffle(place.begin(), place.end(), random);
  MoleculeGraph result = graph;
  for (std::size_t i = 0; i < place.size(); ++i) result.atoms[place[i]] = graph.atoms[i];
  for (Bond& bond : result.bonds) {
    bond.begin = place[bond.begin];
    bond.end = place[bond.end];
    if (random() % 2 == 0) std::swap(bond.begin, bond.end);
  }
  std::shuffle(result.bonds.begin(), result.bonds.end(), random);
  return result;
}

/// A copy of a package in a folder of its own, changed before its digests are written; removed at the end.
class ChangedPackage {
 public:
  using Change = std::function<void(nlohmann::json& manifest, std::string& weights)>;

  /// package  name of a golden case, or the absolute path of another package
  ChangedPackage(const fs::path& package, const Change& change) {
    const fs::path from = folder() / package;
    std::string pattern = (fs::temp_directory_path() / "furui-package-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
    nlohmann::json manifest = nlohmann::json::parse(read(from / "manifest.json"));
    std::string weights = read(from / "weights.safetensors");
    fs::copy(from, path_);
    manifest["files"]["weights.safetensors"] = "";
    change(manifest, weights);
    if (manifest["files"]["weights.safetensors"] == "")
      manifest["files"]["weights.safetensors"] = to_hex(sha256(weights));
    std::ofstream(path_ / "manifest.json") << manifest;
    std::ofstream(path_ / "weights.safetensors", std::ios::binary) << weights;
  }
  ~ChangedPackage() { fs::remove_all(path_); }
  ChangedPackage(const ChangedPackage&) = delete;
  ChangedPackage& operator=(const ChangedPackage&) = delete;

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

}  // namespace furui::golden
