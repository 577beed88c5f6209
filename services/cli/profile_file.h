// Stores a profile's TOML file with the server.
#pragma once

#include <string>

#include "connection.h"  // for Connection

namespace furui::cli {

/// Whether a profile is named by a file: what there is as a file, has a path, or ends in .toml. "cns", "cns/1" and
/// "projects/…" name stored ones.
bool names_a_file(const std::string& profile);

/// The file's text as it is.
/// throws Failure where the file cannot be read or is empty
std::string read_profile_file(const std::string& file);

/// Checks a profile's text against the models that the server has, without storing it.
/// throws  Failure with the server's complaint, which names the line
v1::ValidateProfileResponse validate_profile(Connection& connection, const std::string& parent, const std::string& toml);

/// The stored version of a profile's text; the same text again gives the version there is.
/// throws  Failure with the server's complaint about a line
v1::Profile create_profile(Connection& connection, const std::string& parent, const std::string& toml);

/// What a profile's file is checked against before it is stored, so that nothing is stored that cannot be used.
enum class ProfileCheck {
  kAllModels,   ///< the models that the server has
  kTextAlone,   ///< none: the request names its own models, among which a property's short name may be clear
};

/// The profile as the server knows it. A file is read, checked and stored.
/// throws  Failure as read_profile_file, or with the server's complaint
std::string resolve_profile(Connection& connection, const std::string& parent, const std::string& profile, ProfileCheck check);

}  // namespace furui::cli
