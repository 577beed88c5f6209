// CreateRanking's checks: what a worker could not rank is refused at once.
#pragma once

#include "furui/v1/ranking_service.pb.h"  // for CreateRankingRequest
#include "store/rankings.h"               // for NewRanking
#include "store/screenings.h"             // for ScreeningRow

namespace furui::api {

/// Resolves names and checks the profile against the screening's models.
///
/// throws  Error{INVALID_ARGUMENT} naming the field, or the profile's line
NewRanking check_ranking_request(Database& database, const v1::CreateRankingRequest& request, const ScreeningRow& screening);

}  // namespace furui::api
