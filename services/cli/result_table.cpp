// Aligned text; numbers with as many digits as a reader needs, the file has them all.
#include "result_table.h"

#include <algorithm>
#include <cstdio>

#include "result_columns.h"  // for ValueColumn
#include "text_table.h"      // for padded, shortened

namespace furui::cli {
namespace {

constexpr std::size_t kIdWidth = 28;

std::string rounded(float value, const char* format = "%.3g") {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, format, static_cast<double>(value));
  return buffer;
}

/// Value ± std of an objective's property in this candidate.
std::string value_cell(const Screened& screened, const std::vector<ValueColumn>& columns, const std::string& property,
                       const v1::CandidateResult& candidate) {
  const std::string bare = property.substr(property.find('/') == std::string::npos ? 0 : property.find('/') + 1);
  for (const ValueColumn& column : columns) {
    if (column.name != property && column.name != bare) continue;
    for (const auto& outcome : candidate.outcomes()) {
      const auto index = static_cast<int>(column.column);
      if (outcome.model_version() != screened.models[column.model].name() || index >= outcome.value_size()) continue;
      std::string cell = rounded(outcome.value(index));
      if (!column.std_name.empty() && index < outcome.std_size()) cell += " ± " + rounded(outcome.std(index), "%.2g");
      return cell;
    }
  }
  return "";
}

}  // namespace

std::string top_table(const Screened& screened, const std::vector<v1::CandidateResult>& top, std::size_t width) {
  if (top.empty()) return "No candidate has a rank.\n";
  const std::vector<ValueColumn> columns = result_columns({}, screened.models, true).values;
  std::vector<std::vector<std::string>> cells{{"rank", "id", "score"}};
  for (const auto& part : top.front().place().contributions()) cells.front().push_back(part.property());
  for (const auto& candidate : top) {
    std::vector<std::string> row{std::to_string(candidate.place().rank()),
                                 shortened(candidate.id().empty() ? "candidate " + std::to_string(candidate.ordinal()) : candidate.id(), kIdWidth),
                                 rounded(candidate.place().score(), "%.3f")};
    for (const auto& part : candidate.place().contributions()) row.push_back(value_cell(screened, columns, part.property(), candidate));
    cells.push_back(std::move(row));
  }
  std::vector<std::size_t> widths(cells.front().size(), 0);
  for (const auto& row : cells) {
    for (std::size_t c = 0; c < row.size() && c < widths.size(); ++c) widths[c] = std::max(widths[c], display_width(row[c]));
  }
  // Columns that do not fit are left to the file; the last line says which.
  std::size_t fit = 0, used = 0;
  while (fit < widths.size() && (fit < 4 || used + widths[fit] + 2 <= width)) used += widths[fit++] + 2;
  std::string text;
  for (const auto& row : cells) {
    std::string line;
    for (std::size_t c = 0; c < fit && c < row.size(); ++c) line += padded(row[c], widths[c], c != 1) + (c + 1 < fit ? "  " : "");
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  if (fit < cells.front().size()) {
    std::string line = "not shown:";
    for (std::size_t c = fit; c < cells.front().size(); ++c) {
      if (display_width(line + " " + cells.front()[c]) > width) {
        text += line + "\n";
        line = "          ";
      }
      line += " " + cells.front()[c];
    }
    text += line + "\n";
  }
  return text;
}

std::string summary_text(const Summary& summary, bool ranked) {
  std::string text = std::to_string(summary.rows) + " rows: " + std::to_string(summary.ok + summary.out_of_domain) +
                     (ranked ? " ranked" : " predicted");
  if (summary.out_of_domain > 0) text += " (" + std::to_string(summary.out_of_domain) + " out of domain)";
  if (ranked) text += ", " + std::to_string(summary.filtered) + " filtered";
  text += ", " + std::to_string(summary.rejected) + " rejected";
  if (summary.pending > 0) text += ", " + std::to_string(summary.pending) + " not computed yet";
  text += "\n";
  for (const auto& [filter, count] : summary.filters) text += "  filtered: " + std::to_string(count) + " by " + filter + "\n";
  for (const auto& [reason, count] : summary.reasons) text += "  rejected: " + std::to_string(count) + " " + reason + "\n";
  for (const std::string& row : summary.first_rejected) text += "    " + row + "\n";
  const auto more = summary.rejected - static_cast<std::int64_t>(summary.first_rejected.size());
  if (more > 0) text += "    … and " + std::to_string(more) + " more; the result file names them all\n";
  return text;
}

}  // namespace furui::cli
