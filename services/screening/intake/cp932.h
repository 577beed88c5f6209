// CP932, the Shift JIS of Japanese Windows and Excel (JIS X 0208 with NEC's and IBM's characters).
#pragma once

#include <cstddef>
#include <string_view>

namespace furui {

/// A character of CP932 as UTF-8, and how many bytes it took; length 0 where there is none.
struct Cp932Character {
  std::string_view utf8;
  std::size_t length = 0;
};

/// The character that `bytes` (not empty, first byte 0x80 or above) begins with.
///
/// The table is the C library's: it is asked once, for all characters.
/// throws std::runtime_error (a fault) when the C library has no CP932
Cp932Character cp932_character(std::string_view bytes);

/// Whether a byte begins a character of two bytes.
constexpr bool is_cp932_lead(unsigned char byte) {
  return (byte >= 0x81 && byte <= 0x9F) || (byte >= 0xE0 && byte <= 0xFC);
}
/// Whether a byte can be the second of two.
constexpr bool is_cp932_trail(unsigned char byte) {
  return byte >= 0x40 && byte <= 0xFC && byte != 0x7F;
}
/// Whether a byte is a half-width katakana or its punctuation, a character of its own.
constexpr bool is_cp932_katakana(unsigned char byte) {
  return byte >= 0xA1 && byte <= 0xDF;
}

}  // namespace furui
