// Text from files and servers, made harmless for a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace furui::cli {

/// The text with U+FFFD in place of each control character (C0, DEL, C1) and of each byte that is no UTF-8: an id of
/// a list may hold an escape sequence, which must not move the cursor or colour the screen.
std::string visible(const std::string& text);

/// The same for text of several lines: line ends and tabs stay, a CR before a line end goes.
std::string visible_lines(const std::string& text);

/// How many bytes of the text, from its first, are UTF-8: all of them where it is.
std::size_t utf8_bytes(std::string_view text);

/// The text of a file as it is; visible_lines of it where stdout is a terminal.
std::string for_stdout(const std::string& text);

}  // namespace furui::cli
