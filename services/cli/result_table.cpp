// Aligned text; numbers with as many digits as a reader needs, the file has them all.
#include "result_table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

#include "result_columns.h"  // for ValueColumn
#include "text_table.h"      // for padded, shortened, wrapped
#include "visible_text.h"    // for visible

namespace furui::cli {
namespace {

constexpr std::size_t kIdWidth = 28;
constexpr std::size_t kTextWidth = 100;
constexpr std::size_t kOneLineHeading = 12;
constexpr std::size_t kShownColumns = 3;

std::string rounded(float value, const char* format = "%.3g") {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, format, static_cast<double>(value));
  return buffer;
}

/// Two digits, or that it is too small to matter beside the value.
std::string std_text(float value, float std) {
  if (std > 0 && std < 0.001f && std::abs(value) >= 0.1f) return "<0.001";
  return rounded(std, "%.2g");
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
      if (!column.std_name.empty() && index < outcome.std_size()) cell += " ± " + std_text(outcome.value(index), outcome.std(index));
      return cell;
    }
  }
  return "";
}

std::string id_cell(const v1::CandidateResult& candidate) {
  return shortened(candidate.id().empty() ? "candidate " + std::to_string(candidate.ordinal()) : candidate.id(), kIdWidth);
}

/// One column of the table: a heading of up to two lines, and a cell a candidate.
struct Column {
  std::array<std::string, 2> heading;
  bool right = true;
  std::vector<std::string> cells;

  std::size_t width() const {
    std::size_t widest = std::max(display_width(heading[0]), display_width(heading[1]));
    for (const std::string& cell : cells) widest = std::max(widest, display_width(cell));
    return widest;
  }
};

/// A long name like "Lipophilicity_AstraZeneca" takes two lines, or its column would be mostly empty.
std::array<std::string, 2> heading(const std::string& property) {
  const auto underscore = property.find('_');
  if (property.size() <= kOneLineHeading || underscore == std::string::npos) return {property, ""};
  return {property.substr(0, underscore + 1), property.substr(underscore + 1)};
}

std::string rows_text(std::int64_t rows) { return std::to_string(rows) + (rows == 1 ? " row" : " rows"); }

/// "VDss_Lombardo (7), Half_Life_Obach (6), …": the largest counts first.
std::string most_often(const std::map<std::string, std::int64_t>& counts, std::size_t shown) {
  std::vector<std::pair<std::string, std::int64_t>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string text;
  for (std::size_t i = 0; i < sorted.size() && i < shown; ++i)
    text += (i > 0 ? ", " : "") + sorted[i].first + " (" + std::to_string(sorted[i].second) + ")";
  return text + (sorted.size() > shown ? ", …" : "");
}

std::size_t total_width(const std::vector<Column>& columns) {
  std::size_t total = 0;
  for (const Column& column : columns) total += column.width() + (total > 0 ? 2 : 0);
  return total;
}

std::string lines_of(const std::vector<Column>& columns, std::size_t rows) {
  std::string text;
  const auto line = [&](const auto& cell_of) {
    std::string cells;
    for (const Column& column : columns) cells += padded(cell_of(column), column.width(), column.right) + "  ";
    cells.erase(cells.find_last_not_of(' ') + 1);
    if (!cells.empty()) text += cells + "\n";
  };
  for (std::size_t i = 0; i < 2; ++i) line([&](const Column& column) { return column.heading[i]; });
  for (std::size_t row = 0; row < rows; ++row) line([&](const Column& column) { return column.cells[row]; });
  return text;
}

}  // namespace

