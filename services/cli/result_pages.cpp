// Paging, and what a row's outcomes amount to.
#include "result_pages.h"

#include <algorithm>

#include "text_table.h"  // for shortened

namespace furui::cli {
namespace {

constexpr int kPageSize = 2000;
constexpr std::size_t kShownRejections = 3;
constexpr std::size_t kIdWidth = 28;

void add_once(std::vector<std::string>& texts, const std::string& text) {
  if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(text);
}

/// The texts that are not empty.
std::string joined(const std::vector<std::string>& texts, const std::string& between) {
  std::string all;
  for (const std::string& text : texts) {
    if (!text.empty()) all += (all.empty() ? "" : between) + text;
  }
  return all;
}

/// Columns whose value is physically impossible, of all models.
std::vector<std::string> impossible_columns(const v1::CandidateResult& candidate) {
  std::vector<std::string> columns;
  for (const auto& outcome : candidate.outcomes()) {
    for (const auto& column : outcome.beyond_bounds()) add_once(columns, column);
  }
  return columns;
}

/// "no desirability of hbd, logP", since a value is missing or its transform knows it not.
std::string without_desirability(const v1::Place& place) {
  std::vector<std::string> properties;
  for (const auto& part : place.contributions()) {
    if (!part.has_desirability()) properties.push_back(part.property());
  }
  return properties.empty() ? "no value that counts" : "no desirability of " + joined(properties, ", ");
}

std::string also_failed(const v1::Place& place) {
  const std::vector<std::string> filters(place.also_failed().begin(), place.also_failed().end());
  return filters.empty() ? "" : "also fails: " + joined(filters, ", ");
}

}  // namespace

v1::Screening get_screening(Connection& connection, const std::string& name) {
  v1::GetScreeningRequest request;
  request.set_name(name);
  return call(connection, connection.screenings(), &v1::ScreeningService::Stub::GetScreening, request);
}

Screened describe_screening(Connection& connection, const v1::Screening& screening, const std::string& ranking) {
  Screened result;
  result.screening = screening;
  for (const auto& name : screening.models()) {
    v1::GetModelVersionRequest request;
    request.set_name(name);
    result.models.push_back(call(connection, connection.models(), &v1::ModelService::Stub::GetModelVersion, request));
  }
  if (ranking.empty() && screening.profile().empty()) return result;
  const std::string name = ranking.empty() ? "default" : ranking;
  v1::GetRankingRequest request;
  request.set_name(screening.name() + "/rankings/" + name);
  result.ranking_row = call(connection, connection.rankings(), &v1::RankingService::Stub::GetRanking, request);
  if (result.ranking_row.state() == v1::Ranking::STATE_SUCCEEDED) result.ranking = name;
  return result;
}

void each_candidate(Connection& connection, const Screened& screened, bool with_fields,
                    const std::function<void(const v1::CandidateResult&)>& visit) {
  v1::ListCandidatesRequest request;
  request.set_parent(screened.screening.name());
  request.set_page_size(kPageSize);
  request.set_with_fields(with_fields);
  request.set_ranking(screened.ranking);
  do {
    const auto page = call(connection, connection.screenings(), &v1::ScreeningService::Stub::ListCandidates, request, 300);
    for (const auto& candidate : page.candidates()) visit(candidate);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
}

std::vector<v1::CandidateResult> top_candidates(Connection& connection, const Screened& screened, int limit, bool picks) {
  std::vector<v1::CandidateResult> top;
  v1::ListRankedCandidatesRequest request;
  request.set_picks(picks);
  request.set_parent(screened.screening.name() + "/rankings/" + screened.ranking);
  while (static_cast<int>(top.size()) < limit) {
    request.set_page_size(std::min(limit - static_cast<int>(top.size()), kPageSize));
    auto page = call(connection, connection.rankings(), &v1::RankingService::Stub::ListRankedCandidates, request, 300);
    for (auto& candidate : *page.mutable_candidates()) top.push_back(std::move(candidate));
    request.set_page_token(page.next_page_token());
    if (request.page_token().empty()) break;
  }
  return top;
}

std::string alerts_text(const v1::CandidateResult& candidate) {
  std::vector<std::string> matched;
  for (const auto& alert : candidate.alerts()) add_once(matched, alert.catalogue() + ":" + alert.rule());
  return joined(matched, "; ");
}

bool assesses_stability(const Screened& screened) {
  return std::any_of(screened.models.begin(), screened.models.end(), [](const v1::ModelVersion& model) {
    return std::any_of(model.columns().begin(), model.columns().end(), [](const std::string& column) { return column == "energy_above_hull"; });
  });
}

std::string decomposition_text(const v1::CandidateResult& candidate) {
  std::string text;
  for (const auto& product : candidate.decomposition()) {
    if (product.model_version() != candidate.decomposition(0).model_version()) break;
    char share[16];
    std::snprintf(share, sizeof share, "%.3f ", static_cast<double>(product.share()));
    text += (text.empty() ? "" : " + ") + (candidate.decomposition_size() > 1 && product.share() < 0.9995F ? std::string(share) : std::string()) + product.formula();
  }
  return text;
}

std::string relaxation_status_name(v1::RelaxationStatus status) {
  const std::string name = v1::RelaxationStatus_Name(status), prefix = "RELAXATION_STATUS_";
  return name.starts_with(prefix) ? name.substr(prefix.size()) : name;
}

bool has_ended_early(const v1::Screening& screening) {
  return screening.state() == v1::Screening::STATE_CANCELLED || screening.state() == v1::Screening::STATE_FAILED;
}

RowStatus row_status(const v1::CandidateResult& candidate, bool ended) {
  const v1::Rejection* rejection = nullptr;
  bool any_value = false;
  bool outside = false;
  for (const auto& outcome : candidate.outcomes()) {
    if (outcome.has_rejection()) {
      // A model that does not take this kind of candidate is no failure while another does.
      if (rejection == nullptr || rejection->reason() == "NOT_APPLICABLE") rejection = &outcome.rejection();
    } else {
      any_value = true;
      outside = outside || outcome.domain() == v1::DOMAIN_OUT;
    }
  }
  const std::vector<std::string> beyond = impossible_columns(candidate);
  const std::string beyond_text = beyond.empty() ? "" : "beyond physical bounds: " + joined(beyond, ", ");
  // Other models may have given values all the same.
  if (rejection != nullptr && (!any_value || rejection->reason() != "NOT_APPLICABLE"))
    return {"rejected", rejection->reason(), joined({rejection->detail(), beyond_text}, "; ")};
  if (candidate.has_place() && !candidate.place().failed_filter().empty())
    return {"filtered", "", joined({candidate.place().failed_filter(), candidate.place().failed_filter_detail(), also_failed(candidate.place()), beyond_text}, "; ")};
  if (candidate.outcomes().empty()) return {"pending", "", ended ? "the screening ended before it was computed" : "no outcome is stored yet"};
  // One that a ranking leaves out since a model that it needs does not take this kind of candidate.
  if (rejection != nullptr && candidate.has_place() && candidate.place().rank() == 0)
    return {"rejected", rejection->reason(), joined({"not ranked: " + rejection->detail(), beyond_text}, "; ")};
  if (candidate.has_place() && candidate.place().rank() == 0 && !candidate.place().has_score())
    return {"rejected", "NO_SCORE", joined({"not ranked: " + without_desirability(candidate.place()), beyond_text}, "; ")};
  std::vector<std::string> notes;
  for (const auto& outcome : candidate.outcomes()) add_once(notes, outcome.domain_note());
  notes.insert(notes.end(), candidate.warnings().begin(), candidate.warnings().end());
  notes.push_back(beyond_text);
  return {outside ? "out_of_domain" : "ok", "", joined(notes, "; ")};
}

void Summary::add(const v1::CandidateResult& candidate) {
  ++rows;
  const std::vector<std::string> beyond = impossible_columns(candidate);
  if (!beyond.empty()) ++beyond_bounds;
  for (const std::string& column : beyond) ++beyond_columns[column];
  std::vector<std::string> catalogues;
  for (const auto& alert : candidate.alerts()) add_once(catalogues, alert.catalogue());
  if (!catalogues.empty()) ++with_alerts;
  for (const std::string& catalogue : catalogues) ++alerts[catalogue];
  const RowStatus row = row_status(candidate, ended);
  if (row.status == "rejected") {
    ++rejected;
    ++reasons[row.reason];
    auto& shown = first_rejected[row.reason];
    if (shown.size() < kShownRejections)
      shown.push_back(std::to_string(candidate.ordinal()) + (candidate.id().empty() ? "" : " (" + shortened(candidate.id(), kIdWidth) + ")") +
                      ": " + row.detail);
  } else if (row.status == "filtered") {
    ++filtered;
    ++filters[candidate.place().failed_filter()];
  } else if (row.status == "out_of_domain") {
    ++out_of_domain;
  } else if (row.status == "pending") {
    ++pending;
  } else {
    ++ok;
  }
}

}  // namespace furui::cli
