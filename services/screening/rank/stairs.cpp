// Sorted runs of steps: short enough to move, long enough to be few.
#include "rank/stairs.h"

#include <algorithm>

namespace furui {

/// How many steps have at most this x.
std::size_t Stairs::steps_up_to(const Run& run, std::uint32_t x) {
  return static_cast<std::size_t>(std::upper_bound(run.begin(), run.end(), x, [](std::uint32_t value, const Step& step) { return value < step.x; }) - run.begin());
}

/// The last run that begins at most at x, else the first.
std::size_t Stairs::run_of(const Runs& runs, std::uint32_t x) {
  const auto after = std::upper_bound(runs.begin.begin(), runs.begin.end(), x);
  return after == runs.begin.begin() ? 0 : static_cast<std::size_t>(after - runs.begin.begin()) - 1;
}

/// The end of the steps from `from` whose y is at least this.
std::size_t Stairs::covered_from(const Run& run, std::size_t from, std::uint32_t y) {
  std::size_t end = from;
  while (end < run.size() && run[end].y >= y) ++end;
  return end;
}

bool Stairs::cover(std::uint32_t x, std::uint32_t y) const {
  const Run& run = runs_ ? runs_->run[run_of(*runs_, x)] : steps_;
  const std::size_t steps = steps_up_to(run, x);
  return steps > 0 && run[steps - 1].y <= y;  // of those the last is the lowest
}

/// Where a point enters a run that does not cover it: before the steps that it covers, one right above it included.
std::size_t Stairs::place_in(const Run& run, Step step) {
  const std::size_t at = steps_up_to(run, step.x);
  return at > 0 && run[at - 1].x == step.x ? at - 1 : at;
}

/// Puts a step in place of those from `at` before `end`.
void Stairs::put(Run& run, std::size_t at, std::size_t end, Step step) {
  const auto place = run.begin() + static_cast<std::ptrdiff_t>(at);
  if (at == end) {
    run.insert(place, step);
  } else {
    *place = step;
    run.erase(place + 1, run.begin() + static_cast<std::ptrdiff_t>(end));
  }
}

void Stairs::enter(std::uint32_t x, std::uint32_t y) {
  if (runs_) return enter_long({x, y});
  const std::size_t at = place_in(steps_, {x, y});
  put(steps_, at, covered_from(steps_, at, y), {x, y});
  if (steps_.size() < kLongestRun) return;
  runs_ = std::make_unique<Runs>();
  runs_->begin.push_back(steps_.front().x);
  runs_->run.push_back(std::move(steps_));
  steps_ = {};
}

void Stairs::enter_long(Step step) {
  auto& [begin, runs] = *runs_;
  const auto after = [](auto& list, std::size_t i) { return list.begin() + static_cast<std::ptrdiff_t>(i); };
  const std::size_t r = run_of(*runs_, step.x), at = place_in(runs[r], step), end = covered_from(runs[r], at, step.y);
  if (end == runs[r].size()) {
    std::size_t next = r + 1;
    while (next < runs.size() && runs[next].back().y >= step.y) ++next;
    if (next < runs.size()) {
      runs[next].erase(runs[next].begin(), after(runs[next], covered_from(runs[next], 0, step.y)));
      begin[next] = runs[next].front().x;
    }
    begin.erase(after(begin, r + 1), after(begin, next));
    runs.erase(after(runs, r + 1), after(runs, next));
  }
  put(runs[r], at, end, step);
  begin[r] = runs[r].front().x;
  if (runs[r].size() <= kLongestRun) return;
  Run second(after(runs[r], kLongestRun / 2), runs[r].end());
  runs[r].resize(kLongestRun / 2);
  begin.insert(after(begin, r + 1), second.front().x);
  runs.insert(after(runs, r + 1), std::move(second));
}

}  // namespace furui
