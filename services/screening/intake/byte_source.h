// A file's bytes in pieces, from memory or from something that unpacks them, so that memory stays flat.
#pragma once

#include <string_view>

namespace furui {

/// Bytes that are read from first to last, and can be read again.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  /// The next piece, valid until the next call; empty only at the end.
  virtual std::string_view next() = 0;
  /// Starts again from the first byte.
  virtual void rewind() = 0;
};

/// Bytes that lie in memory already: one piece, never copied.
class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::string_view bytes) : bytes_(bytes), rest_(bytes) {}

  std::string_view next() override {
    const std::string_view piece = rest_;
    rest_ = {};
    return piece;
  }
  void rewind() override { rest_ = bytes_; }

 private:
  std::string_view bytes_;
  std::string_view rest_;
};

}  // namespace furui
