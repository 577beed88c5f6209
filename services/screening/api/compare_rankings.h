// CompareRankings: two rankings of one screening side by side.
#pragma once

#include "api/version_cache.h"            // for VersionCache
#include "furui/v1/ranking_service.pb.h"  // for the request and response
#include "store/database.h"               // for Database
#include "store/rankings.h"               // for RankingRow
#include "store/screenings.h"             // for ScreeningRow

namespace furui::api {

/// throws Error{FAILED_PRECONDITION} saying why the ranking has no places
void check_stored(const RankingRow& ranking, const ScreeningRow& screening);

/// throws Error{INVALID_ARGUMENT} where the two are not of one screening, Error{NOT_FOUND} and as check_stored
v1::CompareRankingsResponse compare(Database& database, VersionCache& versions, const v1::CompareRankingsRequest& request);

}  // namespace furui::api
