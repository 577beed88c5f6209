// Joining the incomplete end of one piece to the next.
#include "intake/text_window.h"

namespace furui {

bool TextWindow::more() {
  if (at_end_) return false;
  if (text_.empty()) {
    text_ = source_.next();
    at_end_ = text_.empty();
    return !at_end_;
  }
  // The source's piece dies with its next(), so what is left of it moves to the buffer first.
  const bool in_buffer =
      !buffer_.empty() && text_.data() >= buffer_.data() && text_.data() <= buffer_.data() + buffer_.size();
  if (in_buffer) {
    buffer_.erase(0, static_cast<std::size_t>(text_.data() - buffer_.data()));
  } else {
    buffer_.assign(text_);
  }
  const std::string_view piece = source_.next();
  buffer_.append(piece);
  text_ = buffer_;
  at_end_ = piece.empty();
  return !at_end_;
}

void TextWindow::grow_to(std::size_t bytes) {
  while (text_.size() < bytes && more()) {
  }
}

}  // namespace furui
