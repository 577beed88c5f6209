// Profiles: immutable versions of TOML texts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/database.h"  // for Database

namespace furui {

struct ProfileVersionRow {
  std::int32_t id = 0;
  std::string project, profile, title, toml;
  std::int32_t version = 0;
  std::string created_at;
};

/// Stores a text as the next version of the profile, or returns the version whose text is the same.
/// throws Error{ALREADY_EXISTS} for the name of a shipped profile with another text
ProfileVersionRow create_profile_version(Database& database, const std::string& project, const std::string& profile,
                                         const std::string& title, const std::string& toml,
                                         const std::string& request_id);
/// "cns" (newest) or "cns/2"; looks in the project, then in `shared`.
/// throws Error{NOT_FOUND} listing those there are
ProfileVersionRow find_profile_version(Database& database, const std::string& project, const std::string& reference);
ProfileVersionRow get_profile_version(Database& database, std::int32_t id);
/// Newest version of each, of the project and of `shared`.
std::vector<ProfileVersionRow> list_profiles(Database& database, const std::string& project);

}  // namespace furui
