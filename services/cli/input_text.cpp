// A wrong guess of the columns or the sheet must be seen at once, so what was chosen is always said.
#include "input_text.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "visible_text.h"  // for visible

namespace furui::cli {

std::string input_text(const std::string& file_summary) {
  const auto summary = nlohmann::json::parse(file_summary, nullptr, false);
  if (!summary.is_object()) return {};
  const auto text = [&](const char* key) { return visible(summary.value(key, std::string())); };
  std::string format = text("format");
  std::transform(format.begin(), format.end(), format.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  std::string line = "read as " + (format == "SMILES" ? "SMILES list" : format == "ARCHIVE" ? "a folder of files" : format);
  if (format != "XLSX" && !text("encoding").empty() && text("encoding") != "bytes") line += ", " + text("encoding");
  if (summary.value("gzip", false)) line += ", gzip";
  std::string parts;
  const auto part = [&](const char* key, const char* words) {
    if (!text(key).empty()) parts += (parts.empty() ? ": " : ", ") + std::string(words) + " '" + text(key) + "'";
  };
  part("sheet", "sheet");
  part("structure_column", "structures from");
  part("id_column", "ids from");
  return line + parts;
}

}  // namespace furui::cli
