// SHA-256 by OpenSSL.
#include "core/sha256.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <cstring>
#include <stdexcept>

namespace furui {

Sha256 digest_from(std::string_view bytes) {
  Sha256 digest{};
  if (bytes.size() != digest.size()) throw std::runtime_error("a stored SHA-256 has not 32 bytes");
  std::memcpy(digest.data(), bytes.data(), digest.size());
  return digest;
}

struct Sha256Stream::Context {
  EVP_MD_CTX* digest = EVP_MD_CTX_new();
  bool ended = false;
  Context() = default;
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() { EVP_MD_CTX_free(digest); }
};

Sha256Stream::Sha256Stream() : context_(std::make_unique<Context>()) {
  if (context_->digest == nullptr || EVP_DigestInit_ex(context_->digest, EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("SHA-256 is not available in this OpenSSL");
}
Sha256Stream::~Sha256Stream() = default;
Sha256Stream::Sha256Stream(Sha256Stream&&) noexcept = default;
Sha256Stream& Sha256Stream::operator=(Sha256Stream&&) noexcept = default;

void Sha256Stream::update(std::string_view bytes) {
  if (context_ == nullptr || context_->ended) throw std::logic_error("a SHA-256 stream takes no bytes after its end");
  if (EVP_DigestUpdate(context_->digest, bytes.data(), bytes.size()) != 1) throw std::runtime_error("SHA-256 failed");
}

Sha256 Sha256Stream::finish() {
  if (context_ == nullptr || context_->ended) throw std::logic_error("a SHA-256 stream ends once");
  context_->ended = true;
  Sha256 result{};
  if (EVP_DigestFinal_ex(context_->digest, result.data(), nullptr) != 1) throw std::runtime_error("SHA-256 failed");
  return result;
}

Sha256 sha256(std::string_view bytes) {
  Sha256 result{};
  // The one-shot call: no allocation, which matters at one call a candidate.
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), result.data());
  return result;
}

std::string to_hex(const Sha256& digest) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(2 * digest.size());
  for (std::uint8_t byte : digest) {
    text.push_back(kDigits[byte >> 4]);
    text.push_back(kDigits[byte & 15]);
  }
  return text;
}

}  // namespace furui
