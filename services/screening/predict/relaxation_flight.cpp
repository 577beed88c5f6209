// One call of the predictor for each step of all that fly.
#include "predict/relaxation_flight.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace furui {

RelaxationFlight::RelaxationFlight(CrystalPredictor& predictor, const RelaxationSettings& settings, std::size_t sites_in_flight)
    : predictor_(predictor), settings_(settings), sites_in_flight_(sites_in_flight) {}

void RelaxationFlight::add(const Crystal& start, std::vector<SymmetryOperation> operations, const std::string& checkpoint) {
  crystals_.push_back(std::make_unique<RelaxingCrystal>(start, settings_, std::move(operations)));
  if (!checkpoint.empty()) crystals_.back()->restore(checkpoint);
  if (crystals_.back()->ended()) return;
  waiting_.push_back(crystals_.back().get());
  sorted_ = false;
}

void RelaxationFlight::take_up() {
  if (!sorted_) {
    // The largest first: what takes long should not begin last. Equal ones in their order.
    std::reverse(waiting_.begin(), waiting_.end());
    std::stable_sort(waiting_.begin(), waiting_.end(), [](const auto* a, const auto* b) { return a->crystal().size() < b->crystal().size(); });
    sorted_ = true;
  }
  std::size_t sites = 0;
  for (const RelaxingCrystal* crystal : flying_) sites += crystal->crystal().size();
  while (!waiting_.empty() && (flying_.empty() || sites + waiting_.back()->crystal().size() <= sites_in_flight_)) {
    sites += waiting_.back()->crystal().size();
    flying_.push_back(waiting_.back());
    waiting_.pop_back();
  }
}

bool RelaxationFlight::step(const std::function<bool()>& keep_going) {
  take_up();
  if (flying_.empty()) return false;
  std::vector<const Crystal*> geometries;
  std::size_t sites = 0;
  for (const RelaxingCrystal* crystal : flying_) {
    geometries.push_back(&crystal->crystal());
    sites += crystal->crystal().size();
  }
  const auto start = std::chrono::steady_clock::now();
  std::vector<CrystalFields> fields;
  const Predictions predictions = predictor_.predict(geometries, &fields, keep_going);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  for (std::size_t i = 0; i < flying_.size(); ++i) {
    const double share = static_cast<double>(flying_[i]->crystal().size()) / static_cast<double>(sites);
    if (predictions.rejection[i]) flying_[i]->take(*predictions.rejection[i]);
    else flying_[i]->take(GeometryEvaluation{fields[i].energy_per_atom, std::move(fields[i].forces), fields[i].stress}, seconds * share);
  }
  std::erase_if(flying_, [](const RelaxingCrystal* crystal) { return crystal->ended(); });
  return true;
}

std::size_t RelaxationFlight::steps() const {
  std::size_t steps = 0;
  for (const auto& crystal : crystals_) steps += static_cast<std::size_t>(crystal->steps());
  return steps;
}

}  // namespace furui
