// The keys of manifest.json, read strictly: every complaint names the key, what was expected and, where short, what came.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace furui::manifest_keys {

using Json = nlohmann::json;

/// throws Error{INVALID_ARGUMENT}: "manifest.json: 'KEY': expected …"
[[noreturn]] void complain(const std::string& key, const std::string& expected);

/// The key's value; `where` ("properties[2].") comes before the key in the complaint where it is absent.
const Json& member(const Json& object, const std::string& where, const char* key);
/// The key's value, or nullptr where it is absent or null.
const Json* optional_member(const Json& object, const char* key);

/// An integer in [least, most].
std::int64_t count(const Json& value, const std::string& key, std::int64_t least, std::int64_t most);
/// A number in [least, most]; `expected` is that in words.
double number(const Json& value, const std::string& key, const std::string& expected, double least, double most);

std::string text(const Json& object, const std::string& where, const char* key);
std::string text_or_empty(const Json& object, const std::string& where, const char* key);
std::vector<std::string> texts(const Json& object, const std::string& where, const char* key);

/// The value as JSON, cut where it is long: for complaints.
std::string excerpt(const Json& value);

}  // namespace furui::manifest_keys
