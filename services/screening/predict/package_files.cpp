// Reads manifest.json and every file that it lists, and checks the SHA-256 of each.
#include "predict/package_files.h"

#include <cstdint>
#include <fstream>

#include "core/error.h"   // for Error
#include "core/sha256.h"  // for sha256

namespace furui {
namespace {

constexpr std::uintmax_t kMaxManifestBytes = std::uintmax_t{16} << 20;
constexpr std::uintmax_t kMaxFileBytes = std::uintmax_t{8} << 30;
constexpr const char* kWeights = "weights.safetensors";

std::string read_file(const std::filesystem::path& path, std::uintmax_t limit) {
  const std::string name = path.filename().string();
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error))
    throw Error(ErrorCode::kInvalidArgument, "not a model package: it has no file " + name);
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error || size > limit) throw Error(ErrorCode::kInvalidArgument, "model package: " + name + " is too large");
  std::string bytes(size, '\0');
  std::ifstream file(path, std::ios::binary);
  if (!file.read(bytes.data(), static_cast<std::streamsize>(size)))
    throw Error(ErrorCode::kInvalidArgument, "model package: " + name + " cannot be read");
  return bytes;
}

}  // namespace

PackageFiles read_package(const std::filesystem::path& folder) {
  PackageFiles result{parse_manifest(read_file(folder / "manifest.json", kMaxManifestBytes)), {}};
  for (const auto& [name, digest] : result.manifest.files) {
    std::string bytes = read_file(folder / name, kMaxFileBytes);
    if (to_hex(sha256(bytes)) != digest)
      throw Error(ErrorCode::kInvalidArgument,
                  "model package: the SHA-256 of " + name + " is not the one in manifest.json; import it again");
    if (name == kWeights) result.weights = std::move(bytes);
  }
  return result;
}

}  // namespace furui
