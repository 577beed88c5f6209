// Whether bytes are text in UTF-8 (RFC 3629).
#pragma once

#include <cstddef>
#include <string_view>

namespace furui {

/// Length of the UTF-8 character that `bytes` begins with, 0 where it begins with none.
std::size_t utf8_character_length(std::string_view bytes);

/// Index of the first byte that begins no UTF-8 character; npos where all of it is UTF-8.
std::size_t first_byte_not_utf8(std::string_view bytes);

}  // namespace furui
