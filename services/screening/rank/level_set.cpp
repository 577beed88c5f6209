// Between two bends a curve is monotone, so it passes a level there once or never: bisection finds where.
#include "rank/level_set.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "rank/gaussian.h"  // for normal_between

namespace furui {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// A value beyond the outermost bend by which the curve has passed the level, or one so far away that it never does.
double beyond(const Desirability& curve, double bend, double direction, double level) {
  const bool above = curve(std::nextafter(bend, direction * kInfinity)) >= level;
  double step = std::max(1e-6, std::abs(bend) * 1e-6);
  double value = bend + direction * step;
  for (int doubled = 0; doubled < 200 && (curve(value) >= level) == above; ++doubled) {
    step *= 2;
    value = bend + direction * step;
  }
  return value;
}

/// The value between two at which the curve passes the level; they are on different sides of it.
double bisected(const Desirability& curve, double low, double high, double level) {
  const bool above_at_low = curve(low) >= level;
  for (;;) {
    const double middle = low + (high - low) / 2;
    if (!(low < middle && middle < high)) return high;
    ((curve(middle) >= level) == above_at_low ? low : high) = middle;
  }
}

}  // namespace

std::vector<double> crossings(const Desirability& curve, double level) {
  std::vector<double> found;
  if (curve.bends.empty()) return found;
  std::vector<double> edges{beyond(curve, curve.bends.front(), -1, level)};
  edges.insert(edges.end(), curve.bends.begin(), curve.bends.end());
  edges.push_back(beyond(curve, curve.bends.back(), 1, level));
  const auto at_least = [&](double value) { return curve(value) >= level; };
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
    // Just inside, since a curve may jump at a bend.
    const double low = std::nextafter(edges[i], kInfinity), high = std::nextafter(edges[i + 1], -kInfinity);
    if (low < high && at_least(low) != at_least(high)) found.push_back(bisected(curve, low, high, level));
    if (i + 2 < edges.size() && at_least(high) != at_least(std::nextafter(edges[i + 1], kInfinity))) found.push_back(edges[i + 1]);
  }
  return found;
}

std::vector<Interval> where_at_least(const Desirability& curve, double level) {
  std::vector<double> edges = crossings(curve, level);
  edges.insert(edges.begin(), -kInfinity);
  edges.push_back(kInfinity);
  std::vector<Interval> intervals;
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
    double inside = edges[i] + (edges[i + 1] - edges[i]) / 2;
    if (edges.size() == 2) inside = 0;
    else if (i == 0) inside = edges[1] - std::max(1.0, std::abs(edges[1]));
    else if (i + 2 == edges.size()) inside = edges[i] + std::max(1.0, std::abs(edges[i]));
    if (!(curve(inside) >= level)) continue;
    if (!intervals.empty() && intervals.back().high == edges[i]) intervals.back().high = edges[i + 1];
    else intervals.push_back({edges[i], edges[i + 1]});
  }
  return intervals;
}

std::vector<Interval> intersection(const std::vector<Interval>& a, const std::vector<Interval>& b) {
  std::vector<Interval> both;
  for (const Interval& left : a) {
    for (const Interval& right : b) {
      const Interval part{std::max(left.low, right.low), std::min(left.high, right.high)};
      if (part.low < part.high) both.push_back(part);
    }
  }
  std::sort(both.begin(), both.end());
  return both;
}

double probability_in(const std::vector<Interval>& intervals, double mean, double std) {
  double probability = 0;
  for (const Interval& interval : intervals) probability += normal_between((interval.low - mean) / std, (interval.high - mean) / std);
  return std::min(probability, 1.0);
}

}  // namespace furui
