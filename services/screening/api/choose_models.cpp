// Properties of a profile to the models that have them.
#include "api/choose_models.h"

#include <algorithm>

#include "api/resource_names.h"  // for parse_model_reference
#include "core/error.h"    // for Error
#include "rank/place.h"    // for place
#include "rank/ranking.h"  // for check_profile, whose messages name line and nearest name

namespace furui::api {
namespace {

/// Of each model the newest version that is available, by model name.
std::vector<ModelVersionRow> newest_available(const std::vector<ModelVersionRow>& known) {
  std::map<std::string, const ModelVersionRow*> newest;
  for (const ModelVersionRow& row : known) {
    if (row.state != ModelState::kAvailable) continue;
    const ModelVersionRow*& best = newest[row.manifest.name];
    // A model of the project goes before a shared one of the same name, as when it is looked up by name.
    const bool own = best == nullptr || (best->project == "shared" && row.project != "shared");
    const bool newer = best != nullptr && best->project == row.project && row.id > best->id;
    if (own || newer) best = &row;
  }
  std::vector<ModelVersionRow> rows;
  for (const auto& [name, row] : newest) rows.push_back(*row);
  return rows;
}

}  // namespace

std::vector<ModelVersionRow> models_of(Database& database, const ScreeningRow& screening) {
  std::vector<ModelVersionRow> models;
  for (const std::int32_t id : screening.model_versions) models.push_back(get_model_version(database, id));
  return models;
}

ModelVersionRow available_model(Database& database, const std::string& project, const std::string& reference, const std::string& field) {
  const VersionName name = parse_model_reference(reference, project, field);
  ModelVersionRow row = find_model_version(database, name.project, name.reference());
  if (row.state == ModelState::kAvailable) return row;
  const std::string reason = row.state_reason.empty() ? "" : ": " + row.state_reason;
  throw Error(ErrorCode::kFailedPrecondition,
              "model '" + row.manifest.name + "/" + row.manifest.version + "' is " +
                  (row.state == ModelState::kDeleted ? "deleted" : "unavailable") + reason)
      .with_field(field);
}

std::vector<std::string> properties_of(const Profile& profile) {
  std::vector<std::string> properties;
  const auto add = [&](const std::string& property) {
    if (!property.empty() && std::find(properties.begin(), properties.end(), property) == properties.end()) properties.push_back(property);
  };
  for (const Objective& objective : profile.objectives) add(objective.property);
  for (const ParetoAxis& axis : profile.pareto) add(axis.property);
  for (const Filter& filter : profile.filters) add(filter.property);
  return properties;
}

std::optional<std::size_t> property_of_model(const std::string& reference, const ModelVersionRow& model) {
  const std::string prefix = model.manifest.name + "/";
  const std::string column = reference.starts_with(prefix) ? reference.substr(prefix.size()) : reference;
  for (const Column& of : model.manifest.columns()) {
    if (of.name == column) return of.property;
  }
  return std::nullopt;
}

std::map<std::string, std::string> offered_properties(const std::vector<ModelVersionRow>& models) {
  std::map<std::string, int> owners;
  for (const ModelVersionRow& row : models) {
    for (const Column& column : row.manifest.columns()) ++owners[column.name];
  }
  std::map<std::string, std::string> offered;
  for (const ModelVersionRow& row : models) {
    for (const Column& column : row.manifest.columns()) {
      const std::string& unit = row.manifest.properties[column.property].unit;
      offered[row.manifest.name + "/" + column.name] = unit;
      if (owners[column.name] == 1) offered[column.name] = unit;
    }
  }
  return offered;
}

std::vector<ModelVersionRow> models_for_profile(const Profile& profile, const std::vector<ModelVersionRow>& known) {
  const std::vector<ModelVersionRow> candidates = newest_available(known);
  check_profile(profile, offered_properties(candidates));
  std::vector<ModelVersionRow> chosen;
  const auto choose = [&](const ModelVersionRow& row) {
    const bool there = std::any_of(chosen.begin(), chosen.end(), [&](const auto& other) { return other.id == row.id; });
    if (!there) chosen.push_back(row);
  };
  for (const std::string& property : properties_of(profile)) {
    for (const ModelVersionRow& row : candidates) {
      if (property_of_model(property, row)) choose(row);
    }
  }
  if (!chosen.empty()) return chosen;
  const auto light = std::find_if(candidates.begin(), candidates.end(), [](const ModelVersionRow& row) {
    return row.manifest.input == "molecule" && !row.manifest.files.contains("weights.safetensors");
  });
  if (light == candidates.end())
    throw Error(ErrorCode::kInvalidArgument, "profile '" + profile.name +
                                                 "' names no property, so no model can be chosen for it; name one in 'models'")
        .with_field("screening.models");
  return {*light};
}

namespace {

void check_domain_filters(const Profile& profile, const std::vector<ModelVersionRow>& models) {
  const std::vector<std::string> properties = properties_of(profile);
  const bool stated = std::any_of(models.begin(), models.end(), [&](const ModelVersionRow& model) {
    return model.manifest.states_domain() &&
           std::any_of(properties.begin(), properties.end(), [&](const std::string& property) { return property_of_model(property, model).has_value(); });
  });
  for (std::size_t f = 0; f < profile.filters.size() && !stated; ++f) {
    if (!profile.filters[f].domain) continue;
    throw Error(ErrorCode::kInvalidArgument, place(profile, profile.filters[f].line) + ": a filter by domain, but no model that the profile uses states "
                                             "what its domain is; remove the filter, or use a property of one that does")
        .with_field("filter[" + std::to_string(f) + "].domain");
  }
}

void check_outcomes(const Profile& profile, const std::vector<ModelVersionRow>& models) {
  for (std::size_t i = 0; i < profile.objectives.size(); ++i) {
    const Objective& objective = profile.objectives[i];
    if (objective.outcome != Outcome::kBernoulli) continue;
    for (const ModelVersionRow& model : models) {
      const auto index = property_of_model(objective.property, model);
      if (!index) continue;
      if (model.manifest.properties[*index].task != Task::kRegression) break;
      throw Error(ErrorCode::kInvalidArgument, place(profile, objective.outcome_line) + ": outcome = \"bernoulli\" asks for a classifier's probability, and '" +
                                                   objective.property + "' of the model " + model.manifest.name + " is a number")
          .with_field("objective[" + std::to_string(i) + "].outcome");
    }
  }
}

}  // namespace

void check_models_fit(const Profile& profile, const std::vector<ModelVersionRow>& models) {
  check_domain_filters(profile, models);
  check_outcomes(profile, models);
}

bool needs_alerts(const Profile& profile) {
  return std::any_of(profile.filters.begin(), profile.filters.end(),
                     [](const Filter& filter) { return !filter.alerts.empty(); });
}

}  // namespace furui::api
