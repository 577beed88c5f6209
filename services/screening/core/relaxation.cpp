// Ranges, names and the stored form of relaxation settings.
#include "core/relaxation.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/error.h"  // for Error

namespace furui {
namespace {

using nlohmann::json;

std::string in_words(double number) {
  std::string text = json(number).dump();
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text;
}

template <typename Number>
void check_range(const char* name, Number value, const RelaxationLimits::Range<Number>& range, const char* unit) {
  if (value >= range.least && value <= range.most) return;  // NaN is not
  throw Error(ErrorCode::kInvalidArgument, std::string("'") + name + "': expected " + in_words(range.least) + " to " + in_words(range.most) + unit +
                                               ", got " + (std::isfinite(value) ? in_words(value) : "no finite number"))
      .with_field(name);
}

void check_ranges(const RelaxationSettings& settings) {
  check_range("force_tolerance", settings.force_tolerance, RelaxationLimits::force_tolerance, " eV/angstrom");
  check_range("max_steps", settings.max_steps, RelaxationLimits::max_steps, "");
  check_range("symmetry_tolerance", settings.symmetry_tolerance, RelaxationLimits::symmetry_tolerance, " angstrom");
  check_range("pressure_gpa", settings.pressure_gpa, RelaxationLimits::pressure_gpa, " GPa");
  check_range("max_seconds", settings.max_seconds, RelaxationLimits::max_seconds, " s");
}

}  // namespace

const char* to_string(Optimizer optimizer) { return optimizer == Optimizer::kLbfgs ? "lbfgs" : "fire"; }

const char* to_string(RelaxationStatus status) {
  switch (status) {
    case RelaxationStatus::kConverged: return "CONVERGED";
    case RelaxationStatus::kNotConverged: return "NOT_CONVERGED";
    case RelaxationStatus::kExploded: return "EXPLODED";
    case RelaxationStatus::kTimeout: return "TIMEOUT";
  }
  return "UNKNOWN";
}

Optimizer parse_optimizer(std::string_view name) {
  if (name == "fire") return Optimizer::kFire;
  if (name == "lbfgs") return Optimizer::kLbfgs;
  throw Error(ErrorCode::kInvalidArgument, "'optimizer': expected fire or lbfgs, got '" + std::string(name) + "'").with_field("optimizer");
}

void check(const RelaxationSettings& settings) {
  check_ranges(settings);
  if (!settings.relax_cell && settings.pressure_gpa != 0)
    throw Error(ErrorCode::kInvalidArgument, "'pressure_gpa': a pressure does nothing to a fixed cell; leave one of them out").with_field("pressure_gpa");
}

std::string in_words(const RelaxationSettings& settings) {
  std::string words = std::string(settings.optimizer == Optimizer::kLbfgs ? "L-BFGS" : "FIRE") + " to " + in_words(settings.force_tolerance) +
                      (settings.relax_cell ? " eV/angstrom on atoms and cell" : " eV/angstrom on atoms in a fixed cell") + ", at most " + std::to_string(settings.max_steps) + " steps";
  if (settings.pressure_gpa != 0) words += ", under " + in_words(settings.pressure_gpa) + " GPa";
  if (!settings.keep_symmetry) return words + ", symmetry not kept";
  words += ", symmetry kept";
  if (settings.symmetry_tolerance != kExactSymmetryTolerance) words += " as found within " + in_words(settings.symmetry_tolerance) + " angstrom";
  return words;
}

std::string to_json(const RelaxationSettings& settings) {
  return json{{"force_tolerance", settings.force_tolerance},
              {"max_steps", settings.max_steps},
              {"optimizer", to_string(settings.optimizer)},
              {"relax_cell", settings.relax_cell},
              {"keep_symmetry", settings.keep_symmetry},
              {"symmetry_tolerance", settings.symmetry_tolerance},
              {"pressure_gpa", settings.pressure_gpa},
              {"max_seconds", settings.max_seconds}}
      .dump();
}

RelaxationSettings parse_relaxation_settings(std::string_view text) {
  RelaxationSettings settings;
  try {
    const json object = json::parse(text);
    settings.force_tolerance = object.at("force_tolerance").get<double>();
    settings.max_steps = object.at("max_steps").get<int>();
    settings.optimizer = parse_optimizer(object.at("optimizer").get<std::string>());
    settings.relax_cell = object.at("relax_cell").get<bool>();
    settings.keep_symmetry = object.at("keep_symmetry").get<bool>();
    settings.symmetry_tolerance = object.at("symmetry_tolerance").get<double>();
    settings.pressure_gpa = object.at("pressure_gpa").get<double>();
    settings.max_seconds = object.at("max_seconds").get<double>();
  } catch (const json::exception&) {
    throw Error(ErrorCode::kInvalidArgument, "expected relaxation settings as JSON, each field by its name");
  }
  check_ranges(settings);
  return settings;
}

}  // namespace furui
