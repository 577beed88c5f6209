// Models and candidate results for tests, made of few words.
#pragma once

#include <string>
#include <vector>

#include "furui/v1/candidate.pb.h"
#include "furui/v1/model_service.pb.h"

namespace furui::cli {

/// A model version "projects/shared/models/NAME/versions/VERSION" with regression properties that state a std.
v1::ModelVersion model_of(const std::string& name, const std::string& version, const std::vector<std::string>& properties);

/// A candidate with an id and, from this model, values with stds of 0.1.
v1::CandidateResult candidate_of(int ordinal, const std::string& id, const v1::ModelVersion& model, const std::vector<float>& values);

/// A candidate that this model rejected.
v1::CandidateResult rejected_candidate(int ordinal, const std::string& id, const v1::ModelVersion& model, const std::string& reason,
                                       const std::string& detail);

}  // namespace furui::cli
