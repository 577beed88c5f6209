// Where in a profile something stands, for messages.
#pragma once

#include <string>

#include "core/profile.h"  // for Profile

namespace furui {

/// "profile 'cns' line 7"; without the line where it is 0 (a profile that came as no text).
std::string place(const Profile& profile, int line);

}  // namespace furui
