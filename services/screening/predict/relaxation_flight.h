// Many crystals relaxed side by side: each leaves when it has ended, and the next takes its place.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/crystal.h"                // for Crystal
#include "core/relaxation.h"             // for RelaxationSettings
#include "predict/crystal_predictor.h"   // for CrystalPredictor
#include "predict/relaxing_crystal.h"    // for RelaxingCrystal

namespace furui {

/// The results do not depend on who flies beside whom: bitwise on CPU, as those of the predictor.
class RelaxationFlight {
 public:
  /// predictor        gives forces and stress (Manifest::can_relax), and outlives the flight
  /// sites_in_flight  crystals are taken up, the largest first, until their sites are as many; at least one is
  RelaxationFlight(CrystalPredictor& predictor, const RelaxationSettings& settings, std::size_t sites_in_flight);

  /// Another crystal to be relaxed; it waits until there is room.
  /// operations  as RelaxingCrystal takes them
  /// checkpoint  of an earlier flight to go on from; empty: none
  /// throws      std::runtime_error as RelaxingCrystal::restore
  void add(const Crystal& start, std::vector<SymmetryOperation> operations, const std::string& checkpoint = {});

  /// Evaluates all in flight once and moves them on; false where all have ended before.
  /// throws  as CrystalPredictor::predict; nothing has moved then
  bool step(const std::function<bool()>& keep_going = {});

  /// In the order in which they were added.
  const std::vector<std::unique_ptr<RelaxingCrystal>>& crystals() const { return crystals_; }
  std::size_t ended() const { return crystals_.size() - waiting_.size() - flying_.size(); }
  /// Steps of all together, those before a checkpoint included.
  std::size_t steps() const;

 private:
  void take_up();

  CrystalPredictor& predictor_;
  RelaxationSettings settings_;
  std::size_t sites_in_flight_;
  std::vector<std::unique_ptr<RelaxingCrystal>> crystals_;
  std::vector<RelaxingCrystal*> waiting_;  // the largest last once sorted
  bool sorted_ = true;
  std::vector<RelaxingCrystal*> flying_;
};

}  // namespace furui
