// Text without its byte order mark, UTF-16 turned into UTF-8 on the way.
#include <algorithm>
#include <memory>
#include <string>

#include "intake/encoding.h"  // for open_text, which this is

namespace furui {
namespace {

/// The bytes of a source but for a byte order mark of UTF-8.
class UnmarkedSource final : public ByteSource {
 public:
  explicit UnmarkedSource(ByteSource& source) : source_(source) {}

  std::string_view next() override {
    std::string_view piece = source_.next();
    if (!begun_) {
      begun_ = true;
      constexpr std::string_view kMark = "\xef\xbb\xbf";
      if (piece.starts_with(kMark)) piece.remove_prefix(kMark.size());
      if (piece.empty()) return source_.next();
    }
    return piece;
  }
  void rewind() override {
    source_.rewind();
    begun_ = false;
  }

 private:
  ByteSource& source_;
  bool begun_ = false;
};

/// UTF-16 as UTF-8. A file in memory is taken in pieces, so that its UTF-8 never lies in memory as a whole.
class Utf16Source final : public ByteSource {
 public:
  Utf16Source(ByteSource& source, bool big_endian) : source_(source), big_endian_(big_endian) {}

  std::string_view next() override {
    text_.clear();
    while (text_.empty()) {
      if (piece_.empty()) piece_ = source_.next();
      if (piece_.empty()) {
        finish();
        break;
      }
      constexpr std::size_t kPieceBytes = std::size_t{256} << 10;
      for (const char byte : piece_.substr(0, kPieceBytes)) add(static_cast<unsigned char>(byte));
      piece_.remove_prefix(std::min(piece_.size(), kPieceBytes));
    }
    return text_;
  }
  void rewind() override {
    source_.rewind();
    piece_ = {};
    has_half_ = false;
    high_surrogate_ = 0;
    begun_ = false;
  }

 private:
  void add(unsigned char byte) {
    if (!has_half_) {
      half_ = byte;
      has_half_ = true;
      return;
    }
    has_half_ = false;
    add_unit(static_cast<char16_t>(big_endian_ ? half_ << 8 | byte : byte << 8 | half_));
  }
  void add_unit(char16_t unit) {
    const bool mark = !begun_ && unit == 0xFEFF;
    begun_ = true;
    if (mark) return;
    const bool low = unit >= 0xDC00 && unit <= 0xDFFF;
    if (high_surrogate_ != 0 && low) {
      append_utf8(text_, 0x10000 + ((high_surrogate_ & 0x3FFU) << 10) + (unit & 0x3FFU));
      high_surrogate_ = 0;
      return;
    }
    end_surrogate();
    if (unit >= 0xD800 && unit <= 0xDBFF)
      high_surrogate_ = unit;
    else
      append_utf8(text_, unit);
  }
  void end_surrogate() {
    if (high_surrogate_ != 0) append_utf8(text_, high_surrogate_);
    high_surrogate_ = 0;
  }
  void finish() {
    end_surrogate();
    if (has_half_) text_.push_back('\xff');  // half a character: no UTF-8, as it was no UTF-16
    has_half_ = false;
  }

  ByteSource& source_;
  bool big_endian_;
  std::string_view piece_;
  std::string text_;
  unsigned char half_ = 0;
  bool has_half_ = false;
  char16_t high_surrogate_ = 0;
  bool begun_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> open_text(ByteSource& source, Encoding encoding) {
  if (encoding == Encoding::kUtf16Le || encoding == Encoding::kUtf16Be) {
    return std::make_unique<Utf16Source>(source, encoding == Encoding::kUtf16Be);
  }
  return std::make_unique<UnmarkedSource>(source);
}

}  // namespace furui
