// Portions of rows until the page is full by count or by bytes.
#include "api/result_pages.h"

#include <algorithm>

namespace furui::api {
namespace {

constexpr int kFirstPortion = 64;    // its mean size tells how many rows the next may have
constexpr int kMostPortion = 4'000;

}  // namespace

bool read_page(Database& database, ResultsQuery query, const CandidateContext& context,
               const std::function<void(v1::CandidateResult&&)>& add) {
  const int wanted = query.limit;
  int given = 0;
  std::size_t bytes = 0;
  int portion = kFirstPortion;
  while (given < wanted) {
    query.limit = std::min(portion, wanted - given);
    std::vector<CandidateRow> rows = read_results(database, query);
    const bool last_portion = static_cast<int>(rows.size()) < query.limit;
    for (CandidateRow& row : rows) {
      query.after = query.by_rank && row.place ? row.place->rank : row.ordinal;
      v1::CandidateResult message = to_proto(std::move(row), context);
      const std::size_t size = message.ByteSizeLong();
      if (given > 0 && bytes + size > kMaxPageBytes) return true;
      bytes += size;
      ++given;
      add(std::move(message));
    }
    if (last_portion) return false;
    const std::size_t mean = std::max<std::size_t>(1, bytes / static_cast<std::size_t>(given));
    const std::size_t room = bytes < kMaxPageBytes ? (kMaxPageBytes - bytes) / mean + 1 : 1;
    portion = static_cast<int>(std::clamp<std::size_t>(room, 1, kMostPortion));
  }
  return true;
}

}  // namespace furui::api
