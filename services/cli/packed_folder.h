// A folder of structures as one file that can be uploaded.
#pragma once

#include <cstddef>
#include <filesystem>

namespace furui::cli {

/// throws  Failure where the folder cannot be read or holds no files
void check_holds_files(const std::filesystem::path& folder);

/// A tar archive of a folder's files, with those of its folders, in the order of their names; gone with this object.
/// Hidden files are left out. Files that are no structures are passed over by the server, not here.
class PackedFolder {
 public:
  /// throws  Failure where the folder cannot be read, holds no files, or there is no room for the archive
  explicit PackedFolder(const std::filesystem::path& folder);
  ~PackedFolder();
  PackedFolder(const PackedFolder&) = delete;
  PackedFolder& operator=(const PackedFolder&) = delete;

  const std::filesystem::path& file() const { return file_; }
  std::size_t files() const { return files_; }

 private:
  std::filesystem::path file_;
  std::size_t files_ = 0;
};

}  // namespace furui::cli
