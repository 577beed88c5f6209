// Characters of cells: UTF-8 checked by hand, CP932 by iconv's table, Windows-1252 by the standard's.
#include "intake/encoding.h"

#include <cstdint>
#include <cstring>

#include "core/utf8.h"     // for utf8_character_length
#include "intake/cp932.h"  // for cp932_character, the one encoding with a big table

namespace furui {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";  // U+FFFD
constexpr char32_t kNone = 0;

// Unicode of 0x80 to 0x9F in Windows-1252 (unicode.org MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT); 0 is undefined.
constexpr char16_t kWindows1252[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                       0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                       0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                       0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

unsigned char byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

/// Appends the character that `bytes` begins with. Returns the bytes it took, 0 where there is none.
std::size_t append_character(std::string& out, std::string_view bytes, Encoding encoding) {
  const unsigned char first = byte_at(bytes, 0);
  if (first < 0x80) {
    out.push_back(static_cast<char>(first));
    return 1;
  }
  if (encoding == Encoding::kCp932) {
    const Cp932Character character = cp932_character(bytes);
    out.append(character.utf8);
    return character.length;
  }
  if (encoding == Encoding::kWindows1252) {
    const char32_t unicode = first >= 0xA0 ? first : kWindows1252[first - 0x80];
    if (unicode == kNone) return 0;
    append_utf8(out, unicode);
    return 1;
  }
  const std::size_t length = utf8_character_length(bytes);
  out.append(bytes.substr(0, length));
  return length;
}

}  // namespace

const char* to_string(Encoding encoding) {
  switch (encoding) {
    case Encoding::kUtf8:
      return "UTF-8";
    case Encoding::kUtf16Le:
      return "UTF-16LE";
    case Encoding::kUtf16Be:
      return "UTF-16BE";
    case Encoding::kCp932:
      return "CP932";
    case Encoding::kWindows1252:
      return "Windows-1252";
  }
  return "";
}

bool is_plain_ascii(std::string_view bytes) {
  constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
  constexpr std::uint64_t kHighs = 0x8080808080808080ULL;
  std::size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) {
    std::uint64_t word;
    std::memcpy(&word, bytes.data() + at, 8);
    // A byte's high bit is set where it is not ASCII; subtracting one sets the lowest zero byte's.
    if (((word | (word - kOnes)) & kHighs) != 0) return false;
  }
  for (; at < bytes.size(); ++at) {
    if (bytes[at] <= 0) return false;
  }
  return true;
}

void append_utf8(std::string& out, char32_t unicode) {
  if (unicode < 0x80) {
    out.push_back(static_cast<char>(unicode));
  } else if (unicode < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (unicode >> 6)));
    out.push_back(static_cast<char>(0x80 | (unicode & 0x3F)));
  } else if (unicode < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | (unicode >> 12)));
    out.push_back(static_cast<char>(0x80 | ((unicode >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (unicode & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xF0 | (unicode >> 18)));
    out.push_back(static_cast<char>(0x80 | ((unicode >> 12) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | ((unicode >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (unicode & 0x3F)));
  }
}

std::string cell_text(std::string_view bytes, Encoding encoding) {
  if (is_plain_ascii(bytes)) return std::string(bytes);
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 2);
  while (!bytes.empty()) {
    std::size_t length = 0;
    if (bytes.front() != '\0') length = append_character(text, bytes, encoding);
    if (length == 0) {
      text.append(kReplacement);
      length = 1;
    }
    bytes.remove_prefix(length);
  }
  return text;
}

std::string structure_text(std::string_view bytes, Encoding encoding) {
  if (encoding == Encoding::kUtf8 || is_plain_ascii(bytes)) return std::string(bytes);
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 2);
  for (std::string_view rest = bytes; !rest.empty();) {
    const std::size_t length = append_character(text, rest, encoding);
    if (length == 0) return std::string(bytes);
    rest.remove_prefix(length);
  }
  return text;
}

}  // namespace furui
