// What the server's log says at its end.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace furui::cli {

/// The last lines of a file; none where it is absent.
std::vector<std::string> last_lines(const std::filesystem::path& file, std::size_t count);

/// The last lines of the log's last 256 KiB that report an error, in text or JSON.
std::vector<std::string> last_errors(const std::filesystem::path& file, std::size_t count);

}  // namespace furui::cli
