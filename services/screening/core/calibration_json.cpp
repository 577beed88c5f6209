// The type decides which keys there are, and the property's task which types.
#include "core/calibration_json.h"

#include <limits>

#include "core/manifest_keys.h"  // for number, text, complain

namespace furui {

using namespace manifest_keys;

namespace {

constexpr std::int64_t kMostRows = std::int64_t{1} << 53;
constexpr double kSmallest = std::numeric_limits<double>::min();
constexpr double kLargest = std::numeric_limits<float>::max();  // values and standard deviations are float32

CalibrationType type_of(const std::string& name, const std::string& key, Task task) {
  const bool regression = task == Task::kRegression;
  if (regression && name == "z-scaling") return CalibrationType::kZScaling;
  if (regression && name == "split-conformal") return CalibrationType::kSplitConformal;
  if (task == Task::kBinary && name == "isotonic") return CalibrationType::kIsotonic;
  if (task == Task::kMulticlass) complain(key, "no calibration of a multiclass property, not '" + name + "'");
  complain(key, std::string(regression ? "z-scaling or split-conformal" : "isotonic") + " for a " + to_string(task) +
                    " property, not '" + name + "'");
}

std::vector<double> probabilities(const Json& object, const std::string& where, const char* key) {
  const Json& list = member(object, where, key);
  if (!list.is_array() || list.size() < 2) complain(where + key, "a list of two or more probabilities, not " + excerpt(list));
  std::vector<double> result;
  for (const Json& entry : list) result.push_back(number(entry, where + key, "probabilities in [0, 1]", 0, 1));
  return result;
}

void read_knots(const Json& object, const std::string& where, Calibration& calibration) {
  calibration.knot_x = probabilities(object, where, "x");
  calibration.knot_y = probabilities(object, where, "y");
  const std::vector<double>&x = calibration.knot_x, &y = calibration.knot_y;
  if (x.size() != y.size())
    complain(where + "y", "as many numbers as 'x' has, " + std::to_string(x.size()) + ", not " + std::to_string(y.size()));
  for (std::size_t i = 1; i < x.size(); ++i) {
    const std::string place = "; number " + std::to_string(i + 1) + " is not";
    if (!(x[i] > x[i - 1])) complain(where + "x", "each number above the one before" + place);
    if (!(y[i] >= y[i - 1])) complain(where + "y", "no number below the one before" + place);
  }
}

bool truth(const Json& object, const std::string& where, const char* key) {
  const Json& value = member(object, where, key);
  if (!value.is_boolean()) complain(where + key, "true or false, not " + excerpt(value));
  return value.get<bool>();
}

std::map<std::string, double> figures(const Json& object, const std::string& where, const char* key) {
  std::map<std::string, double> result;
  const Json* entries = optional_member(object, key);
  if (entries == nullptr) return result;
  if (!entries->is_object()) complain(where + key, "an object of figure to value, not " + excerpt(*entries));
  for (const auto& [name, value] : entries->items())
    result[name] = number(value, where + key + "." + name, "a number in [0, 1]", 0, 1);
  return result;
}

}  // namespace

Calibration calibration_of(const Json& object, const std::string& key, const Property& property) {
  if (!object.is_object()) complain(key, "an object, not " + excerpt(object));
  const std::string where = key + ".";
  Calibration calibration;
  calibration.type = type_of(text(object, where, "type"), where + "type", property.task);
  switch (calibration.type) {
    case CalibrationType::kZScaling:
      calibration.factor = number(member(object, where, "factor"), where + "factor", "a number above 0", kSmallest, kLargest);
      break;
    case CalibrationType::kIsotonic:
      read_knots(object, where, calibration);
      break;
    case CalibrationType::kSplitConformal:
      calibration.level = number(member(object, where, "level"), where + "level", "a share in [0.5, 0.999]", 0.5, 0.999);
      calibration.quantile = number(member(object, where, "quantile"), where + "quantile", "a number of 0 or more", 0, kLargest);
      calibration.scaled = truth(object, where, "scaled");
      break;
  }
  if (property.task == Task::kRegression && !property.has_std)
    complain(where + "type", "'has_std' true beside " + std::string(to_string(calibration.type)) + ", which gives standard deviations, not false");
  calibration.rows = count(member(object, where, "rows"), where + "rows", 1, kMostRows);
  calibration.dataset = text(object, where, "dataset");
  if (calibration.dataset.find_first_of("/\\") != std::string::npos)
    complain(where + "dataset", "a file's name without its folder, not '" + calibration.dataset + "'");
  calibration.before = figures(object, where, "before");
  calibration.after = figures(object, where, "after");
  return calibration;
}

}  // namespace furui
