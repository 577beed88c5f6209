// The file's text as it is; the server reads it.
#include "profile_file.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string_view>

#include "failure.h"     // for Failure
#include "request_id.h"  // for new_request_id
#include "visible_text.h"  // for utf8_bytes

namespace furui::cli {

bool names_a_file(const std::string& profile) {
  std::error_code absent;
  if (std::filesystem::is_regular_file(profile, absent)) return true;
  constexpr std::string_view kEnding = ".toml";
  if (profile.size() >= kEnding.size() && profile.compare(profile.size() - kEnding.size(), kEnding.size(), kEnding) == 0) return true;
  static const std::regex kStored("[a-z][a-z0-9-]*/[0-9]+|projects/.*");
  return profile.find('/') != std::string::npos && !std::regex_match(profile, kStored);
}

std::string read_profile_file(const std::string& file) {
  const std::string else_stored = "; 'furui profiles' lists those that are stored";
  std::error_code absent;
  if (!std::filesystem::exists(file, absent)) throw Failure("there is no profile file " + file + else_stored);
  if (std::filesystem::is_directory(file, absent)) throw Failure(file + " is a folder; expected a profile's TOML file" + else_stored);
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in.is_open()) throw Failure("the profile file " + file + " cannot be read: is it yours to read?");
  if (text.find_first_not_of(" \t\r\n") == std::string::npos)
    throw Failure("the profile file " + file + " is empty; expected TOML with a name and objectives, as models/profiles/README.md explains");
  if (const std::size_t good = utf8_bytes(text); good < text.size())
    throw Failure("the profile file " + file + " is not UTF-8: line " + std::to_string(1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(good), '\n')) +
                  " holds another encoding's bytes (Latin-1, CP932 or UTF-16, perhaps); save it as UTF-8");
  return text;
}

v1::ValidateProfileResponse validate_profile(Connection& connection, const std::string& parent, const std::string& toml) {
  v1::ValidateProfileRequest request;
  request.set_parent(parent);
  request.set_toml(toml);
  return call(connection, connection.profiles(), &v1::ProfileService::Stub::ValidateProfile, request);
}

v1::Profile create_profile(Connection& connection, const std::string& parent, const std::string& toml) {
  v1::CreateProfileRequest request;
  request.set_parent(parent);
  request.mutable_profile()->set_toml(toml);
  request.set_request_id(new_request_id());
  return call(connection, connection.profiles(), &v1::ProfileService::Stub::CreateProfile, request);
}

std::string resolve_profile(Connection& connection, const std::string& parent, const std::string& profile, ProfileCheck check) {
  if (!names_a_file(profile)) return profile;
  // Read once: what is named may be a pipe.
  const std::string toml = read_profile_file(profile);
  if (check == ProfileCheck::kAllModels) validate_profile(connection, parent, toml);
  return create_profile(connection, parent, toml).name();
}

}  // namespace furui::cli
