// Measures relaxations: the crystals of a golden-like file in, seconds and steps out, and where each ended.
//
//   furui_relax_bench PACKAGE CRYSTALS.jsonl OUT.jsonl [FMAX] [STEPS] [THREADS] [DEVICE] [SYMMETRY] [STATIC]
//
// CRYSTALS: lines that hold an "input", as golden.jsonl does. OUT: a line a crystal, as peer_relax.py writes them.
// SYMMETRY: 1 keeps it, as furui does by default, where the layer crystal is built; 0 does not, as StructOptimizer.
// STATIC: batches of so many crystals that are evaluated whole until the last of them has ended, as libraries without
// flights do it. Prints one JSON object.
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "core/thread_pool.h"           // for usable_cores
#ifdef FURUI_BENCH_SYMMETRY
#include "crystal/symmetry_operations.h"  // for symmetry_operations
#endif
#include "predict/crystal_predictor.h"  // for CrystalPredictor, golden_crystals
#include "predict/relaxation_flight.h"  // for RelaxationFlight

namespace {

using Json = nlohmann::json;

std::string read(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Json line_of(const furui::RelaxingCrystal& crystal) {
  if (crystal.rejection()) return {{"rejected", crystal.rejection()->detail}};
  const auto& way = crystal.trajectory();
  return {{"status", to_string(*crystal.status())},
          {"steps", crystal.steps()},
          {"energy_per_atom", way.energy_per_atom.back()},
          {"volume_per_atom", way.volume.back() / static_cast<float>(crystal.crystal().size())}};
}

std::vector<furui::SymmetryOperation> operations_of(const furui::Crystal& crystal, bool symmetry) {
#ifdef FURUI_BENCH_SYMMETRY
  if (symmetry) return furui::symmetry_operations(crystal, furui::kExactSymmetryTolerance);
#endif
  (void)crystal;
  (void)symmetry;
  return {};
}

using Ended = std::vector<std::unique_ptr<furui::RelaxingCrystal>>;

Ended in_static_batches(furui::CrystalPredictor& predictor, const std::vector<furui::Crystal>& starts, const furui::RelaxationSettings& settings, bool symmetry, std::size_t size) {
  Ended ended;
  for (const auto& start : starts) ended.push_back(std::make_unique<furui::RelaxingCrystal>(start, settings, operations_of(start, symmetry)));
  for (std::size_t begin = 0; begin < ended.size(); begin += size) {
    const std::size_t end = std::min(ended.size(), begin + size);
    for (bool any = true; any;) {
      std::vector<const furui::Crystal*> all;
      for (std::size_t i = begin; i < end; ++i) all.push_back(&ended[i]->crystal());
      std::vector<furui::CrystalFields> fields;
      const auto got = predictor.predict(all, &fields);
      any = false;
      for (std::size_t i = begin; i < end; ++i) {
        if (ended[i]->ended()) continue;
        if (got.rejection[i - begin]) ended[i]->take(*got.rejection[i - begin]);
        else ended[i]->take({fields[i - begin].energy_per_atom, fields[i - begin].forces, fields[i - begin].stress}, 0);
        any = any || !ended[i]->ended();
      }
    }
  }
  return ended;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fputs("usage: furui_relax_bench PACKAGE CRYSTALS.jsonl OUT.jsonl [FMAX] [STEPS] [THREADS] [DEVICE] [SYMMETRY] [STATIC]\n", stderr);
    return 2;
  }
  furui::RelaxationSettings settings;
  if (argc > 4) settings.force_tolerance = std::stod(argv[4]);
  if (argc > 5) settings.max_steps = std::stoi(argv[5]);
  const int threads = argc > 6 && std::stoi(argv[6]) > 0 ? std::stoi(argv[6]) : furui::usable_cores();
  const auto crystals = furui::golden_crystals(read(argv[2]));
  const auto predictor = furui::CrystalPredictor::load(argv[1], {.device = argc > 7 ? argv[7] : "cpu", .threads = threads});
  const bool symmetry = argc > 8 && std::stoi(argv[8]) != 0;
  const auto begin = std::chrono::steady_clock::now();
  Ended in_batches;
  furui::RelaxationFlight flight(*predictor, settings, predictor->sites_at_once());
  if (argc > 9) {
    in_batches = in_static_batches(*predictor, crystals, settings, symmetry, std::stoul(argv[9]));
  } else {
    for (const auto& crystal : crystals) flight.add(crystal, operations_of(crystal, symmetry));
    while (flight.step()) {
    }
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  const Ended& ended = argc > 9 ? in_batches : flight.crystals();
  std::ofstream out(argv[3]);
  std::size_t steps = 0, atom_steps = 0;
  for (const auto& crystal : ended) {
    out << line_of(*crystal).dump() << "\n";
    steps += static_cast<std::size_t>(crystal->steps());
    atom_steps += static_cast<std::size_t>(crystal->steps()) * crystal->crystal().size();
  }
  const Json report{{"crystals", crystals.size()}, {"threads", threads}, {"steps", steps}, {"seconds", seconds},
                    {"crystals_per_second", static_cast<double>(crystals.size()) / seconds}, {"atom_steps_per_second", static_cast<double>(atom_steps) / seconds}};
  std::printf("%s\n", report.dump().c_str());
  return 0;
}
