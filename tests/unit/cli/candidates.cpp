// Plain messages, filled in.
#include "candidates.h"

namespace furui::cli {

v1::ModelVersion model_of(const std::string& name, const std::string& version, const std::vector<std::string>& properties) {
  v1::ModelVersion model;
  model.set_name("projects/shared/models/" + name + "/versions/" + version);
  for (const std::string& property : properties) {
    model.add_columns(property);
    auto& added = *model.add_properties();
    added.set_name(property);
    added.set_task("regression");
    added.set_has_std(true);
  }
  return model;
}

v1::CandidateResult candidate_of(int ordinal, const std::string& id, const v1::ModelVersion& model, const std::vector<float>& values) {
  v1::CandidateResult candidate;
  candidate.set_ordinal(ordinal);
  candidate.set_id(id);
  auto& outcome = *candidate.add_outcomes();
  outcome.set_model_version(model.name());
  for (const float value : values) {
    outcome.add_value(value);
    outcome.add_std(0.1f);
  }
  outcome.set_domain(v1::DOMAIN_IN);
  return candidate;
}

v1::CandidateResult rejected_candidate(int ordinal, const std::string& id, const v1::ModelVersion& model, const std::string& reason,
                                       const std::string& detail) {
  v1::CandidateResult candidate;
  candidate.set_ordinal(ordinal);
  candidate.set_id(id);
  auto& outcome = *candidate.add_outcomes();
  outcome.set_model_version(model.name());
  outcome.mutable_rejection()->set_reason(reason);
  outcome.mutable_rejection()->set_detail(detail);
  return candidate;
}

}  // namespace furui::cli
