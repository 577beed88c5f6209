// Keys taken out of a JSON object one by one, each with its own complaint.
#include "core/manifest_keys.h"

#include "core/error.h"        // for Error
#include "core/number_text.h"  // for shortest

namespace furui::manifest_keys {

void complain(const std::string& key, const std::string& expected) {
  throw Error(ErrorCode::kInvalidArgument,
              "manifest.json: '" + key + "': expected " + expected + "; see models/README.md")
      .with_field(key);
}

const Json& member(const Json& object, const std::string& where, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) complain(where + key, "a value, but the key is absent");
  return *found;
}

const Json* optional_member(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::int64_t count(const Json& value, const std::string& key, std::int64_t least, std::int64_t most) {
  // Beyond int64 JSON numbers are unsigned or floating point; neither wraps around here.
  if (!value.is_number_integer() || value < least || value > most)
    complain(key, "an integer from " + std::to_string(least) + " to " + std::to_string(most));
  return value.get<std::int64_t>();
}

std::string text(const Json& object, const std::string& where, const char* key) {
  const Json& value = member(object, where, key);
  if (!value.is_string()) complain(where + key, "a string");
  return value.get<std::string>();
}

std::string text_or_empty(const Json& object, const std::string& where, const char* key) {
  return optional_member(object, key) == nullptr ? std::string() : text(object, where, key);
}

std::vector<std::string> texts(const Json& object, const std::string& where, const char* key) {
  const Json* list = optional_member(object, key);
  if (list == nullptr) return {};
  if (!list->is_array()) complain(where + key, "a list of strings");
  std::vector<std::string> result;
  for (const Json& entry : *list) {
    if (!entry.is_string()) complain(where + key, "a list of strings");
    result.push_back(entry.get<std::string>());
  }
  return result;
}

std::string excerpt(const Json& value) {
  constexpr std::size_t kLongest = 60;
  std::string text = value.dump(-1, ' ', true, Json::error_handler_t::replace);
  if (text.size() > kLongest) text = text.substr(0, kLongest) + "…";
  return text;
}

double number(const Json& value, const std::string& key, const std::string& expected, double least, double most) {
  if (!value.is_number() || !(value >= least && value <= most)) complain(key, expected + ", not " + excerpt(value));
  return value.get<double>();
}

}  // namespace furui::manifest_keys
