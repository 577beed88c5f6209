// An id for a request, so that the server knows a repetition from a second wish.
#pragma once

#include <string>

namespace furui::cli {

/// 128 random bits as hexadecimal text.
std::string new_request_id();

}  // namespace furui::cli