namespace {

/// "2 to 5" for each candidate whose group the list shows more of; with "…" where the group may go on below the list.
std::vector<std::string> ties_of(const std::vector<v1::CandidateResult>& top) {
  std::vector<std::string> ties;
  for (std::size_t begin = 0, end = 0; begin < top.size(); begin = end) {
    while (end < top.size() && top[end].place().tie_group() == top[begin].place().tie_group()) ++end;
    const bool tied = end - begin > 1 && top[begin].place().tie_group() > 0;
    const std::string text = std::to_string(top[begin].place().rank()) + (end == top.size() ? " to …" : " to " + std::to_string(top[end - 1].place().rank()));
    ties.insert(ties.end(), end - begin, tied ? text : "");
  }
  return ties;
}

std::string score_cell(const v1::Place& place) {
  return rounded(place.has_expected_score() ? place.expected_score() : place.score(), "%.3f") + (place.has_score_std() && place.score_std() > 0 ? " ± " + rounded(place.score_std(), "%.3f") : "");
}

/// Which single weight, changed the least, makes others the best; empty where none does.
std::string soonest_change(const v1::Ranking& ranking) {
  double least = 1e9, factor = 1;
  std::string property;
  for (const auto& weight : ranking.critical_weights()) {
    for (const double candidate : {weight.has_down() ? static_cast<double>(weight.down()) : 0.0, static_cast<double>(weight.up())}) {
      if (!(candidate > 0) || std::abs(std::log(candidate)) >= least) continue;
      least = std::abs(std::log(candidate));
      factor = candidate;
      property = weight.property();
    }
  }
  if (property.empty()) return {};
  char text[160];
  std::snprintf(text, sizeof text, "%.2f", factor);
  return "the best " + std::to_string(ranking.top()) + " stay the same until one weight changes: the soonest that of " + visible(property) + ", times " + text;
}

std::string percent(float share) {
  if (share > 0 && share < 0.01F) return "<1 %";
  if (share > 0.99F && share < 1) return ">99 %";
  return rounded(100 * share, "%.0f %%");
}

/// What orders is another number than the expected score where the profile has another policy; the spread is of the latter.
bool ordered_by_the_expected(const std::vector<v1::CandidateResult>& top) {
  return std::all_of(top.begin(), top.end(), [](const auto& candidate) {
    return !candidate.place().has_expected_score() || candidate.place().score() == candidate.place().expected_score();
  });
}

/// What stands before the objectives: rank, id, score, and how sure they are where anything is uncertain.
std::vector<Column> place_columns(const Screened& screened, const std::vector<v1::CandidateResult>& top) {
  std::vector<Column> columns{{{"rank", ""}, true, {}}, {{"id", ""}, false, {}}, {{"score", ""}, true, {}}};
  for (const auto& candidate : top) {
    columns[0].cells.push_back(std::to_string(candidate.place().rank()));
    columns[1].cells.push_back(id_cell(candidate));
    columns[2].cells.push_back(score_cell(candidate.place()));
  }
  if (!ordered_by_the_expected(top)) {
    columns.push_back({{"ordered", "by"}, true, {}});
    for (const auto& candidate : top) columns.back().cells.push_back(rounded(candidate.place().score(), "%.3f"));
  }
  const bool uncertain = std::any_of(top.begin(), top.end(), [](const auto& candidate) { return candidate.place().score_std() > 0; });
  std::vector<std::string> ties = ties_of(top);
  const bool tied = std::any_of(ties.begin(), ties.end(), [](const std::string& text) { return !text.empty(); });
  if (uncertain || tied) columns.push_back({{"tied", "ranks"}, false, std::move(ties)});
  if (!uncertain) return columns;
  columns.push_back({{"in best", std::to_string(screened.ranking_row.top())}, true, {}});
  for (const auto& candidate : top) columns.back().cells.push_back(percent(candidate.place().in_top()));
  return columns;
}

}  // namespace

std::string ranking_text(const v1::Ranking& ranking) {
  if (ranking.state() == v1::Ranking::STATE_FAILED) return wrapped("not ranked: " + visible(ranking.error()), kTextWidth, 2);
  std::string text;
  if (ranking.has_hypervolume()) {
    std::string axes;
    for (int i = 0; i < ranking.pareto_size(); ++i) axes += (i == 0 ? "" : i + 1 == ranking.pareto_size() ? " and " : ", ") + visible(ranking.pareto(i));
    text += wrapped("the first Pareto front beats " + rounded(100 * ranking.hypervolume(), "%.0f %%") + " of the space between the worst and the best " + axes + " (hypervolume " +
                        rounded(ranking.hypervolume(), "%.3f") + ")", kTextWidth, 2);
  }
  if (const std::string soonest = soonest_change(ranking); !soonest.empty()) text += wrapped(soonest, kTextWidth, 2);
  bool first = true;
  for (const auto& shortcoming : ranking.shortcomings())
    text += wrapped(std::string(std::exchange(first, false) ? "not decision-grade: " : "  ") + visible(shortcoming), kTextWidth, 4);
  return text;
}

std::string top_table(const Screened& screened, const std::vector<v1::CandidateResult>& top, std::size_t width) {
  if (top.empty()) return "No candidate has a rank.\n";
  const std::vector<ValueColumn> columns = result_columns({}, screened.models, {}).values;
  const std::vector<Column> place = place_columns(screened, top);
  std::vector<Column> objectives;
  for (const auto& part : top.front().place().contributions()) objectives.push_back({heading(visible(part.property())), true, {}});
  for (const auto& candidate : top) {
    for (std::size_t i = 0; i < objectives.size(); ++i) {
      const auto part = static_cast<int>(i);
      objectives[i].cells.push_back(part < candidate.place().contributions_size()
                                        ? value_cell(screened, columns, candidate.place().contributions(part).property(), candidate)
                                        : "");
    }
  }
  // Objectives that do not fit beside the place go on below it, with the rank and id before them again.
  std::string text;
  for (std::size_t next = 0; next < objectives.size() || next == 0;) {
    std::vector<Column> block = place;
    if (next > 0) block.resize(2);
    const std::size_t first = next;
    while (next < objectives.size() && (next == first || total_width(block) + 2 + objectives[next].width() <= width))
      block.push_back(objectives[next++]);
    text += (first > 0 ? "\n" : "") + lines_of(block, top.size());
    if (objectives.empty()) break;
  }
  return text;
}

