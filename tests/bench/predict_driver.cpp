// Measures prediction alone on prepared graphs, on a machine with LibTorch and nothing else.
//
//   furui_predict_bench --graphs FILE --package DIR [--device D] [--threads N] [--batches 1000,8000] [--repeat N]
//                       [--golden FILE] [--json FILE]
//
// FILE of graphs: a little-endian unsigned 64-bit count, then for each graph an unsigned 32-bit length and the bytes
// of core's serialize(). With --golden the first graphs must be those of its lines, and the report is printed.
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/error.h"           // for Error
#include "core/molecule_graph.h"  // for parse_molecule_graph
#include "predict/predictor.h"    // for Predictor

namespace {

using furui::MoleculeGraph;
using furui::PredictStage;

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<MoleculeGraph> read_graphs(const std::string& path) {
  const std::string bytes = read_file(path);
  std::size_t at = 0;
  const auto number = [&](std::size_t size) {
    std::uint64_t value = 0;
    if (size > bytes.size() - at) throw std::runtime_error(path + " ends in the middle of a graph");
    std::memcpy(&value, bytes.data() + at, size);
    at += size;
    return value;
  };
  std::vector<MoleculeGraph> graphs;
  for (std::uint64_t left = number(8); left > 0; --left) {
    const std::uint64_t size = number(4);
    if (size > bytes.size() - at) throw std::runtime_error(path + " ends in the middle of a graph");
    graphs.push_back(furui::parse_molecule_graph(std::string_view(bytes).substr(at, size)));
    at += size;
  }
  return graphs;
}

struct Measurement {
  std::size_t batch = 0;
  double molecules_per_second = 0;
  double core_us = 0;                      ///< CPU time of all threads, a molecule
  std::map<std::string, double> stage_us;  ///< the same by stage; on a GPU wall time
};

// The cheapest of `repeat` passes over `graphs` in batches, and the speed of the fastest.
Measurement measure(furui::Predictor& predictor, const std::vector<const MoleculeGraph*>& graphs, std::size_t batch,
                    int repeat, bool on_cpu) {
  static const std::map<std::string, PredictStage> kStages{{"hash", PredictStage::kHash},
                                                           {"transfer", PredictStage::kTransfer},
                                                           {"multiply", PredictStage::kMultiply},
                                                           {"gather", PredictStage::kGather},
                                                           {"readout", PredictStage::kReadout}};
  Measurement best;
  best.batch = batch;
  const std::size_t count = graphs.size() / batch * batch;
  for (int pass = 0; pass <= repeat; ++pass) {  // the first warms up
    predictor.reset_stage_clock();
    const furui::StageSeconds start = furui::StageClock::now();
    for (std::size_t begin = 0; begin < count; begin += batch)
      predictor.predict(std::span(graphs).subspan(begin, batch));
    const furui::StageSeconds end = furui::StageClock::now();
    if (pass == 0) continue;
    const double molecules = static_cast<double>(count);
    best.molecules_per_second = std::max(best.molecules_per_second, molecules / (end.wall - start.wall));
    const double core_us = 1e6 * (end.core - start.core) / molecules;
    if (pass > 1 && core_us >= best.core_us) continue;
    best.core_us = core_us;
    for (const auto& [name, stage] : kStages) {
      const furui::StageSeconds spent = predictor.stage_clock()->seconds(stage);
      best.stage_us[name] = 1e6 * (on_cpu ? spent.core : spent.wall) / molecules;
    }
  }
  return best;
}

std::vector<std::size_t> sizes_of(const std::string& text) {
  std::vector<std::size_t> sizes;
  std::istringstream list(text);
  for (std::string size; std::getline(list, size, ',');) sizes.push_back(std::stoul(size));
  return sizes;
}

int run(std::map<std::string, std::string> options) {
  const std::vector<MoleculeGraph> graphs = read_graphs(options.at("--graphs"));
  std::vector<const MoleculeGraph*> views;
  for (const MoleculeGraph& graph : graphs) views.push_back(&graph);
  furui::DeviceOptions device;
  device.device = options.count("--device") ? options["--device"] : "auto";
  device.threads = options.count("--threads") ? std::stoi(options["--threads"]) : 0;
  const int repeat = options.count("--repeat") ? std::stoi(options["--repeat"]) : 3;
  const auto environment = furui::predict_environment(furui::resolve_device(device.device));
  const bool on_cpu = environment.at("device") == "cpu";
  nlohmann::json report{{"environment", environment}, {"graphs", graphs.size()}};

  // The package as it is, and cut down to one network and to one member, by what is asked of the driver.
  std::printf("%-12s %7s %12s %9s %9s %9s %9s %9s %9s\n", "model", "batch", "molecules/s", "core us", "hash", "transfer",
              "multiply", "gather", "readout");
  const furui::PredictScope scopes[] = {{1, 1}, {1, 0}, {0, 0}};
  for (const furui::PredictScope& scope : scopes) {
    const auto predictor = furui::Predictor::load(options.at("--package"), device, scope);
    const std::string name = scope.members == 1 ? "one member" : scope.networks == 1 ? "one network" : "whole model";
    for (std::size_t batch : sizes_of(options.count("--batches") ? options["--batches"] : "1000,8000")) {
      if (batch > views.size()) continue;
      const Measurement m = measure(*predictor, views, batch, repeat, on_cpu);
      std::printf("%-12s %7zu %12.0f %9.2f", name.c_str(), m.batch, m.molecules_per_second, m.core_us);
      for (const char* stage : {"hash", "transfer", "multiply", "gather", "readout"})
        std::printf(" %9.2f", m.stage_us.count(stage) ? m.stage_us.at(stage) : 0.0);
      std::printf("\n");
      report["measurements"].push_back({{"model", name},
                                        {"batch", m.batch},
                                        {"molecules_per_second", m.molecules_per_second},
                                        {"core_us_per_molecule", m.core_us},
                                        {"stage_us_per_molecule", m.stage_us}});
    }
    if (scope.networks == 0 && options.count("--golden")) {
      const std::string golden = read_file(options["--golden"]);
      const std::size_t lines = furui::golden_inputs(golden).size();
      const auto found = furui::compare_with_golden(*predictor, std::span(views).first(lines), golden);
      std::printf("golden: %zu rows, worst %.3g of a standard deviation (%s, line %zu): %s\n", found.rows, found.worst,
                  found.worst_column.c_str(), found.worst_row, found.reproduced ? "reproduced" : "NOT reproduced");
      report["golden"] = {{"rows", found.rows}, {"worst", found.worst}, {"reproduced", found.reproduced}};
    }
  }
  if (options.count("--json")) std::ofstream(options["--json"]) << report.dump(2) << "\n";
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  std::map<std::string, std::string> options;
  for (int i = 1; i + 1 < count; i += 2) options[arguments[i]] = arguments[i + 1];
  if (options.count("--graphs") == 0 || options.count("--package") == 0) {
    std::cerr << "usage: furui_predict_bench --graphs FILE --package DIR [--device D] [--threads N]\n"
                 "       [--batches 1000,8000] [--repeat N] [--golden FILE] [--json FILE]\n";
    return 2;
  }
  try {
    return run(options);
  } catch (const std::exception& error) {
    std::cerr << "furui_predict_bench: " << error.what() << "\n";
    return 1;
  }
}
