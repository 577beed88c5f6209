// Aligned columns of text for a terminal.
#pragma once

#include <string>
#include <vector>

namespace furui::cli {

// What these functions give holds no control character: visible_text.h says why.

/// Columns a UTF-8 text takes on a terminal, near enough: one a code point, two for East Asian wide ones.
std::size_t display_width(const std::string& text);

/// The text cut to a width, with "…" where it was cut.
std::string shortened(const std::string& text, std::size_t width);

/// The text with spaces up to a width, on its right, or on its left where `right` aligned.
std::string padded(const std::string& text, std::size_t width, bool right = false);

/// Rows of cells as lines, two spaces between columns, no space at a line's end; every cell aligned left.
std::string text_table(const std::vector<std::vector<std::string>>& rows);

/// The text broken at spaces into lines of at most this width, each ended; further lines begin with an indent.
std::string wrapped(const std::string& text, std::size_t width, std::size_t indent);

}  // namespace furui::cli
