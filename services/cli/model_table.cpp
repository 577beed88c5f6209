// Cells of models, properties and bounds.
#include "model_table.h"

#include <algorithm>
#include <cstdio>
#include <map>

#include "resource_names.h"  // for version_text, project_of, told_apart
#include "text_table.h"      // for text_table, shortened
#include "visible_text.h"    // for visible

namespace furui::cli {
namespace {

constexpr std::size_t kTitleWidth = 50;

std::string bounds_text(const v1::Property& property) {
  const std::string lower = property.has_lower_bound() ? number_for_people(property.lower_bound()) : "";
  const std::string upper = property.has_upper_bound() ? number_for_people(property.upper_bound()) : "";
  if (!lower.empty() && !upper.empty()) return lower + " to " + upper;
  if (!lower.empty()) return "at least " + lower;
  return upper.empty() ? "" : "at most " + upper;
}

/// "coverage of the 90 % interval 0.61 -> 0.89": raw and calibrated.
std::string figures_text(const v1::Calibration& calibration) {
  const std::map<std::string, double> after(calibration.after().begin(), calibration.after().end());
  std::string text;
  for (const auto& [figure, value] : after) {
    const auto before = calibration.before().find(figure);
    text += (text.empty() ? "" : ", ") + (figure == "coverage90" ? "coverage of the 90 % interval" : figure) + " " +
            (before == calibration.before().end() ? "" : number_for_people(before->second) + " -> ") + number_for_people(value);
  }
  return text;
}

std::string properties_text(const v1::ModelVersion& model) {
  const auto calibrated = std::count_if(model.properties().begin(), model.properties().end(), [](const auto& property) { return property.has_calibration(); });
  return std::to_string(model.properties_size()) + (calibrated == 0 ? "" : " (" + std::to_string(calibrated) + " calibrated)");
}

}  // namespace

std::string state_text(const v1::ModelVersion& model) {
  switch (model.state()) {
    case v1::ModelVersion::STATE_AVAILABLE: return "available";
    case v1::ModelVersion::STATE_DELETED: return "removed";
    default: return "unavailable";
  }
}

std::string number_for_people(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", value);
  return text;
}

std::string model_table(const std::vector<v1::ModelVersion>& models) {
  std::vector<std::string> names;
  for (const auto& model : models) names.push_back(model.name());
  const std::vector<std::string> texts = told_apart(names);
  std::vector<std::vector<std::string>> rows{{"name", "project", "state", "properties", "licence of weights", "title"}};
  std::string reasons;
  for (std::size_t i = 0; i < models.size(); ++i) {
    const auto& model = models[i];
    rows.push_back({version_text(model.name()), project_of(model.name()), state_text(model), properties_text(model),
                    model.licence_weights(), shortened(model.title(), kTitleWidth)});
    if (model.state() == v1::ModelVersion::STATE_UNAVAILABLE) reasons += texts[i] + " is unavailable: " + visible(model.state_reason()) + "\n";
  }
  return text_table(rows) + reasons;
}

std::string property_table(const v1::ModelVersion& model) {
  std::vector<std::vector<std::string>> rows{{"property", "unit", "task", "better", "bounds", "test quality"}};
  for (const auto& property : model.properties()) {
    std::string quality;
    for (const auto& [metric, value] : std::map<std::string, double>(property.quality().begin(), property.quality().end()))
      quality += (quality.empty() ? "" : ", ") + metric + " " + number_for_people(value);
    rows.push_back({property.name(), property.unit(), property.task(), property.direction(), bounds_text(property), quality});
  }
  return text_table(rows);
}

std::string calibration_text(const v1::ModelVersion& model) {
  std::string text;
  for (const auto& property : model.properties()) {
    if (!property.has_calibration()) continue;
    const v1::Calibration& calibration = property.calibration();
    const std::string figures = figures_text(calibration);
    text += "calibrated: " + visible(property.name()) + " by " + visible(calibration.type()) + ", " + std::to_string(calibration.rows()) +
            " measured molecules of " + visible(calibration.dataset()) + (figures.empty() ? "" : "; " + visible(figures)) + "\n";
  }
  return text;
}

std::string domain_text(const v1::ModelVersion& model) {
  if (!model.has_training_domain()) return "";
  const v1::TrainingDomain& domain = model.training_domain();
  return "domain: by Tanimoto similarity to the nearest of " + std::to_string(domain.molecules()) + " training molecules; in from " +
         number_for_people(domain.in()) + ", borderline from " + number_for_people(domain.borderline()) + "\n";
}

}  // namespace furui::cli
