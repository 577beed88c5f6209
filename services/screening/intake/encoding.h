// Which characters the bytes of a text file stand for, and those characters as UTF-8.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "intake/byte_source.h"  // for ByteSource, the bytes to look at

namespace furui {

enum class Encoding : unsigned char { kUtf8, kUtf16Le, kUtf16Be, kCp932, kWindows1252 };

const char* to_string(Encoding encoding);  ///< "UTF-8", "UTF-16LE", "UTF-16BE", "CP932", "Windows-1252"

/// Finds the encoding of a whole text, which is read through and rewound.
///
/// A byte order mark decides; then the zero bytes of UTF-16; then UTF-8 where every byte is UTF-8, or where more
/// characters are than bytes are not (the bad bytes are then those of single rows); then CP932 or Windows-1252,
/// whichever the pairs of bytes look like. ASCII is UTF-8.
/// throws Error{INVALID_ARGUMENT} when it is UTF-32 or none of these
Encoding detect_encoding(ByteSource& source);

/// Whether all bytes are ASCII and none is zero: then the text is the same in every encoding but UTF-16.
bool is_plain_ascii(std::string_view bytes);

/// Appends a Unicode scalar value as UTF-8; a surrogate gets the three bytes that UTF-8 forbids.
void append_utf8(std::string& out, char32_t unicode);

/// A cell for people: valid UTF-8, with U+FFFD for NUL and for bytes that are no character.
///
/// encoding  kUtf8, kCp932 or kWindows1252; UTF-16 has become UTF-8 when it is cut into cells
std::string cell_text(std::string_view bytes, Encoding encoding);

/// A structure's bytes: UTF-8 with every byte kept that is a character, NUL too. Where the bytes are no text of the
/// encoding they stay as they came, which is not UTF-8 and is rejected as such when it is read.
std::string structure_text(std::string_view bytes, Encoding encoding);

/// A text whose bytes below 0x40 mean ASCII, whatever came: the byte order mark is left out, and UTF-16 becomes
/// UTF-8, with the bytes of an unpaired surrogate (no UTF-8) where one came.
///
/// source    must be at its beginning and outlive the result
std::unique_ptr<ByteSource> open_text(ByteSource& source, Encoding encoding);

}  // namespace furui
