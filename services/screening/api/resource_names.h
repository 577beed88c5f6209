// Resource names as clients write them ("projects/default/screenings/esol"), taken apart and put together.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace furui::api {

/// "projects/{project}".
struct ProjectName {
  std::string project;
};
/// "projects/{project}/screenings/{screening}".
struct ScreeningName {
  std::string project, screening;
};
/// "projects/{project}/screenings/{screening}/candidates/{ordinal}".
struct CandidateName {
  std::string project, screening;
  std::int32_t ordinal = 0;
};
/// "projects/{project}/screenings/{screening}/rankings/{ranking}".
struct RankingName {
  std::string project, screening, ranking;
};
/// "projects/{project}/models/{model}" or "…/versions/{version}"; likewise for profiles.
struct VersionName {
  std::string project;
  std::string id;       ///< the model or profile; "-" only where a parse function says so
  std::string version;  ///< empty: the newest

  /// "admet-ai/2.0.1", or "admet-ai" for the newest: how the store looks versions up.
  std::string reference() const { return version.empty() ? id : id + "/" + version; }
};

/// Each reads one kind of name.
///
/// field    the request's field, for the message
/// throws   Error{INVALID_ARGUMENT} with the field, the pattern that was expected, and what came
ProjectName parse_project(std::string_view name, const std::string& field);
ScreeningName parse_screening(std::string_view name, const std::string& field);
CandidateName parse_candidate(std::string_view name, const std::string& field);
RankingName parse_ranking(std::string_view name, const std::string& field);
VersionName parse_model(std::string_view name, const std::string& field);
VersionName parse_profile_name(std::string_view name, const std::string& field);
/// As parse_model, and the model may be "-", for all.
VersionName parse_model_collection(std::string_view name, const std::string& field);

/// A model as requests may abbreviate it: the full name, "admet-ai" or "admet-ai/2.0.1".
///
/// project  of the request; a short form is looked for there, then in `shared`, so it is left as `project`
/// throws   Error{INVALID_ARGUMENT}, also for a full name in a project that is neither `project` nor `shared`
VersionName parse_model_reference(std::string_view text, const std::string& project, const std::string& field);
/// The same for a profile: the full name, "cns" or "cns/1".
VersionName parse_profile_reference(std::string_view text, const std::string& project, const std::string& field);

std::string screening_name(const std::string& project, const std::string& screening);
std::string candidate_name(const std::string& project, const std::string& screening, std::int32_t ordinal);
std::string ranking_name(const std::string& project, const std::string& screening, const std::string& ranking);
std::string model_version_name(const std::string& project, const std::string& model, const std::string& version);
std::string profile_version_name(const std::string& project, const std::string& profile, std::int32_t version);

/// Whether a text can be the last part of a screening's or ranking's name: [a-z0-9][a-z0-9-]{0,62}.
bool is_resource_id(std::string_view text);

}  // namespace furui::api
