// Gzip unpacked piece by piece, members one after another, with a bound against bombs.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "intake/byte_source.h"  // for ByteSource, what this is

namespace furui {

/// Whether bytes begin as gzip does (RFC 1952).
bool is_gzip(std::string_view bytes);

/// The text inside gzip bytes. Multi-member files (as bgzip and `cat a.gz b.gz` write) are one text; zero bytes
/// after the last member, as tapes pad them, are ignored.
class GzipSource final : public ByteSource {
 public:
  /// bytes               the compressed file; must outlive this
  /// max_inflated_bytes  more than this is an error, not text
  GzipSource(std::string_view bytes, std::uint64_t max_inflated_bytes);
  ~GzipSource() override;

  /// throws Error{INVALID_ARGUMENT} for damaged or cut-off bytes, or other bytes after the end of the gzip;
  ///        Error{RESOURCE_EXHAUSTED} past max_inflated_bytes
  std::string_view next() override;
  void rewind() override;

 private:
  struct Inflater;

  bool begin_next_member();

  std::string_view bytes_;
  std::uint64_t max_inflated_bytes_;
  std::size_t read_ = 0;
  std::uint64_t inflated_ = 0;
  bool ended_ = false;
  std::unique_ptr<Inflater> inflater_;
  std::string buffer_;
};

}  // namespace furui
