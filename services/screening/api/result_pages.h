// Pages of candidates with their outcomes, cut before they outgrow a message.
#pragma once

#include <functional>

#include "api/to_proto.h"     // for CandidateContext
#include "store/database.h"   // for Database
#include "store/results.h"    // for ResultsQuery

namespace furui::api {

/// A page ends before it would pass this, so that it fits gRPC's 4 MiB with room for what surrounds it.
inline constexpr std::size_t kMaxPageBytes = std::size_t{3} << 20;

/// Gives the candidates of one page, in the query's order, to `add`; reads them in portions, so that large rows
/// never pile up.
///
/// query    limit: the most candidates of the page
/// returns  whether there may be more behind the last one given
bool read_page(Database& database, ResultsQuery query, const CandidateContext& context,
               const std::function<void(v1::CandidateResult&&)>& add);

}  // namespace furui::api
