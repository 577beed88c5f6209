// A place in a profile as text.
#include "rank/place.h"

namespace furui {

std::string place(const Profile& profile, int line) {
  return "profile '" + profile.name + "'" + (line > 0 ? " line " + std::to_string(line) : std::string());
}

}  // namespace furui
