// Stored rows as messages of the API.
#pragma once

#include <memory>
#include <string>

#include "api/version_cache.h"               // for VersionCache, names by id
#include "furui/v1/candidate.pb.h"           // for CandidateResult
#include "furui/v1/model_service.pb.h"       // for ModelVersion
#include "furui/v1/profile_service.pb.h"     // for Profile
#include "furui/v1/ranking_service.pb.h"     // for Ranking
#include "furui/v1/screening_service.pb.h"   // for Screening
#include "store/rankings.h"                  // for RankingRow
#include "store/results.h"                   // for CandidateRow
#include "store/screenings.h"                // for ScreeningRow

namespace furui::api {

v1::Screening to_proto(const ScreeningRow& row, VersionCache& versions);
v1::ModelVersion to_proto(const ModelVersionRow& row);
v1::Profile to_proto(const ProfileVersionRow& row);
v1::RelaxationEnd to_proto(const RelaxationEnd& row);
v1::Place to_proto(const RankedPlace& row, const Profile& profile);
v1::Ranking to_proto(const RankingRow& row, const ScreeningRow& screening, VersionCache& versions);

/// What candidates of one screening have in common when they become messages.
struct CandidateContext {
  std::string project, screening;
  std::size_t fields = 0;  ///< cells that each message gets, empty ones at the end included; 0: not asked for
  VersionCache* versions = nullptr;
  std::shared_ptr<const KnownProfile> profile;  ///< of the ranking; none: no places
};
/// Completes a place's filter_detail where none is stored, for an alert that was matched while screening: "PAINS rule anil_no_alk(40) matches
/// atoms 2 and 3". The row has a place.
void name_the_alert(CandidateRow& row, const Profile& profile);
v1::CandidateResult to_proto(CandidateRow&& row, const CandidateContext& context);

}  // namespace furui::api
