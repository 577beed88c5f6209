// Length-prefixed bytes into one digest, so that no two batches look alike.
#include "store/upload_digest.h"

#include <cstdint>
#include <cstring>
#include <string_view>

namespace furui {
namespace {

void add_number(Sha256Stream& stream, std::size_t number) {
  const auto value = static_cast<std::uint32_t>(number);
  const char bytes[4] = {static_cast<char>(value), static_cast<char>(value >> 8), static_cast<char>(value >> 16), static_cast<char>(value >> 24)};
  stream.update(std::string_view(bytes, 4));
}

void add_text(Sha256Stream& stream, std::string_view text) {
  add_number(stream, text.size());
  stream.update(text);
}

}  // namespace

Sha256 batch_digest(const std::vector<Candidate>& candidates) {
  Sha256Stream stream;
  for (const Candidate& candidate : candidates) {
    const char head[2] = {static_cast<char>(candidate.kind), static_cast<char>(candidate.notation)};
    stream.update(std::string_view(head, 2));
    add_text(stream, candidate.raw);
    add_text(stream, candidate.id);
    add_number(stream, candidate.fields.size());
    for (const std::string& field : candidate.fields) add_text(stream, field);
  }
  return stream.finish();
}

}  // namespace furui
