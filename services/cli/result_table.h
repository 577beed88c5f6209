// The top of a ranking and the rows without one, on a terminal.
#pragma once

#include <string>
#include <vector>

#include "result_pages.h"  // for Screened, Summary

namespace furui::cli {

/// A table of the best candidates: rank, id, score, and each objective's value ± std. At most `width` columns
/// wide: objectives that do not fit follow in further tables.
std::string top_table(const Screened& screened, const std::vector<v1::CandidateResult>& top, std::size_t width);

/// The candidates that were picked to be unlike each other: what they were picked from, rank, id, score, group, nearest pick.
std::string pick_table(const v1::Diversity& diversity, const std::vector<v1::CandidateResult>& picked);

/// Why a ranking is not there, or not fit for decisions; empty where it is.
std::string ranking_text(const v1::Ranking& ranking);

/// How many were ranked, filtered and by what, rejected and why, with the first few rows; how many have a value beyond
/// physical bounds, and structural alerts where the screening matches them.
std::string summary_text(const Summary& summary, bool ranked);

}  // namespace furui::cli
