// Random points for Pareto tests, and the golden sets of pymoo.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "rank/pareto_objective.h"  // for ParetoObjective, Goal

namespace furui {

/// Columns with a goal each, and the violations.
struct ParetoPoints {
  std::size_t candidates = 0;
  std::vector<std::vector<float>> columns;
  std::vector<Goal> goals;
  std::vector<float> violation;

  static constexpr float kTarget = 0.25f;  // of every objective that has one

  std::vector<ParetoObjective> objectives() const {
    std::vector<ParetoObjective> all;
    for (std::size_t o = 0; o < columns.size(); ++o) all.push_back({columns[o], goals[o], kTarget});
    return all;
  }

  ParetoPoints rows(const std::vector<std::size_t>& chosen) const {
    ParetoPoints points{chosen.size(), std::vector<std::vector<float>>(columns.size()), goals, {}};
    for (std::size_t row : chosen) {
      for (std::size_t o = 0; o < columns.size(); ++o) points.columns[o].push_back(columns[o][row]);
      if (!violation.empty()) points.violation.push_back(violation[row]);
    }
    return points;
  }
};

/// What besides plain numbers random points hold.
struct Oddities {
  int levels = 1 << 20;      ///< values are multiples of 1 / levels: few make equal values abound
  bool nan = false;
  bool infinities = false;
  bool violations = false;
};

inline ParetoPoints random_points(std::mt19937& random, std::size_t candidates, std::size_t objectives, const Oddities& odd) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  ParetoPoints points{candidates, {}, {}, {}};
  for (std::size_t o = 0; o < objectives; ++o) {
    points.goals.push_back(static_cast<Goal>(random() % 3));
    std::vector<float>& column = points.columns.emplace_back();
    for (std::size_t row = 0; row < candidates; ++row) {
      float value = static_cast<float>(random() % static_cast<unsigned>(odd.levels)) / static_cast<float>(odd.levels);
      if (value == 0 && random() % 2 == 0) value = -0.0f;
      if (odd.infinities && random() % 8 == 0) value = random() % 2 == 0 ? kInfinity : -kInfinity;
      if (odd.nan && random() % 12 == 0) value = std::numeric_limits<float>::quiet_NaN();
      column.push_back(value);
    }
  }
  for (std::size_t row = 0; odd.violations && row < candidates; ++row)
    points.violation.push_back(random() % 2 == 0 ? 0.0f : static_cast<float>(random() % 5) / 4);
  return points;
}

/// The cells of a line of a golden set, read one after another.
class GoldenLine {
 public:
  explicit GoldenLine(const std::string& line) : cells_(line) {}

  bool ends() { return (cells_ >> std::ws).eof(); }
  std::string text() {
    std::string cell;
    if (!(cells_ >> cell)) throw std::runtime_error("a golden line ends too early");
    return cell;
  }
  double number() { return std::strtod(text().c_str(), nullptr); }  // streams read no "inf"
  Goal goal() {
    const std::string name = text();
    return name == "minimize" ? Goal::kMinimize : name == "maximize" ? Goal::kMaximize : Goal::kTarget;
  }
  /// "objectives, goals...": points that have no rows yet.
  ParetoPoints head() {
    ParetoPoints points;
    points.columns.resize(static_cast<std::size_t>(number()));
    for (std::size_t o = 0; o < points.columns.size(); ++o) points.goals.push_back(goal());
    return points;
  }
  void add_row(ParetoPoints& points) {
    for (std::vector<float>& column : points.columns) column.push_back(static_cast<float>(number()));
    ++points.candidates;
  }

 private:
  std::istringstream cells_;
};

inline std::vector<std::string> golden_lines(const std::string& file) {
  std::ifstream in(std::string(FURUI_SOURCE_DIR) + "/tests/unit/rank/golden/" + file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

}  // namespace furui
