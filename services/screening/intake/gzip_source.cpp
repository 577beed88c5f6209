// Streaming inflation with zlib.
#include "intake/gzip_source.h"

#include <zlib.h>

#include <algorithm>
#include <new>
#include <string>

#include "core/error.h"  // for Error

namespace furui {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{256} << 10;
constexpr std::size_t kLargestInput = std::size_t{1} << 30;  // zlib counts input in 32 bits
constexpr int kGzipWindow = 16 + MAX_WBITS;  // zlib.h: "add 16 to decode only the gzip format"

std::string size_in_words(std::uint64_t bytes) {
  constexpr std::uint64_t kMebibyte = std::uint64_t{1} << 20;
  return bytes >= kMebibyte ? std::to_string(bytes / kMebibyte) + " MiB" : std::to_string(bytes) + " bytes";
}

}  // namespace

bool is_gzip(std::string_view bytes) {
  return bytes.starts_with("\x1f\x8b");
}

struct GzipSource::Inflater {
  z_stream stream{};
  Inflater() {
    if (inflateInit2(&stream, kGzipWindow) != Z_OK) throw std::bad_alloc();
  }
  ~Inflater() { inflateEnd(&stream); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
};

GzipSource::GzipSource(std::string_view bytes, std::uint64_t max_inflated_bytes)
    : bytes_(bytes), max_inflated_bytes_(max_inflated_bytes), inflater_(std::make_unique<Inflater>()) {
  buffer_.resize(kPieceBytes);
}

GzipSource::~GzipSource() = default;

void GzipSource::rewind() {
  inflateReset(&inflater_->stream);
  read_ = 0;
  inflated_ = 0;
  ended_ = false;
}

bool GzipSource::begin_next_member() {
  const std::string_view rest = bytes_.substr(read_);
  if (rest.find_first_not_of('\0') == std::string_view::npos) return false;
  if (!is_gzip(rest)) {
    throw Error(ErrorCode::kInvalidArgument, "the gzip file has other bytes after its end (" +
                                                 size_in_words(rest.size()) +
                                                 "); compress it again, or unpack it and send the text");
  }
  inflateReset(&inflater_->stream);
  return true;
}

std::string_view GzipSource::next() {
  z_stream& stream = inflater_->stream;
  while (!ended_) {
    const std::size_t input = std::min(bytes_.size() - read_, kLargestInput);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes_.data() + read_));
    stream.avail_in = static_cast<uInt>(input);
    stream.next_out = reinterpret_cast<Bytef*>(buffer_.data());
    stream.avail_out = static_cast<uInt>(buffer_.size());
    const int result = inflate(&stream, Z_NO_FLUSH);
    read_ += input - stream.avail_in;
    const std::size_t made = buffer_.size() - stream.avail_out;
    inflated_ += made;
    if (inflated_ > max_inflated_bytes_) {
      throw Error(ErrorCode::kResourceExhausted,
                  "the gzip file unpacks to more than " + size_in_words(max_inflated_bytes_) +
                      "; split the list into several files, or raise the limit of unpacked bytes");
    }
    if (result == Z_STREAM_END) {
      ended_ = !begin_next_member();
    } else if (result == Z_MEM_ERROR) {
      throw std::bad_alloc();
    } else if (result == Z_BUF_ERROR || (result == Z_OK && made == 0 && read_ == bytes_.size())) {
      throw Error(ErrorCode::kInvalidArgument,
                  "the gzip file ends early: it was cut off; copy or upload it again");
    } else if (result != Z_OK) {
      throw Error(ErrorCode::kInvalidArgument,
                  "the gzip file is damaged near its byte " + std::to_string(read_) +
                      " (its checksum or coding is wrong); copy or upload it again");
    }
    if (made > 0) return {buffer_.data(), made};
  }
  return {};
}

}  // namespace furui
