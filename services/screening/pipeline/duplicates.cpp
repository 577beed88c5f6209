// Stored bytes to crystals, groups to columns.
#include "pipeline/duplicates.h"

#include <nlohmann/json.hpp>

#include "core/crystal.h"              // for parse_crystal, serialize
#include "core/error.h"                // for Error
#include "core/molecule_graph.h"       // for is_molecule_graph
#include "core/thread_pool.h"          // for ThreadPool
#include "crystal/crystal_groups.h"    // for crystal_groups

namespace furui {
namespace {

constexpr std::size_t kColumns = 3;

MaybeCrystal crystal_of(const nlohmann::json& input) {
  Crystal crystal;
  crystal.lattice = input.at("lattice").get<Matrix3>();
  crystal.atomic_numbers = input.at("atomic_numbers").get<std::vector<std::uint8_t>>();
  crystal.fractional = input.at("fractional").get<std::vector<Vector3>>();
  return {serialize(crystal), std::nullopt};
}

}  // namespace

Predictions find_duplicates(const DuplicateParameters& parameters, std::span<const MaybeCrystal> candidates, int threads, const std::function<bool()>& keep_going) {
  const ComparisonTolerance tolerance{parameters.strain, parameters.displacement, parameters.occupancy};
  Predictions result = no_predictions(candidates.size(), kColumns);
  std::vector<std::size_t> rows;
  std::vector<Crystal> crystals;
  for (std::size_t row = 0; row < candidates.size(); ++row) {
    const std::string& content = candidates[row].content;
    Crystal crystal;
    if (!content.empty() && !is_molecule_graph(content)) crystal = parse_crystal(content);
    if (crystal.has_geometry()) {
      rows.push_back(row);
      crystals.push_back(std::move(crystal));
    } else if (content.empty()) {
      result.rejection[row] = candidates[row].rejection;
    } else {
      result.rejection[row] = Rejection{Stage::kPredict, Reason::kNotApplicable, "duplicates are looked for among crystals"};
    }
  }
  const auto crystal = [&](std::size_t i) {
    if (keep_going && !keep_going()) throw Error(ErrorCode::kAborted, "looking for duplicates was cancelled");
    return crystals[i];
  };
  ThreadPool pool(threads);
  const std::vector<std::size_t> groups = crystal_groups(rows.size(), crystal, tolerance, pool);
  pool.for_each(rows.size(), [&](std::size_t i, int) {
    float* values = &result.value[rows[i] * kColumns];
    values[0] = static_cast<float>(rows[groups[i]]);
    values[1] = groups[i] == i ? 0 : 1;
    values[2] = 0;
    if (groups[i] == i) return;
    const auto difference = crystal_difference(crystals[groups[i]], crystals[i], tolerance);
    if (difference) values[2] = static_cast<float>(difference->largest_displacement_angstrom);
  });
  return result;
}

DuplicatesGolden compare_with_golden(const DuplicateParameters& parameters, std::string_view golden, int threads) {
  DuplicatesGolden report;
  while (!golden.empty()) {
    const std::string_view line = golden.substr(0, golden.find('\n'));
    golden.remove_prefix(std::min(golden.size(), line.size() + 1));
    try {
      const nlohmann::json entry = nlohmann::json::parse(line);
      std::vector<MaybeCrystal> crystals;
      for (const nlohmann::json& input : entry.at("crystals")) crystals.push_back(crystal_of(input));
      const auto expected = entry.at("duplicate_of").get<std::vector<std::size_t>>();
      if (expected.size() != crystals.size()) throw std::runtime_error("as many of duplicate_of as of crystals");
      const Predictions found = find_duplicates(parameters, crystals, threads, {});
      for (std::size_t i = 0; i < crystals.size(); ++i) {
        if (!found.rejection[i] && found.value[kColumns * i] == static_cast<float>(expected[i])) continue;
        if (report.wrong++ == 0) report.first_wrong_line = report.rows;
      }
    } catch (const std::exception& error) {
      throw Error(ErrorCode::kInvalidArgument, "golden.jsonl, line " + std::to_string(report.rows + 1) + ": " + error.what());
    }
    ++report.rows;
  }
  return report;
}

}  // namespace furui
