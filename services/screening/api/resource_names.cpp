// Resource names by pattern: fixed words, and parts in braces with a rule each.
#include "api/resource_names.h"

#include <charconv>
#include <vector>

#include "core/error.h"  // for Error

namespace furui::api {
namespace {

constexpr std::size_t kMaxVersionBytes = 64;
constexpr std::size_t kMaxShownBytes = 120;  // of a wrong name, in a message

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// [a-z][a-z0-9-]{0,62}: projects, models, profiles.
bool is_name(std::string_view text) { return is_resource_id(text) && is_lower(text.front()); }

bool is_version(std::string_view text) {
  if (text.empty() || text.size() > kMaxVersionBytes) return false;
  for (const char c : text) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (!is_lower(c) && !upper && !is_digit(c) && c != '.' && c != '-' && c != '_' && c != '+') return false;
  }
  return true;
}

bool is_ordinal(std::string_view text, std::int32_t& ordinal) {
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ordinal);
  return error == std::errc() && end == text.data() + text.size() && ordinal >= 0;
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t slash = text.find('/');
    parts.push_back(text.substr(0, slash));
    if (slash == std::string_view::npos) return parts;
    text.remove_prefix(slash + 1);
  }
}

[[noreturn]] void wrong(std::string_view name, const std::string& field, const std::string& expected) {
  std::string shown;
  for (const char c : name.substr(0, kMaxShownBytes)) shown += c >= ' ' && c != 0x7F ? c : '?';
  if (name.size() > kMaxShownBytes) shown += "…";
  throw Error(ErrorCode::kInvalidArgument, "'" + field + "': expected " + expected + ", got '" + shown + "'")
      .with_field(field);
}

/// The variable parts of a name whose words at even places are `words`; empty where it is not of this form.
std::vector<std::string_view> variables(std::string_view name, const std::vector<std::string_view>& words) {
  const std::vector<std::string_view> parts = split(name);
  if (parts.size() != 2 * words.size()) return {};
  std::vector<std::string_view> found;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (parts[2 * i] != words[i]) return {};
    found.push_back(parts[2 * i + 1]);
  }
  return is_name(found.front()) ? found : std::vector<std::string_view>{};
}

VersionName parse_versioned(std::string_view name, std::string_view collection, const std::string& field,
                            bool wildcard) {
  const std::string word(collection);
  const std::string expected = "projects/PROJECT/" + word + "/NAME" + (wildcard ? " (or - for all)" : " or …/versions/VERSION");
  auto parts = variables(name, {"projects", collection});
  if (parts.empty() && !wildcard) parts = variables(name, {"projects", collection, "versions"});
  if (parts.empty()) wrong(name, field, expected);
  if (!is_name(parts[1]) && !(wildcard && parts[1] == "-")) wrong(name, field, expected);
  if (parts.size() == 3 && !is_version(parts[2])) wrong(name, field, expected);
  return {std::string(parts[0]), std::string(parts[1]), parts.size() == 3 ? std::string(parts[2]) : ""};
}

VersionName parse_reference(std::string_view text, std::string_view collection, const std::string& project,
                            const std::string& field) {
  if (text.starts_with("projects/")) {
    VersionName name = parse_versioned(text, collection, field, false);
    if (name.project != project && name.project != "shared")
      throw Error(ErrorCode::kInvalidArgument, "'" + field + "': a screening of project '" + project + "' can use " +
                                                   std::string(collection) + " of '" + project +
                                                   "' and 'shared', not of '" + name.project + "'")
          .with_field(field);
    return name;
  }
  const std::vector<std::string_view> parts = split(text);
  if (parts.size() > 2 || !is_name(parts[0]) || (parts.size() == 2 && !is_version(parts[1])))
    wrong(text, field, "NAME, NAME/VERSION or projects/PROJECT/" + std::string(collection) + "/NAME/versions/VERSION");
  return {project, std::string(parts[0]), parts.size() == 2 ? std::string(parts[1]) : ""};
}

}  // namespace

bool is_resource_id(std::string_view text) {
  if (text.empty() || text.size() > 63 || text.front() == '-') return false;
  for (const char c : text) {
    if (!is_lower(c) && !is_digit(c) && c != '-') return false;
  }
  return true;
}

ProjectName parse_project(std::string_view name, const std::string& field) {
  const auto parts = variables(name, {"projects"});
  if (parts.empty()) wrong(name, field, "projects/PROJECT, such as projects/default");
  return {std::string(parts[0])};
}

ScreeningName parse_screening(std::string_view name, const std::string& field) {
  const auto parts = variables(name, {"projects", "screenings"});
  if (parts.empty() || !is_resource_id(parts[1])) wrong(name, field, "projects/PROJECT/screenings/SCREENING");
  return {std::string(parts[0]), std::string(parts[1])};
}

CandidateName parse_candidate(std::string_view name, const std::string& field) {
  const auto parts = variables(name, {"projects", "screenings", "candidates"});
  std::int32_t ordinal = 0;
  if (parts.empty() || !is_resource_id(parts[1]) || !is_ordinal(parts[2], ordinal))
    wrong(name, field, "projects/PROJECT/screenings/SCREENING/candidates/ORDINAL");
  return {std::string(parts[0]), std::string(parts[1]), ordinal};
}

RankingName parse_ranking(std::string_view name, const std::string& field) {
  const auto parts = variables(name, {"projects", "screenings", "rankings"});
  if (parts.empty() || !is_resource_id(parts[1]) || !is_resource_id(parts[2]))
    wrong(name, field, "projects/PROJECT/screenings/SCREENING/rankings/RANKING");
  return {std::string(parts[0]), std::string(parts[1]), std::string(parts[2])};
}

VersionName parse_model(std::string_view name, const std::string& field) {
  return parse_versioned(name, "models", field, false);
}
VersionName parse_model_collection(std::string_view name, const std::string& field) {
  return parse_versioned(name, "models", field, true);
}
VersionName parse_profile_name(std::string_view name, const std::string& field) {
  return parse_versioned(name, "profiles", field, false);
}
VersionName parse_model_reference(std::string_view text, const std::string& project, const std::string& field) {
  return parse_reference(text, "models", project, field);
}
VersionName parse_profile_reference(std::string_view text, const std::string& project, const std::string& field) {
  return parse_reference(text, "profiles", project, field);
}

std::string screening_name(const std::string& project, const std::string& screening) {
  return "projects/" + project + "/screenings/" + screening;
}
std::string candidate_name(const std::string& project, const std::string& screening, std::int32_t ordinal) {
  return screening_name(project, screening) + "/candidates/" + std::to_string(ordinal);
}
std::string ranking_name(const std::string& project, const std::string& screening, const std::string& ranking) {
  return screening_name(project, screening) + "/rankings/" + ranking;
}
std::string model_version_name(const std::string& project, const std::string& model, const std::string& version) {
  return "projects/" + project + "/models/" + model + "/versions/" + version;
}
std::string profile_version_name(const std::string& project, const std::string& profile, std::int32_t version) {
  return "projects/" + project + "/profiles/" + profile + "/versions/" + std::to_string(version);
}

}  // namespace furui::api
