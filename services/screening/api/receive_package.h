// A model package that arrives in pieces: into a private folder, within limits, checked against its manifest.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>

#include "core/manifest.h"  // for Manifest
#include "core/sha256.h"    // for Sha256Stream

namespace furui::api {

/// Files of one package, written below `spool` and removed with this object.
class PackageReceiver {
 public:
  /// spool   made where absent, mode 0700; free space there for the package
  /// throws  Error{RESOURCE_EXHAUSTED} where too many packages are on their way at the same moment
  explicit PackageReceiver(const std::filesystem::path& spool);
  ~PackageReceiver();
  PackageReceiver(const PackageReceiver&) = delete;
  PackageReceiver& operator=(const PackageReceiver&) = delete;

  /// Appends to a file; the files come one after another.
  /// throws Error{INVALID_ARGUMENT} for a name that no package has, a file that comes twice, or one over its limit
  void piece(const std::string& file, std::string_view bytes);

  /// Ends the last file, reads the manifest and compares it with what came.
  /// throws Error{INVALID_ARGUMENT} naming the file that is missing, too many or another than the manifest says
  Manifest finish();

  const std::filesystem::path& folder() const { return folder_; }

 private:
  void end_file();

  std::filesystem::path folder_;
  std::string current_;
  std::ofstream out_;
  Sha256Stream digest_;
  std::uintmax_t written_ = 0;
  std::map<std::string, std::string> digests_;  ///< of the files that ended, hexadecimal
};

}  // namespace furui::api