std::string pick_table(const v1::Diversity& diversity, const std::vector<v1::CandidateResult>& picked) {
  const bool groups = std::any_of(picked.begin(), picked.end(), [](const auto& candidate) { return !candidate.place().pick_group().empty(); });
  std::vector<Column> columns{{{"pick", ""}, true, {}}, {{"rank", ""}, true, {}}, {{"id", ""}, false, {}}, {{"score", ""}, true, {}}, {{"nearest", "pick"}, true, {}}};
  if (groups) columns.push_back({{"group", ""}, false, {}});
  for (const auto& candidate : picked) {
    const v1::Place& place = candidate.place();
    columns[0].cells.push_back(std::to_string(place.pick()));
    columns[1].cells.push_back(std::to_string(place.rank()));
    columns[2].cells.push_back(id_cell(candidate));
    columns[3].cells.push_back(score_cell(place));
    columns[4].cells.push_back(place.has_pick_similarity() ? rounded(place.pick_similarity(), "%.2f") : "");
    if (groups) columns[5].cells.push_back(shortened(place.pick_group(), kTextWidth / 2));
  }
  if (picked.empty() && diversity.method() != v1::Diversity::METHOD_FORMULA)
    return "Nobody is picked: none of the best is a molecule, which are what this method compares; 'formula' picks crystals, too\n";
  std::string how = "far apart by fingerprint";
  if (diversity.method() == v1::Diversity::METHOD_SCAFFOLD) how = "at most " + std::to_string(diversity.most()) + " of one scaffold";
  if (diversity.method() == v1::Diversity::METHOD_CLUSTER)
    how = "at most " + std::to_string(diversity.most()) + " of one cluster (similarity " + rounded(static_cast<float>(diversity.similarity())) + ")";
  if (diversity.method() == v1::Diversity::METHOD_FORMULA) how = "at most " + std::to_string(diversity.most()) + " of one formula";
  std::string text = "Picked of the best " + std::to_string(diversity.from()) + ", " + how + "\n\n" + lines_of(columns, picked.size());
  const auto unshown = diversity.pick() - static_cast<std::int64_t>(picked.size());
  if (unshown > 0) text += "(" + std::to_string(picked.size()) + " of " + std::to_string(diversity.pick()) + " asked for)\n";
  return text;
}

std::string summary_text(const Summary& summary, bool ranked) {
  std::string text = std::to_string(summary.rows) + " rows: " + std::to_string(summary.ok + summary.out_of_domain) +
                     (ranked ? " ranked" : " predicted");
  if (summary.out_of_domain > 0) text += " (" + std::to_string(summary.out_of_domain) + " out of domain)";
  if (ranked) text += ", " + std::to_string(summary.filtered) + " filtered";
  text += ", " + std::to_string(summary.rejected) + " rejected";
  if (summary.pending > 0) text += ", " + std::to_string(summary.pending) + (summary.ended ? " never computed, since it ended before" : " not computed yet");
  text += "\n";
  for (const auto& [filter, count] : summary.filters) text += "  filtered: " + std::to_string(count) + " by " + visible(filter) + "\n";
  for (const auto& [reason, count] : summary.reasons) {
    text += "  rejected: " + std::to_string(count) + " " + visible(reason) + "\n";
    const auto& shown = summary.first_rejected.at(reason);
    for (const std::string& row : shown) text += wrapped("    candidate " + row, kTextWidth, 6);
    const auto more = count - static_cast<std::int64_t>(shown.size());
    if (more > 0) text += "    … and " + std::to_string(more) + " more; the result file names them all\n";
  }
  if (summary.beyond_bounds > 0)
    text += wrapped("  beyond physical bounds, not to be trusted: " + rows_text(summary.beyond_bounds) +
                        ", most often " + most_often(summary.beyond_columns, kShownColumns), kTextWidth, 4);
  if (summary.alerts_computed)
    text += wrapped("  structural alerts: " + (summary.with_alerts == 0 ? "none" : rows_text(summary.with_alerts) + ": " +
                        most_often(summary.alerts, summary.alerts.size())), kTextWidth, 4);
  return text;
}

}  // namespace furui::cli
