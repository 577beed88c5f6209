// The part of a text that a reader looks at: it grows while a record is incomplete, and forgets what was read.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "intake/byte_source.h"  // for ByteSource, where text comes from

namespace furui {

/// A contiguous view of the unread text of a source. Text in memory is never copied; of other sources only the
/// incomplete record at a piece's end is.
class TextWindow {
 public:
  /// source  must outlive this and be at its beginning
  explicit TextWindow(ByteSource& source) : source_(source) {}

  /// The unread text that is here; views of it hold until more() or grow_to().
  std::string_view text() const { return text_; }
  /// Forgets the first `bytes` of text().
  void consume(std::size_t bytes) { text_.remove_prefix(bytes); }
  /// Appends the next piece to text(). Returns false, and changes nothing, at the end of the source.
  bool more();
  /// Reads on until text() has `bytes` bytes, or all there are.
  void grow_to(std::size_t bytes);

 private:
  ByteSource& source_;
  std::string_view text_;
  std::string buffer_;
  bool at_end_ = false;
};

}  // namespace furui
