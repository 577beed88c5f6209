// The lower left edge of points in a plane, which tells in logarithmic time whether any of them dominates another point.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace furui {

/// Of the points entered those that no other dominates: x rises from step to step, y falls. Lower is better.
class Stairs {
 public:
  /// Whether a point entered is at most (x, y) in both.
  bool cover(std::uint32_t x, std::uint32_t y) const;

  /// Enters a point that is not covered; those that it covers leave.
  ///
  /// Time O(log n) to find its place, and what moving a run of at most kLongestRun steps, and the beginnings of n /
  /// kLongestRun runs, takes; the latter once in kLongestRun / 2 times.
  void enter(std::uint32_t x, std::uint32_t y);

 private:
  static constexpr std::size_t kLongestRun = 512;
  struct Step {
    std::uint32_t x, y;
  };
  using Run = std::vector<Step>;
  /// Steps that are too many for a run: none of these is empty.
  struct Runs {
    std::vector<std::uint32_t> begin;  // x of each run's first step
    std::vector<Run> run;
  };

  static std::size_t steps_up_to(const Run& run, std::uint32_t x);
  static std::size_t run_of(const Runs& runs, std::uint32_t x);
  static std::size_t covered_from(const Run& run, std::size_t from, std::uint32_t y);
  static std::size_t place_in(const Run& run, Step step);
  static void put(Run& run, std::size_t at, std::size_t end, Step step);
  void enter_long(Step step);

  Run steps_;                   // all of them while they are few, as most stairs always are
  std::unique_ptr<Runs> runs_;  // else
};

}  // namespace furui
