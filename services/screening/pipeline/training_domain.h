// How near a candidate lies to the molecules that a model was trained on.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/manifest.h"             // for Manifest, TrainingSet
#include "core/molecule_graph.h"       // for MoleculeGraph
#include "core/prediction.h"           // for Domain, Predictions
#include "core/thread_pool.h"          // for ThreadPool
#include "pipeline/neighbour_index.h"  // for NeighbourIndex

namespace furui {

/// The grade of a Tanimoto similarity to the nearest training molecule.
Domain grade_of(const TrainingSet& training, double similarity);

/// "nearest training molecule of model mine has Tanimoto 0.231; borderline from 0.300, in from 0.412".
std::string nearness_text(const Manifest& manifest, double similarity);

class TrainingDomain {
 public:
  /// manifest  with `training`
  /// bytes     of the file that it names
  /// threads   0: one a core
  /// throws    Error{INVALID_ARGUMENT} where the file is not what the manifest says, or its kind of fingerprint is unknown
  TrainingDomain(const Manifest& manifest, std::string_view bytes, int threads);

  /// Grades each row that is not rejected and not kOut by its elements or size, with a note where it is not kIn.
  ///
  /// graphs   one a row of the predictions
  /// Not to be called by two threads at once.
  void grade(std::span<const MoleculeGraph* const> graphs, Predictions& predictions) const;

 private:
  Manifest manifest_;
  NeighbourIndex index_;
  std::unique_ptr<ThreadPool> threads_;
};

}  // namespace furui
