// Values of a structure in JSON, with refusals that name the place.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/crystal.h"  // for Matrix3, Vector3

namespace furui {

/// Parses a text of one structure.
/// throws Refused, PARSE_ERROR with line and byte, where it is no JSON: RFC 8259, depth of at most kMaxJsonDepth
nlohmann::json json_of(std::string_view text);

/// A member of an object; nullptr where there is none, it is null, or `of` is no object.
const nlohmann::json* member_of(const nlohmann::json& of, const char* key);

/// place  of the value, for the refusal: "lattice.matrix, row 2"
/// throws Refused, PARSE_ERROR, where it is not three finite numbers
Vector3 vector_of(const nlohmann::json& value, const std::string& place);

/// Three rows of three numbers.
/// throws as vector_of
Matrix3 matrix_of(const nlohmann::json& value, const std::string& place);

/// How a value is shown in a refusal: its JSON, at most 60 bytes of it.
std::string shown(const nlohmann::json& value);

}  // namespace furui
