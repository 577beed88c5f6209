// What a manifest states about a D-MPNN network (architecture "dmpnn"), checked key by key.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "predict/activation.h"    // for Activation
#include "predict/environments.h"  // for EnvironmentPlan

namespace furui {

enum class Aggregation { kMean, kSum, kNorm, kAttentive };

/// chemprop's predictors (chemprop/nn/predictors.py, 2.3.1).
enum class OutputKind {
  kRegression,
  kBinary,
  kMulticlass,
  kMve,
  kEvidential,
  kQuantile,
  kBinaryDirichlet,
  kMulticlassDirichlet,
};

/// As models/README.md lists them.
struct DmpnnParameters {
  EnvironmentPlan plan;  ///< featurizer, messages, undirected, depth
  std::size_t hidden = 0;
  bool bias = false;
  Activation activation;
  Aggregation aggregation = Aggregation::kMean;
  float aggregation_norm = 1;
  bool batch_norm = false;
  double batch_norm_epsilon = 1e-5;
  std::vector<std::size_t> ffn_hidden;  ///< widths of the hidden layers; may be empty
  Activation ffn_activation;
  OutputKind output = OutputKind::kRegression;
  std::size_t classes = 0;  ///< multiclass only
  bool unscaled = false;
};

/// Reads a network's parameters.
///
/// json     the object as JSON text
/// network  its name, for messages
/// throws   Error{INVALID_ARGUMENT} naming the parameter that is unknown, absent or out of range
DmpnnParameters parse_dmpnn_parameters(std::string_view json, const std::string& network);

}  // namespace furui
