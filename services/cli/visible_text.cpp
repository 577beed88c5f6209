// One pass over UTF-8.
#include "visible_text.h"

#include <unistd.h>

#include <string_view>

namespace furui::cli {
namespace {

constexpr const char* kReplacement = "\uFFFD";

/// Bytes of the character that begins the text; 0 where it is no UTF-8.
std::size_t character_bytes(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || size > text.size()) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  // Longer forms than needed, surrogates, and what lies beyond Unicode.
  if ((first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) > 0x9F)) return 0;
  if ((first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) > 0x8F)) return 0;
  return size;
}

bool is_control(std::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  return first < 0x20 || first == 0x7F || (first == 0xC2 && static_cast<unsigned char>(character[1]) < 0xA0);
}

std::string replaced(std::string_view text, bool lines) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const std::size_t size = character_bytes(text);
    const std::string_view character = text.substr(0, size == 0 ? 1 : size);
    const bool layout = lines && (character == "\n" || character == "\t");
    if (lines && text.substr(0, 2) == "\r\n") {
      // The line end that follows is enough.
    } else if (size > 0 && (layout || !is_control(character))) {
      result += character;
    } else {
      result += kReplacement;
    }
    text.remove_prefix(character.size());
  }
  return result;
}

}  // namespace

std::size_t utf8_bytes(std::string_view text) {
  std::size_t at = 0;
  for (std::size_t size = 1; at < text.size() && size > 0; at += size) size = character_bytes(text.substr(at));
  return at;
}

std::string visible(const std::string& text) { return replaced(text, false); }

std::string visible_lines(const std::string& text) { return replaced(text, true); }

std::string for_stdout(const std::string& text) { return isatty(STDOUT_FILENO) != 0 ? visible_lines(text) : text; }

}  // namespace furui::cli
