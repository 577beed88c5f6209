// Pieces to files, files to digests, digests against the manifest.
#include "api/receive_package.h"


#include <atomic>
#include <chrono>
#include <cstdlib>
#include <iterator>
#include <stdexcept>
#include <system_error>

#include "core/error.h"         // for Error

namespace furui::api {
namespace {

constexpr int kMaxPackagesAtOnce = 2;  // each may fill its limits on disk
std::atomic<int> packages_now = 0;

constexpr std::uintmax_t kMiB = std::uintmax_t{1} << 20;
const std::map<std::string, std::uintmax_t> kLimits = {
    {"manifest.json", 8 * kMiB}, {"weights.safetensors", 4096 * kMiB}, {"card.md", kMiB}, {"golden.jsonl", 256 * kMiB},
    {"training_fingerprints.bin", 256 * kMiB}};

[[noreturn]] void complain(const std::string& what) {
  throw Error(ErrorCode::kInvalidArgument, "model package: " + what).with_field("piece.file");
}

std::filesystem::path make_private_folder(const std::filesystem::path& spool) {
  std::filesystem::create_directories(spool);
  std::string pattern = (spool / "package-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::system_error(errno, std::generic_category(), "mkdtemp");
  return pattern;
}

}  // namespace

PackageReceiver::PackageReceiver(const std::filesystem::path& spool) {
  if (packages_now.fetch_add(1) >= kMaxPackagesAtOnce) {
    packages_now.fetch_sub(1);
    throw Error(ErrorCode::kResourceExhausted, "other model packages are being added now; try again",
                std::chrono::milliseconds(5000));
  }
  try {
    folder_ = make_private_folder(spool);
  } catch (...) {
    packages_now.fetch_sub(1);
    throw;
  }
}

PackageReceiver::~PackageReceiver() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
  packages_now.fetch_sub(1);
}

void PackageReceiver::piece(const std::string& file, std::string_view bytes) {
  const auto limit = kLimits.find(file);
  if (limit == kLimits.end())
    complain("a package has manifest.json, weights.safetensors, card.md, golden.jsonl and training_fingerprints.bin, and no other file");
  if (file != current_) {
    end_file();
    if (digests_.contains(file)) complain("file '" + file + "' came twice; send each file in one go");
    current_ = file;
    written_ = 0;
    digest_ = Sha256Stream();
    out_.open(folder_ / file, std::ios::binary | std::ios::trunc);
  }
  written_ += bytes.size();
  if (written_ > limit->second)
    complain("file '" + file + "' has more than " + std::to_string(limit->second) + " bytes");
  digest_.update(bytes);
  out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!out_) throw std::runtime_error("a model package could not be written; is the disk full?");
}

void PackageReceiver::end_file() {
  if (current_.empty()) return;
  out_.close();
  if (!out_) throw std::runtime_error("a model package could not be written; is the disk full?");
  digests_[current_] = to_hex(digest_.finish());
  current_.clear();
}

Manifest PackageReceiver::finish() {
  end_file();
  if (!digests_.contains("manifest.json")) complain("manifest.json is missing");
  std::ifstream in(folder_ / "manifest.json", std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  Manifest manifest = parse_manifest(text);
  for (const auto& [file, digest] : manifest.files) {
    const auto came = digests_.find(file);
    if (came == digests_.end()) complain("the manifest lists '" + file + "', which did not come");
    if (came->second != digest) complain("file '" + file + "' has the SHA-256 " + came->second + ", the manifest says " + digest);
  }
  for (const auto& [file, digest] : digests_) {
    if (file != "manifest.json" && !manifest.files.contains(file)) complain("the manifest does not list '" + file + "'");
  }
  return manifest;
}

}  // namespace furui::api
