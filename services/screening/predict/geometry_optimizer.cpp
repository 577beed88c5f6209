// FIRE and L-BFGS, step by step as their papers have them.
#include "predict/geometry_optimizer.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <stdexcept>

#include "predict/cell_filter.h"  // for longest_row

namespace furui {
namespace {

double product(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

[[noreturn]] void refuse() { throw std::runtime_error("a relaxation's checkpoint is not of this optimizer and size"); }

class Fire final : public GeometryOptimizer {
 public:
  void step(std::span<const double> forces, std::vector<double>& coordinates) override {
    if (velocity_.empty()) {
      velocity_.assign(forces.size(), 0.0);
    } else if (product(forces, velocity_) > 0) {
      const double along = mixing_ * std::sqrt(product(velocity_, velocity_)) / std::sqrt(product(forces, forces));
      for (std::size_t i = 0; i < velocity_.size(); ++i) velocity_[i] = (1 - mixing_) * velocity_[i] + along * forces[i];
      if (downhill_ > kPatience) {
        time_step_ = std::min(time_step_ * 1.1, 1.0);
        mixing_ *= 0.99;
      }
      downhill_ += 1;
    } else {
      std::fill(velocity_.begin(), velocity_.end(), 0.0);
      mixing_ = kFirstMixing;
      time_step_ *= 0.5;
      downhill_ = 0;
    }
    for (std::size_t i = 0; i < velocity_.size(); ++i) velocity_[i] += time_step_ * forces[i];
    const double length = time_step_ * std::sqrt(product(velocity_, velocity_));
    const double shorten = length > kLongestStep ? kLongestStep / length : 1;
    for (std::size_t i = 0; i < velocity_.size(); ++i) coordinates[i] += shorten * time_step_ * velocity_[i];
  }

  std::vector<double> memory() const override {
    std::vector<double> numbers{time_step_, mixing_, downhill_};
    numbers.insert(numbers.end(), velocity_.begin(), velocity_.end());
    return numbers;
  }

  void restore(std::span<const double> memory) override {
    if (memory.size() < 3) refuse();
    time_step_ = memory[0], mixing_ = memory[1], downhill_ = memory[2];
    velocity_.assign(memory.begin() + 3, memory.end());
  }

 private:
  static constexpr double kFirstMixing = 0.1, kLongestStep = 0.2, kPatience = 5;

  double time_step_ = 0.1, mixing_ = kFirstMixing, downhill_ = 0;
  std::vector<double> velocity_;  // empty before the first step
};

class Lbfgs final : public GeometryOptimizer {
 public:
  void step(std::span<const double> forces, std::vector<double>& coordinates) override {
    if (!last_forces_.empty()) remember(forces, coordinates);
    std::vector<double> direction(forces.begin(), forces.end());
    std::vector<double> shares(pairs_.size());
    for (std::size_t i = pairs_.size(); i-- > 0;) {
      const Pair& pair = pairs_[i];
      shares[i] = product(pair.move, direction) / pair.curvature;
      for (std::size_t k = 0; k < direction.size(); ++k) direction[k] -= shares[i] * pair.change[k];
    }
    for (double& x : direction) x /= kFirstCurvature;
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      const Pair& pair = pairs_[i];
      const double share = shares[i] - product(pair.change, direction) / pair.curvature;
      for (std::size_t k = 0; k < direction.size(); ++k) direction[k] += share * pair.move[k];
    }
    last_coordinates_ = coordinates;
    last_forces_.assign(forces.begin(), forces.end());
    const double longest = longest_row(direction);
    const double shorten = longest >= kLongestMove ? kLongestMove / longest : 1;
    for (std::size_t k = 0; k < direction.size(); ++k) coordinates[k] += shorten * direction[k];
  }

  std::vector<double> memory() const override {
    std::vector<double> numbers{static_cast<double>(last_forces_.size())};
    const auto add = [&](const std::vector<double>& more) { numbers.insert(numbers.end(), more.begin(), more.end()); };
    add(last_coordinates_);
    add(last_forces_);
    for (const Pair& pair : pairs_) {
      add(pair.move);
      add(pair.change);
    }
    return numbers;
  }

  void restore(std::span<const double> memory) override {
    if (memory.empty()) refuse();
    const double size = memory[0];
    if (!(size >= 0 && size <= static_cast<double>(memory.size()))) refuse();
    const auto width = static_cast<std::size_t>(size);
    if (width == 0 ? memory.size() != 1 : (memory.size() - 1) % (2 * width) != 0) refuse();
    std::size_t next = 1;
    const auto take = [&] {
      std::vector<double> numbers(memory.begin() + static_cast<std::ptrdiff_t>(next), memory.begin() + static_cast<std::ptrdiff_t>(next + width));
      next += width;
      return numbers;
    };
    pairs_.clear();
    if (width == 0) return;
    last_coordinates_ = take();
    last_forces_ = take();
    while (next < memory.size()) {
      Pair pair{take(), take(), 0};
      pair.curvature = product(pair.change, pair.move);
      pairs_.push_back(std::move(pair));
    }
  }

 private:
  static constexpr double kFirstCurvature = 70, kLongestMove = 0.2;
  static constexpr std::size_t kPairs = 100;

  struct Pair {
    std::vector<double> move, change;  // of coordinates, and of the slope
    double curvature = 0;              // their product
  };

  void remember(std::span<const double> forces, const std::vector<double>& coordinates) {
    Pair pair{coordinates, last_forces_, 0};
    for (std::size_t k = 0; k < forces.size(); ++k) {
      pair.move[k] -= last_coordinates_[k];
      pair.change[k] -= forces[k];
    }
    pair.curvature = product(pair.change, pair.move);
    if (!(pair.curvature > 0)) return;
    pairs_.push_back(std::move(pair));
    if (pairs_.size() > kPairs) pairs_.pop_front();
  }

  std::deque<Pair> pairs_;
  std::vector<double> last_coordinates_, last_forces_;  // empty before the first step
};

}  // namespace

std::unique_ptr<GeometryOptimizer> make_geometry_optimizer(Optimizer optimizer) {
  if (optimizer == Optimizer::kLbfgs) return std::make_unique<Lbfgs>();
  return std::make_unique<Fire>();
}

}  // namespace furui
