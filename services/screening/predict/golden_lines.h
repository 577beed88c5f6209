// The lines of golden.jsonl as JSON objects, and complaints that name the line.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace furui::golden_lines {

/// throws Error{INVALID_ARGUMENT}: "golden.jsonl, line N: …", counted from 1
[[noreturn]] void complain(std::size_t line, const std::string& what);

/// Every line that is not blank: an object that has an "input".
/// throws Error{INVALID_ARGUMENT} naming the line that is none
std::vector<nlohmann::json> parse(std::string_view text);

}  // namespace furui::golden_lines
