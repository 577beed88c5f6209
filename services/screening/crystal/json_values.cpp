// Our own pass over the text comes first: it bounds the depth and names the line.
#include "crystal/json_values.h"

#include <cmath>

#include "core/json_text.h"           // for json_defect
#include "crystal/structure_lines.h"  // for refuse

namespace furui {

using Json = nlohmann::json;

Json json_of(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  if (const auto defect = json_defect(text)) refuse(Reason::kParseError, "no JSON, " + defect->text());
  try {
    return Json::parse(text);
  } catch (const Json::exception&) {
    refuse(Reason::kParseError, "the JSON holds NaN, Infinity, a number beyond 1e308, or text that is no UTF-8; expected null or a number in its place");
  }
}

const Json* member_of(const Json& of, const char* key) {
  if (!of.is_object()) return nullptr;
  const auto found = of.find(key);
  return found == of.end() || found->is_null() ? nullptr : &*found;
}

Vector3 vector_of(const Json& value, const std::string& place) {
  Vector3 vector{};
  bool good = value.is_array() && value.size() == 3;
  for (std::size_t axis = 0; axis < 3 && good; ++axis) {
    good = value[axis].is_number();
    if (good) vector[axis] = value[axis].get<double>();
    good = good && std::isfinite(vector[axis]);
  }
  if (!good) refuse(Reason::kParseError, place + " is " + shown(value) + "; expected three numbers");
  return vector;
}

Matrix3 matrix_of(const Json& value, const std::string& place) {
  if (!value.is_array() || value.size() != 3) refuse(Reason::kParseError, place + " is " + shown(value) + "; expected three rows of three numbers");
  Matrix3 matrix;
  for (std::size_t row = 0; row < 3; ++row) matrix[row] = vector_of(value[row], place + ", row " + std::to_string(row + 1) + ",");
  return matrix;
}

std::string shown(const Json& value) {
  if (value.is_object()) return "an object";
  if (value.is_array() && value.size() > 20) return "an array of " + std::to_string(value.size());
  const std::string text = value.dump(-1, ' ', true, Json::error_handler_t::replace);
  return text.size() > 60 ? text.substr(0, 60) + "…" : text;
}

}  // namespace furui
