// Measures a crystal model: the crystals of a golden-like file in, seconds and rates out, and what was predicted.
//
//   furui_crystal_bench PACKAGE CRYSTALS.jsonl [OUT.jsonl] [THREADS] [DEVICE]
//
// CRYSTALS: lines that hold an "input", as golden.jsonl does. OUT: a line a crystal, in the form of golden.jsonl, or
// {"rejected": …}. Prints one JSON object; times are the best of three, after one run to warm up. Of a chgnet also
// the time for energies alone; "bonds" are those of its cutoffs.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "core/thread_pool.h"           // for ThreadPool, usable_cores
#include "predict/chgnet_engine.h"      // for make_chgnet_cpu_engine
#include "predict/crystal_graph.h"      // for crystal_graph
#include "predict/crystal_predictor.h"  // for CrystalPredictor
#include "predict/package_files.h"      // for read_package

namespace {

using Json = nlohmann::json;

std::string read(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

template <class Run>
double best_of_three(const Run& run) {
  run();
  double best = 1e30;
  for (int round = 0; round < 3; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    run();
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
  return best;
}

// Of a chgnet its own cutoffs.
furui::GraphLimits limits_of(const furui::Network& network) {
  furui::GraphLimits limits;
  if (network.architecture != "chgnet") return limits;
  const auto parameters = furui::parse_chgnet_parameters(network.parameters_json, network.name);
  limits.bond_cutoff_angstrom = parameters.bond_cutoff_angstrom;
  limits.angle_cutoff_angstrom = parameters.angle_cutoff_angstrom;
  return limits;
}

// Energies alone, without slopes: by the engine itself, since a predictor's columns need slopes.
double energy_seconds(const char* package, const std::vector<furui::Crystal>& crystals, int threads) {
  const furui::PackageFiles files = furui::read_package(package);
  const furui::Network& network = files.manifest.networks[0];
  const auto parameters = furui::parse_chgnet_parameters(network.parameters_json, network.name);
  const furui::Safetensors weights(files.weights);
  const auto engine = furui::make_chgnet_cpu_engine(parameters, furui::take_chgnet_weights(weights, network.name, parameters));
  furui::ThreadPool pool(threads);
  return best_of_three([&] {
    pool.for_each(crystals.size(), [&](std::size_t i, int) {
      const auto made = furui::crystal_graph(crystals[i], limits_of(network));
      if (!std::holds_alternative<furui::CrystalGraph>(made)) return;
      const auto tables = furui::crystal_tables(std::get<furui::CrystalGraph>(made));
      const auto* view = &tables;
      engine->run({&view, 1}, false);
    });
  });
}

Json line_of(const furui::Predictions& got, const furui::CrystalFields& fields, std::size_t row) {
  if (got.rejection[row]) return {{"rejected", std::string(to_string(got.rejection[row]->reason)) + ": " + got.rejection[row]->detail}};
  const auto first = got.value.begin() + static_cast<std::ptrdiff_t>(row * got.columns);
  Json line{{"values", std::vector<double>(first, first + static_cast<std::ptrdiff_t>(got.columns))}};
  if (!got.std.empty()) {
    const auto spread = got.std.begin() + static_cast<std::ptrdiff_t>(row * got.columns);
    line["std"] = std::vector<double>(spread, spread + static_cast<std::ptrdiff_t>(got.columns));  // NaN is written as null
  }
  if (!fields.forces.empty()) line.update(Json{{"forces", fields.forces}, {"stress", fields.stress}, {"magnetic_moments", fields.magnetic_moments}});
  return line;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fputs("usage: furui_crystal_bench PACKAGE CRYSTALS.jsonl [OUT.jsonl] [THREADS] [DEVICE]\n", stderr);
    return 2;
  }
  const int threads = argc > 4 ? std::atoi(argv[4]) : furui::usable_cores();
  const auto crystals = furui::golden_crystals(read(argv[2]));
  std::vector<const furui::Crystal*> views;
  for (const auto& crystal : crystals) views.push_back(&crystal);
  const auto predictor = furui::CrystalPredictor::load(argv[1], {.device = argc > 5 ? argv[5] : "cpu", .threads = threads});

  const furui::GraphLimits limits = limits_of(predictor->manifest().networks[0]);
  std::size_t atoms = 0, bonds = 0, angles = 0;
  const double graphs = best_of_three([&] {
    atoms = bonds = angles = 0;
    for (const auto& crystal : crystals) {
      const auto made = furui::crystal_graph(crystal, limits);
      if (const auto* graph = std::get_if<furui::CrystalGraph>(&made)) {
        atoms += crystal.size();
        bonds += graph->bonds.size();
        angles += graph->angles.size();
      }
    }
  });
  const bool has_slopes = predictor->manifest().networks[0].architecture == "chgnet";
  const Json energy = has_slopes ? Json(energy_seconds(argv[1], crystals, threads)) : Json();
  furui::Predictions got;
  std::vector<furui::CrystalFields> fields;
  const double all = best_of_three([&] { got = predictor->predict(views, &fields); });
  if (argc > 3) {
    std::ofstream out(argv[3]);
    for (std::size_t i = 0; i < views.size(); ++i) out << line_of(got, fields[i], i).dump() << "\n";
  }
  const Json report{{"crystals", views.size()}, {"atoms", atoms}, {"bonds", bonds}, {"angles", angles}, {"threads", threads},
                    {"graphs_seconds", graphs}, {"energy_seconds", energy}, {"all_seconds", all}, {"atoms_per_second", static_cast<double>(atoms) / all}};
  std::printf("%s\n", report.dump().c_str());
  return 0;
}
