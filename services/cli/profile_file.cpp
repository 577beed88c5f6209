// The file's text as it is; the server reads it.
#include "profile_file.h"

#include <fstream>
#include <iterator>

#include "failure.h"     // for Failure
#include "request_id.h"  // for new_request_id

namespace furui::cli {

v1::Profile create_profile(Connection& connection, const std::string& parent, const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in.is_open() || text.empty())
    throw Failure("the profile " + file + " cannot be read or is empty; 'furui profiles' lists those that are stored");
  v1::CreateProfileRequest request;
  request.set_parent(parent);
  request.mutable_profile()->set_toml(text);
  request.set_request_id(new_request_id());
  return call(connection, connection.profiles(), &v1::ProfileService::Stub::CreateProfile, request);
}

}  // namespace furui::cli
