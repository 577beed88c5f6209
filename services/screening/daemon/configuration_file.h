// A TOML configuration file as arguments of `furuid serve`.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace furui::daemon {

/// Each key of the file as "--key=value"; "_" in a key means "-".
///
/// known    long options that the file may set
/// throws   Error{INVALID_ARGUMENT} naming the line and what was expected, or the nearest known key
std::vector<std::string> arguments_of_file(const std::filesystem::path& file, const std::vector<std::string>& known);

}  // namespace furui::daemon
