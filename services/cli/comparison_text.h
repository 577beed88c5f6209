// Two rankings side by side, for a terminal.
#pragma once

#include <string>

#include "furui/v1/ranking_service.pb.h"

namespace furui::cli {

/// How far they agree in words, and a table of those who move most.
///
/// first, other  the rankings' names
std::string comparison_text(const v1::CompareRankingsResponse& compared, const std::string& first, const std::string& other);

}  // namespace furui::cli
