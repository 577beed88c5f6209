// Words for correlations, and where each candidate stands in either ranking.
#include "comparison_text.h"

#include <cstdio>
#include <vector>

#include "text_table.h"    // for text_table, shortened
#include "visible_text.h"  // for visible

namespace furui::cli {
namespace {

constexpr std::size_t kIdWidth = 28;

std::string digits(const char* format, double number) {
  char text[32];
  std::snprintf(text, sizeof text, format, number);
  return text;
}

/// "12, score 0.713", or why it has no rank.
std::string stand(const v1::Place& place) {
  if (place.rank() == 0) return place.failed_filter().empty() ? "no score" : "filtered: " + visible(place.failed_filter());
  return std::to_string(place.rank()) + ", score " + digits("%.3f", static_cast<double>(place.score()));
}

std::string in_one_only(std::int64_t count, const std::string& name) {
  return count == 0 ? "" : "; " + std::to_string(count) + " only in " + name;
}

}  // namespace

std::string comparison_text(const v1::CompareRankingsResponse& compared, const std::string& first, const std::string& other) {
  std::string text = std::to_string(compared.ranked_in_both()) + (compared.ranked_in_both() == 1 ? " candidate is" : " candidates are") + " ranked in both" + in_one_only(compared.ranked_in_first(), first) +
                     in_one_only(compared.ranked_in_other(), other) + "\n";
  if (compared.has_spearman())
    text += "  order          Spearman " + digits("%.3f", compared.spearman()) + ", Kendall " + digits("%.3f", compared.kendall()) +
            " (1: the same, 0: none, -1: reversed)\n";
  text += "  best " + std::to_string(compared.top()) + "       " + std::to_string(compared.top_in_both()) + " in both\n";
  text += "  contradicted   " + std::to_string(compared.contradictions()) + " pairs that stand in different tie groups in both, the other way round\n";
  if (compared.movers().empty()) return text;
  std::vector<std::vector<std::string>> rows{{"  candidate", first, other}};
  for (const auto& mover : compared.movers()) {
    const std::string id = mover.id().empty() ? "candidate " + std::to_string(mover.ordinal()) : visible(mover.id());
    rows.push_back({"  " + shortened(id, kIdWidth), stand(mover.place()), stand(mover.other_place())});
  }
  return text + "\nWho moves most, of the best in either\n" + text_table(rows);
}

}  // namespace furui::cli
