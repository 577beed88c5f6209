// Evidence for each encoding, counted over a whole file.
#include <algorithm>
#include <cstdint>

#include "core/error.h"       // for Error
#include "core/utf8.h"        // for utf8_character_length
#include "intake/cp932.h"     // for the ranges of its bytes
#include "intake/encoding.h"  // for detect_encoding, which this is

namespace furui {
namespace {

constexpr std::size_t kSampleBytes = std::size_t{64} << 10;

/// Counts of UTF-8 characters beyond ASCII, and of bytes that are none; pieces may cut a character.
class Utf8Evidence {
 public:
  void add(unsigned char byte) {
    if (pending_size_ == 0 && byte < 0x80) return;
    pending_[pending_size_++] = static_cast<char>(byte);
    settle(false);
  }
  void finish() { settle(true); }
  bool between_characters() const { return pending_size_ == 0; }

  std::uint64_t characters = 0;
  std::uint64_t bad_bytes = 0;

 private:
  void settle(bool at_end) {
    while (pending_size_ > 0) {
      const std::size_t length = utf8_character_length({pending_, pending_size_});
      if (length == 0 && !at_end && may_grow()) return;
      if (length == 0) ++bad_bytes;
      if (length > 1) ++characters;
      drop(std::max<std::size_t>(length, 1));
    }
  }
  /// Whether more bytes could make the pending ones a character.
  bool may_grow() const {
    const auto first = static_cast<unsigned char>(pending_[0]);
    const std::size_t wanted = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || pending_size_ >= wanted) return false;
    return std::all_of(pending_ + 1, pending_ + pending_size_,
                       [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; });
  }
  void drop(std::size_t bytes) {
    std::copy(pending_ + bytes, pending_ + pending_size_, pending_);
    pending_size_ -= bytes;
  }

  char pending_[4] = {};
  std::size_t pending_size_ = 0;
};

/// What speaks for Japanese pairs of bytes, and what for single accented letters among ASCII.
class LegacyEvidence {
 public:
  void add(unsigned char byte) {
    if (lead_ != 0) {
      const unsigned char lead = lead_;
      lead_ = 0;
      if (is_cp932_trail(byte)) {
        // Kana and the common kanji begin with 0x81 to 0x9F; 0xE0 and above before ASCII may be an accented letter.
        if (lead <= 0x9F || byte >= 0x80)
          ++japanese;
        else
          ++western;
        return;
      }
      ++not_japanese;
      add_western(lead);
    }
    if (is_cp932_katakana(byte)) {
      ++katakana_run_;
      run_byte_ = byte;
      return;
    }
    end_run();
    if (byte < 0x80) return;
    if (is_cp932_lead(byte)) {
      lead_ = byte;
    } else {
      ++not_japanese;
      add_western(byte);
    }
  }
  void finish() {
    if (lead_ != 0) {
      ++not_japanese;
      add_western(lead_);
      lead_ = 0;
    }
    end_run();
  }
  bool between_characters() const { return lead_ == 0 && katakana_run_ == 0; }

  std::uint64_t japanese = 0;
  std::uint64_t western = 0;
  std::uint64_t not_japanese = 0;  ///< bytes that CP932 does not know
  std::uint64_t not_western = 0;   ///< bytes that Windows-1252 does not know, or that no chemist's list has

 private:
  void end_run() {
    if (katakana_run_ == 1)
      add_western(run_byte_);
    else
      japanese += katakana_run_;
    katakana_run_ = 0;
  }
  void add_western(unsigned char byte) {
    // 0xFE and 0xFF (thorn, y with diaeresis) are rather a byte order mark or noise.
    const bool letter_or_sign = byte >= 0xA0 && byte < 0xFE;
    const bool punctuation = byte == 0x80 || byte == 0x85 || (byte >= 0x91 && byte <= 0x97) || byte == 0x99;
    if (letter_or_sign || punctuation)
      ++western;
    else
      ++not_western;
  }

