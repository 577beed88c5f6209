// UTF-8 byte by byte, as RFC 3629 allows it: no overlong forms, no surrogates, nothing above U+10FFFF.
#include "core/utf8.h"

namespace furui {

std::size_t utf8_character_length(std::string_view bytes) {
  if (bytes.empty()) return 0;
  const unsigned char first = static_cast<unsigned char>(bytes[0]);
  if (first < 0x80) return 1;
  std::size_t length = 0;
  unsigned char lowest = 0x80;  // of the second byte: RFC 3629, section 4
  unsigned char highest = 0xBF;
  if (first >= 0xC2 && first <= 0xDF) {
    length = 2;
  } else if (first >= 0xE0 && first <= 0xEF) {
    length = 3;
    if (first == 0xE0) lowest = 0xA0;
    if (first == 0xED) highest = 0x9F;
  } else if (first >= 0xF0 && first <= 0xF4) {
    length = 4;
    if (first == 0xF0) lowest = 0x90;
    if (first == 0xF4) highest = 0x8F;
  }
  if (length == 0 || bytes.size() < length) return 0;
  const auto second = static_cast<unsigned char>(bytes[1]);
  if (second < lowest || second > highest) return 0;
  for (std::size_t at = 2; at < length; ++at) {
    if ((static_cast<unsigned char>(bytes[at]) & 0xC0) != 0x80) return 0;
  }
  return length;
}

std::size_t first_byte_not_utf8(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    const std::size_t length = utf8_character_length(bytes.substr(at));
    if (length == 0) return at;
    at += length;
  }
  return std::string_view::npos;
}

}  // namespace furui
