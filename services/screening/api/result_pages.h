// Pages of candidates with their outcomes, cut before they outgrow a message.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

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

/// Puts what each row becomes into a page, up to `limit` messages or kMaxPageBytes.
///
/// rows     in order; one more than `limit` where there are more
/// returns  the ordinal after which the next page begins; nothing where this is the last
template <typename Row, typename Messages, typename MessageOf>
std::optional<std::int64_t> fill_page(std::vector<Row>&& rows, int limit, Messages& page, const MessageOf& message_of) {
  std::int64_t after = -1;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto message = message_of(std::move(rows[i]));
    bytes += message.ByteSizeLong();
    if (static_cast<int>(i) == limit || (i > 0 && bytes > kMaxPageBytes)) return after;
    after = message.ordinal();
    *page.Add() = std::move(message);
  }
  return std::nullopt;
}

}  // namespace furui::api
