// Lines of JSON, each a set of phases of its own.
#include "stability/hull_golden.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/elements.h"        // for atomic_number_of
#include "core/error.h"           // for Error
#include "stability/stability.h"  // for assess_stability

namespace furui {
namespace {

Phase phase_of(const nlohmann::json& entry) {
  std::map<std::uint8_t, double> atoms;
  for (const auto& [symbol, count] : entry.at("atoms").items()) atoms[static_cast<std::uint8_t>(atomic_number_of(symbol))] += count.get<double>();
  return {composition_of({atoms.begin(), atoms.end()}), entry.at("energy_per_atom").get<double>()};
}

}  // namespace

HullGoldenReport compare_with_golden(const ReferenceStates& references, std::string_view golden) {
  HullGoldenReport report;
  std::size_t number = 0;
  for (std::size_t begin = 0; begin < golden.size(); ++number) {
    const std::size_t end = std::min(golden.find('\n', begin), golden.size());
    const std::string_view text = golden.substr(begin, end - begin);
    begin = end + 1;
    try {
      const nlohmann::json line = nlohmann::json::parse(text);
      std::vector<Phase> phases;
      for (const auto& entry : line.at("entries")) phases.push_back(phase_of(entry));
      const std::vector<Stability> found = assess_stability(phases, phases.size(), references);
      const auto values = line.at("values").get<std::vector<std::array<double, 2>>>();
      if (values.size() != found.size()) throw Error(ErrorCode::kInvalidArgument, "golden.jsonl line " + std::to_string(number + 1) + ": expected two values an entry");
      for (std::size_t i = 0; i < found.size(); ++i, ++report.rows) {
        const double off = found[i].rejection ? INFINITY : std::max(std::abs(found[i].formation_energy - values[i][0]), std::abs(found[i].above_hull - values[i][1]));
        if (off <= report.worst) continue;
        report.worst = off;
        report.worst_line = number;
      }
    } catch (const nlohmann::json::exception& error) {
      throw Error(ErrorCode::kInvalidArgument, "golden.jsonl line " + std::to_string(number + 1) + ": expected entries and values; " + error.what());
    }
  }
  return report;
}

}  // namespace furui
