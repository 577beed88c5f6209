// Typed access to a parameters object, remembering which keys were read.
#include "predict/parameter_reader.h"

#include <cmath>
#include <utility>

#include "core/error.h"  // for Error

namespace furui {

ParameterReader::ParameterReader(std::string_view json, std::string network, std::string architecture)
    : network_(std::move(network)), architecture_(std::move(architecture)) {
  object_ = Json::parse(json, nullptr, false);
  if (!object_.is_object()) complain("parameters", "an object");
}

void ParameterReader::complain(const std::string& key, const std::string& expected) const {
  std::string came;
  if (const auto found = object_.find(key); found != object_.end()) came = ", not " + found->dump().substr(0, 80);
  throw Error(ErrorCode::kInvalidArgument, "network '" + network_ + "' of architecture " + architecture_ + ": parameter '" +
                                               key + "': expected " + expected + came + "; see models/README.md")
      .with_field("networks." + network_ + ".parameters." + key);
}

const ParameterReader::Json& ParameterReader::value(const std::string& key, const std::string& expected) {
  const auto found = object_.find(key);
  if (found == object_.end()) complain(key, expected + ", but it is absent");
  read_.insert(key);
  return *found;
}

std::string ParameterReader::text(const std::string& key, const std::string& expected) {
  const Json& found = value(key, expected);
  if (!found.is_string()) complain(key, expected);
  return found.get<std::string>();
}

bool ParameterReader::boolean(const std::string& key) {
  const Json& found = value(key, "true or false");
  if (!found.is_boolean()) complain(key, "true or false");
  return found.get<bool>();
}

std::int64_t ParameterReader::whole(const std::string& key, std::int64_t low, std::int64_t high) {
  const std::string expected = "a whole number from " + std::to_string(low) + " to " + std::to_string(high);
  const Json& found = value(key, expected);
  if (!found.is_number_integer() || found < low || found > high) complain(key, expected);
  return found.get<std::int64_t>();
}

double ParameterReader::positive(const std::string& key) {
  const Json& found = value(key, "a number above 0");
  if (!found.is_number() || !(found.get<double>() > 0) || !std::isfinite(found.get<double>())) complain(key, "a number above 0");
  return found.get<double>();
}

void ParameterReader::refuse_unread() const {
  for (const auto& [key, unused] : object_.items()) {
    if (read_.count(key) == 0) complain(key, "no such parameter here");
  }
}

}  // namespace furui
