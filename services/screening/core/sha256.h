// SHA-256 (FIPS 180-4), the identity of raw candidates, structures and model packages.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace furui {

/// 32 bytes, big endian as the standard writes them.
using Sha256 = std::array<std::uint8_t, 32>;

/// The digest of `bytes`.
Sha256 sha256(std::string_view bytes);

/// Its 32 bytes, as they are stored; they live as long as the digest.
inline std::string_view bytes_of(const Sha256& digest) { return {reinterpret_cast<const char*>(digest.data()), digest.size()}; }

/// The inverse. throws std::runtime_error (a fault: stored bytes are ours) where they are not 32
Sha256 digest_from(std::string_view bytes);

/// Lower-case hexadecimal, 64 characters.
std::string to_hex(const Sha256& digest);

/// A digest over bytes that come in pieces. update and finish throw std::logic_error after the end.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(Sha256Stream&&) noexcept;
  Sha256Stream& operator=(Sha256Stream&&) noexcept;

  void update(std::string_view bytes);
  /// The digest of all bytes so far; ends the stream.
  Sha256 finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace furui