  unsigned char lead_ = 0;
  unsigned char run_byte_ = 0;
  std::uint64_t katakana_run_ = 0;
};

/// UTF-16 without a byte order mark: in a list of structures most characters are ASCII, so one half of the bytes
/// is mostly zero and the other hardly ever.
bool looks_like_utf16(std::string_view sample, std::size_t zero_half) {
  const std::size_t pairs = sample.size() / 2;
  std::size_t zeros = 0;
  std::size_t other_zeros = 0;
  for (std::size_t at = 0; at < 2 * pairs; at += 2) {
    if (sample[at + zero_half] == '\0') ++zeros;
    if (sample[at + 1 - zero_half] == '\0') ++other_zeros;
  }
  return pairs >= 2 && zeros * 10 >= pairs * 4 && other_zeros * 20 <= pairs;
}

bool find_mark(std::string_view head, Encoding& encoding) {
  using namespace std::string_view_literals;
  if (head.starts_with("\xff\xfe\0\0"sv) || head.starts_with("\0\0\xfe\xff"sv)) {
    throw Error(ErrorCode::kInvalidArgument, "the text is UTF-32; save it as UTF-8 and send it again");
  }
  if (head.starts_with("\xef\xbb\xbf"))
    encoding = Encoding::kUtf8;
  else if (head.starts_with("\xff\xfe"))
    encoding = Encoding::kUtf16Le;
  else if (head.starts_with("\xfe\xff"))
    encoding = Encoding::kUtf16Be;
  else
    return false;
  return true;
}

Encoding judge(const Utf8Evidence& utf8, const LegacyEvidence& legacy, std::uint64_t bytes) {
  if (utf8.bad_bytes == 0 || utf8.characters >= utf8.bad_bytes) return Encoding::kUtf8;
  if (legacy.japanese > legacy.western && legacy.not_japanese * 50 <= legacy.japanese)
    return Encoding::kCp932;
  if (legacy.western > legacy.japanese && legacy.not_western * 10 <= legacy.western)
    return Encoding::kWindows1252;
  if (utf8.bad_bytes * 20 <= bytes || utf8.bad_bytes <= 4) return Encoding::kUtf8;
  throw Error(ErrorCode::kInvalidArgument,
              "the text is in no known encoding (UTF-8, UTF-16, CP932 and Windows-1252 were tried): " +
                  std::to_string(utf8.bad_bytes) + " of " + std::to_string(bytes) +
                  " bytes are no UTF-8; save it as UTF-8 and send it again");
}

}  // namespace

Encoding detect_encoding(ByteSource& source) {
  Utf8Evidence utf8;
  LegacyEvidence legacy;
  std::uint64_t bytes = 0;
  for (std::string_view piece = source.next(); !piece.empty(); piece = source.next()) {
    if (bytes == 0) {
      Encoding encoding = Encoding::kUtf8;
      const std::string_view sample = piece.substr(0, kSampleBytes);
      bool found = find_mark(sample, encoding);
      for (const Encoding utf16 : {Encoding::kUtf16Be, Encoding::kUtf16Le}) {
        if (found || !looks_like_utf16(sample, utf16 == Encoding::kUtf16Le ? 1 : 0)) continue;
        encoding = utf16;
        found = true;
      }
      if (found) {
        source.rewind();
        return encoding;
      }
    }
    bytes += piece.size();
    constexpr std::size_t kBlock = 64;
    for (std::size_t begin = 0; begin < piece.size(); begin += kBlock) {
      const std::string_view block = piece.substr(begin, kBlock);
      if (utf8.between_characters() && legacy.between_characters() && is_plain_ascii(block)) continue;
      for (const char byte : block) {
        utf8.add(static_cast<unsigned char>(byte));
        legacy.add(static_cast<unsigned char>(byte));
      }
    }
  }
  utf8.finish();
  legacy.finish();
  source.rewind();
  return judge(utf8, legacy, bytes);
}

}  // namespace furui
