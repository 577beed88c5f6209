// Names of tasks and directions, and the columns of a model version.
#include "core/manifest.h"

#include <algorithm>

namespace furui {

const char* to_string(Task task) {
  switch (task) {
    case Task::kRegression: return "regression";
    case Task::kBinary: return "binary";
    case Task::kMulticlass: return "multiclass";
  }
  return "unknown";
}

const char* to_string(Direction direction) {
  switch (direction) {
    case Direction::kNone: return "none";
    case Direction::kHigher: return "higher";
    case Direction::kLower: return "lower";
  }
  return "unknown";
}

std::vector<Column> Manifest::columns() const {
  std::vector<Column> result;
  for (std::size_t p = 0; p < properties.size(); ++p) {
    if (properties[p].task == Task::kMulticlass) {
      for (const std::string& label : properties[p].classes) result.push_back({properties[p].name + "." + label, p});
    } else {
      result.push_back({properties[p].name, p});
    }
  }
  return result;
}

const Property* Manifest::find_property(std::string_view wanted) const {
  const auto found = std::find_if(properties.begin(), properties.end(),
                                  [&](const Property& property) { return property.name == wanted; });
  return found == properties.end() ? nullptr : &*found;
}

const Field* Manifest::find_field(std::string_view wanted) const {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& field) { return field.name == wanted; });
  return found == fields.end() ? nullptr : &*found;
}

}  // namespace furui
