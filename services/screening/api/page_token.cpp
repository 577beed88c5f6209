// A token is a position and eight bytes of the request's SHA-256, in hexadecimal.
#include "api/page_token.h"

#include <algorithm>
#include <charconv>

#include "core/error.h"   // for Error
#include "core/sha256.h"  // for sha256, to_hex

namespace furui::api {
namespace {

constexpr std::size_t kDigestDigits = 16;

std::string digest_of(const std::string& request) { return to_hex(sha256(request)).substr(0, kDigestDigits); }

}  // namespace

std::string make_page_token(const std::string& request, std::int64_t after) {
  char digits[16];
  const auto end = std::to_chars(digits, digits + sizeof digits, after, 16).ptr;
  return digest_of(request) + std::string(digits, end);
}

std::int64_t read_page_token(const std::string& token, const std::string& request, std::int64_t first) {
  if (token.empty()) return first;
  std::int64_t after = 0;
  const char* begin = token.data() + std::min(kDigestDigits, token.size());
  const char* end = token.data() + token.size();
  const auto read = std::from_chars(begin, end, after, 16);
  if (token.size() <= kDigestDigits || read.ec != std::errc() || read.ptr != end || after < first ||
      token.compare(0, kDigestDigits, digest_of(request)) != 0)
    throw Error(ErrorCode::kInvalidArgument,
                "'page_token': expected the next_page_token of the same request's previous page; leave it empty for the "
                "first page")
        .with_field("page_token");
  return after;
}

int page_size(int asked, int fallback, int most) {
  if (asked < 0)
    throw Error(ErrorCode::kInvalidArgument, "'page_size': expected 0 to " + std::to_string(most) + ", got " +
                                                 std::to_string(asked))
        .with_field("page_size");
  return asked == 0 ? fallback : std::min(asked, most);
}

}  // namespace furui::api
