// Who keeps its name where two columns want the same: the models do, input columns become input.NAME.
#include "result_columns.h"

#include <map>
#include <set>

#include "resource_names.h"  // for version_text, project_of

namespace furui::cli {
namespace {

const std::vector<std::string> kPlaceColumns{"rank", "score", "score_std", "meets_all", "in_top", "stays_in_top", "tie_group"};
const std::vector<std::string> kCrystalColumns{"formula", "space_group"};
const std::vector<std::string> kRelaxedColumns{"relaxation", "relaxation_steps", "relaxed_volume_per_atom"};
constexpr const char* kFrontColumn = "front";
const std::vector<std::string> kPickColumns{"pick", "pick_group", "pick_similarity"};
constexpr const char* kAlertsColumn = "alerts";
constexpr const char* kDecompositionColumn = "decomposition";
const std::vector<std::string> kStatusColumns{"status", "reason", "detail"};

void add(std::vector<std::string>& names, const std::vector<std::string>& more) { names.insert(names.end(), more.begin(), more.end()); }

/// Columns between the input's own and the models' values.
std::vector<std::string> names_before_values(const OptionalColumns& optional) {
  std::vector<std::string> names;
  if (optional.crystals) add(names, kCrystalColumns);
  if (optional.relaxed) add(names, kRelaxedColumns);
  if (optional.ranked) add(names, kPlaceColumns);
  if (optional.fronts) names.push_back(kFrontColumn);
  if (optional.picks) add(names, kPickColumns);
  return names;
}

/// Columns behind them.
std::vector<std::string> names_after_values(const OptionalColumns& optional) {
  std::vector<std::string> names;
  if (optional.decomposition) names.push_back(kDecompositionColumn);
  if (optional.alerts) names.push_back(kAlertsColumn);
  add(names, kStatusColumns);
  return names;
}

/// The property that an output column belongs to: the column itself, or "property" of "property.class".
const v1::Property* property_of(const v1::ModelVersion& model, const std::string& column) {
  for (const auto& property : model.properties()) {
    if (property.name() == column) return &property;
    for (const auto& name : property.classes()) {
      if (property.name() + "." + name == column) return &property;
    }
  }
  return nullptr;
}

/// "admet-ai" of "projects/shared/models/admet-ai/versions/2.0.1".
std::string model_of(const std::string& name) {
  const auto begin = name.find("/models/") + 8;
  return name.substr(begin, name.find('/', begin) - begin);
}

}  // namespace

std::vector<std::string> ResultColumns::header() const {
  std::vector<std::string> names = input;
  add(names, names_before_values(optional));
  for (const ValueColumn& value : values) {
    names.push_back(value.name);
    if (!value.std_name.empty()) names.push_back(value.std_name);
  }
  add(names, names_after_values(optional));
  return names;
}

ResultColumns result_columns(const std::vector<std::string>& input, const std::vector<v1::ModelVersion>& models,
                             const OptionalColumns& optional) {
  std::map<std::string, int> uses, versions, projects;
  for (const auto& model : models) {
    ++versions[model_of(model.name())];
    ++projects[version_text(model.name())];
    for (const auto& column : model.columns()) ++uses[column];
  }
  ResultColumns result;
  result.optional = optional;
  std::vector<std::string> ours = names_before_values(optional);
  add(ours, names_after_values(optional));
  std::set<std::string> taken(ours.begin(), ours.end());
  for (std::size_t m = 0; m < models.size(); ++m) {
    std::string model = model_of(models[m].name());
    if (versions[model] > 1) model = version_text(models[m].name());
    if (projects[model] > 1) model = project_of(models[m].name()) + "/" + model;
    for (int c = 0; c < models[m].columns_size(); ++c) {
      const std::string& column = models[m].columns(c);
      const v1::Property* property = property_of(models[m], column);
      ValueColumn value;
      value.name = uses[column] > 1 ? model + "/" + column : column;
      if (property != nullptr && property->has_std()) value.std_name = value.name + "_std";
      if (property != nullptr) value.unit = property->unit();
      value.model = m;
      value.column = static_cast<std::size_t>(c);
      taken.insert(value.name);
      if (!value.std_name.empty()) taken.insert(value.std_name);
      result.values.push_back(std::move(value));
    }
  }
  for (const std::string& column : input) {
    std::string name = column;
    while (taken.count(name) != 0) name = "input." + name;
    taken.insert(name);
    result.input.push_back(std::move(name));
  }
  return result;
}

}  // namespace furui::cli
