// Points, ends and checkpoints of one relaxation.
#include "predict/relaxing_crystal.h"

#include <cmath>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "core/number_text.h"  // for formatted

namespace furui {
namespace {

constexpr std::uint8_t kCheckpointVersion = 1;

void put(std::string& bytes, const void* from, std::size_t size) { bytes.append(static_cast<const char*>(from), size); }

template <typename Number>
void put_all(std::string& bytes, const std::vector<Number>& numbers) {
  const std::uint64_t count = numbers.size();
  put(bytes, &count, sizeof count);
  put(bytes, numbers.data(), numbers.size() * sizeof(Number));
}

// Reads what was put, in its order.
class Taker {
 public:
  explicit Taker(std::string_view bytes) : rest_(bytes) {}

  void take(void* to, std::size_t size) {
    if (size > rest_.size()) throw std::runtime_error("a relaxation's checkpoint is cut off");
    if (size > 0) std::memcpy(to, rest_.data(), size);
    rest_.remove_prefix(size);
  }
  template <typename Number>
  std::vector<Number> take_all() {
    std::uint64_t count = 0;
    take(&count, sizeof count);
    if (count > rest_.size() / sizeof(Number)) throw std::runtime_error("a relaxation's checkpoint is cut off");
    std::vector<Number> numbers(count);
    take(numbers.data(), count * sizeof(Number));
    return numbers;
  }
  bool empty() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

}  // namespace

RelaxingCrystal::RelaxingCrystal(Crystal start, const RelaxationSettings& settings, std::vector<SymmetryOperation> operations)
    : settings_(settings),
      start_volume_(std::abs(volume(start))),
      filter_(std::move(start), settings.relax_cell, settings.pressure_gpa),
      symmetry_(std::move(operations)),
      optimizer_(make_geometry_optimizer(settings.optimizer)) {}

void RelaxingCrystal::end(RelaxationStatus status, std::string detail) {
  status_ = status;
  detail_ = std::move(detail);
  optimizer_ = make_geometry_optimizer(settings_.optimizer);  // what it remembers is of no more use, and may be large
}

void RelaxingCrystal::take(GeometryEvaluation evaluation, double seconds) {
  if (ended()) throw std::logic_error("a relaxation that has ended takes no more");
  seconds_ += seconds;
  symmetry_.apply(crystal().lattice, evaluation.forces, evaluation.stress);
  const std::vector<double> forces = filter_.forces(evaluation.forces, evaluation.stress);
  const double largest = longest_row(forces), now = std::abs(volume(crystal()));
  trajectory_.energy_per_atom.push_back(static_cast<float>(evaluation.energy_per_atom));
  trajectory_.largest_force.push_back(static_cast<float>(largest));
  trajectory_.volume.push_back(static_cast<float>(now));
  if (largest < settings_.force_tolerance) return end(RelaxationStatus::kConverged, "");
  if (!std::isfinite(largest) || now > start_volume_ * kMostVolumeChange || now < start_volume_ / kMostVolumeChange) {
    return end(RelaxationStatus::kExploded, "step " + std::to_string(steps()) + ": the cell's volume went from " + formatted("%.1f", start_volume_) + " to " +
                                                formatted("%.1f", now) + " cubic angstrom, with a force of " + formatted("%.3g", largest) + " eV/angstrom");
  }
  const std::string left = std::string("the largest force on ") + (settings_.relax_cell ? "atoms and cell" : "atoms") + " is " + formatted("%.3g", largest) + " eV/angstrom after " + std::to_string(steps()) + " steps";
  if (steps() >= settings_.max_steps) return end(RelaxationStatus::kNotConverged, left + "; more steps may do");
  if (seconds_ > settings_.max_seconds) return end(RelaxationStatus::kTimeout, left + " and " + formatted("%.0f", seconds_) + " s of computing");
  std::vector<double> coordinates = filter_.coordinates();
  optimizer_->step(forces, coordinates);
  filter_.move_to(coordinates);
}

void RelaxingCrystal::take(const Rejection& rejection) {
  if (ended()) throw std::logic_error("a relaxation that has ended takes no more");
  if (trajectory_.points() == 0) {
    rejection_ = rejection;
  } else {
    end(RelaxationStatus::kExploded, "step " + std::to_string(steps() + 1) + ": " + rejection.detail);
  }
}

std::string RelaxingCrystal::checkpoint() const {
  std::string bytes;
  put(bytes, &kCheckpointVersion, sizeof kCheckpointVersion);
  const auto status = static_cast<std::uint8_t>(status_ ? static_cast<std::uint8_t>(*status_) : 0);
  put(bytes, &status, sizeof status);
  put(bytes, &seconds_, sizeof seconds_);
  put_all(bytes, filter_.coordinates());
  put_all(bytes, optimizer_->memory());
  put_all(bytes, trajectory_.energy_per_atom);
  put_all(bytes, trajectory_.largest_force);
  put_all(bytes, trajectory_.volume);
  put_all(bytes, std::vector<char>(detail_.begin(), detail_.end()));
  return bytes;
}

void RelaxingCrystal::restore(std::string_view checkpoint) {
  Taker taker(checkpoint);
  std::uint8_t version = 0, status = 0;
  taker.take(&version, sizeof version);
  if (version != kCheckpointVersion) throw std::runtime_error("a relaxation's checkpoint is of another version");
  taker.take(&status, sizeof status);
  if (status > static_cast<std::uint8_t>(RelaxationStatus::kTimeout)) throw std::runtime_error("a relaxation's checkpoint has an unknown status");
  taker.take(&seconds_, sizeof seconds_);
  const auto coordinates = taker.take_all<double>();
  if (coordinates.size() != filter_.coordinates().size()) throw std::runtime_error("a relaxation's checkpoint is of another crystal");
  optimizer_->restore(taker.take_all<double>());
  trajectory_.energy_per_atom = taker.take_all<float>();
  trajectory_.largest_force = taker.take_all<float>();
  trajectory_.volume = taker.take_all<float>();
  const auto detail = taker.take_all<char>();
  if (!taker.empty()) throw std::runtime_error("a relaxation's checkpoint has bytes left over");
  if (coordinates != filter_.coordinates()) filter_.move_to(coordinates);  // which would round the start's places
  detail_.assign(detail.begin(), detail.end());
  status_.reset();
  if (status != 0) status_ = static_cast<RelaxationStatus>(status);
}

}  // namespace furui
