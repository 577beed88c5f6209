// A text cut into lines, whatever ends them, with a bound on their length.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "intake/text_window.h"  // for TextWindow, the text

namespace furui {

/// A line without its ending. The view holds until the next line is read.
struct TextLine {
  std::string_view text;
  bool cut = false;  ///< longer than max_line_bytes: `text` is its first max_line_bytes + 1 bytes
};

/// Lines that end in LF, CRLF or CR.
class TextLines {
 public:
  /// window  at the first line; must outlive this
  TextLines(TextWindow& window, std::size_t max_line_bytes)
      : window_(window), max_line_bytes_(max_line_bytes) {}

  /// Reads the next line. Returns false at the end of the text.
  bool next(TextLine& line);

 private:
  TextWindow& window_;
  std::size_t max_line_bytes_;
  std::size_t consume_ = 0;
  std::string kept_;
};

}  // namespace furui
