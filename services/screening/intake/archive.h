// The files inside a tar or ZIP archive.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace furui {

struct ArchivedFile {
  std::string name;   ///< with its folders inside the archive, "oxides/NiO.cif"
  std::string bytes;
};

/// Whether bytes begin as a tar archive of today does ("ustar").
bool is_tar(std::string_view head);

/// All regular files of an archive, compressed by gzip or not, in order of their names (bytewise). Names of folders "./"
/// in front are left out, as are what programs leave behind (".DS_Store", "__MACOSX/…", hidden files).
///
/// max_bytes  of all files together, against bombs
/// throws     Error{INVALID_ARGUMENT} where it is no archive, is damaged, or holds more
std::vector<ArchivedFile> files_of_archive(std::string_view archive, std::uint64_t max_bytes);

}  // namespace furui
