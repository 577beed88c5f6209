// Bytes to words, with each statement of the header checked.
#include "pipeline/fingerprint_file.h"

#include <endian.h>

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>

#include "core/error.h"  // for Error

namespace furui {
namespace {

constexpr std::string_view kMagic = "FURUI-FP";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kHeaderBytes = 16;
constexpr std::size_t kFingerprintBytes = 8 * kFingerprintWords;

[[noreturn]] void complain(const std::string& what) {
  throw Error(ErrorCode::kInvalidArgument, "training_fingerprints.bin: " + what + "; import the model again");
}

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
  std::uint32_t number;
  std::memcpy(&number, bytes.data() + at, sizeof number);
  return le32toh(number);
}

int bits_of(const Fingerprint& fingerprint) {
  int bits = 0;
  for (const std::uint64_t word : fingerprint) bits += std::popcount(word);
  return bits;
}

}  // namespace

std::vector<Fingerprint> parse_fingerprints(std::string_view bytes) {
  if (bytes.size() < kHeaderBytes || !bytes.starts_with(kMagic)) complain("expected a file that begins with FURUI-FP");
  if (const std::uint32_t version = number_at(bytes, 8); version != kVersion)
    complain("expected version " + std::to_string(kVersion) + ", got " + std::to_string(version));
  const std::size_t count = number_at(bytes, 12);
  if (bytes.size() != kHeaderBytes + count * kFingerprintBytes)
    complain("expected " + std::to_string(count) + " fingerprints of 256 bytes, got " + std::to_string(bytes.size() - kHeaderBytes) + " bytes");
  std::vector<Fingerprint> result(count);
  int least = 0;
  for (std::size_t i = 0; i < count; ++i) {
    std::memcpy(result[i].data(), bytes.data() + kHeaderBytes + i * kFingerprintBytes, kFingerprintBytes);
    for (std::uint64_t& word : result[i]) word = le64toh(word);
    const int bits = bits_of(result[i]);
    if (bits < least) complain("expected fingerprints with fewer bits first; number " + std::to_string(i + 1) + " has fewer than the one before");
    least = bits;
  }
  return result;
}

}  // namespace furui
