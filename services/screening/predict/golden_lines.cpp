// Cuts golden.jsonl into lines and parses each.
#include "predict/golden_lines.h"

#include "core/error.h"  // for Error

namespace furui::golden_lines {

void complain(std::size_t line, const std::string& what) {
  throw Error(ErrorCode::kInvalidArgument, "golden.jsonl, line " + std::to_string(line + 1) + ": " + what);
}

std::vector<nlohmann::json> parse(std::string_view text) {
  std::vector<nlohmann::json> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    nlohmann::json entry = nlohmann::json::parse(line, nullptr, false);
    if (!entry.is_object() || !entry.contains("input")) complain(lines.size(), "expected an object with an 'input'");
    lines.push_back(std::move(entry));
  }
  return lines;
}

}  // namespace furui::golden_lines
