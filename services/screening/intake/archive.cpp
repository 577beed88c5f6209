// libarchive reads; names are sorted here, so that rows do not depend on who packed the archive.
#include "intake/archive.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <memory>

#include "core/error.h"  // for Error

namespace furui {
namespace {

[[noreturn]] void refuse(const std::string& what) { throw Error(ErrorCode::kInvalidArgument, what); }

struct Close {
  void operator()(archive* opened) const { archive_read_free(opened); }
};

[[noreturn]] void refuse_damaged(archive* opened) {
  const char* why = archive_error_string(opened);
  refuse(std::string("the archive cannot be read: ") + (why == nullptr ? "it is damaged" : why));
}

/// Of programs, not of people: any part of the path that is hidden.
bool is_litter(const std::string& name) {
  return name.starts_with("__MACOSX/") || name.starts_with(".") || name.find("/.") != std::string::npos;
}

std::string contents(archive* opened, std::uint64_t& left) {
  std::string bytes;
  std::array<char, 65536> piece;
  for (;;) {
    const la_ssize_t size = archive_read_data(opened, piece.data(), piece.size());
    if (size < 0) refuse_damaged(opened);
    if (size == 0) return bytes;
    if (static_cast<std::uint64_t>(size) > left) refuse("the archive unpacks to more than is allowed for one upload; split it");
    left -= static_cast<std::uint64_t>(size);
    bytes.append(piece.data(), static_cast<std::size_t>(size));
  }
}

}  // namespace

bool is_tar(std::string_view head) { return head.size() > 262 && head.substr(257, 5) == "ustar"; }

std::vector<ArchivedFile> files_of_archive(std::string_view bytes, std::uint64_t max_bytes) {
  const std::unique_ptr<archive, Close> opened(archive_read_new());
  archive_read_support_format_tar(opened.get());
  archive_read_support_format_zip(opened.get());
  archive_read_support_filter_gzip(opened.get());
  if (archive_read_open_memory(opened.get(), bytes.data(), bytes.size()) != ARCHIVE_OK) refuse_damaged(opened.get());
  std::vector<ArchivedFile> files;
  std::uint64_t left = max_bytes;
  archive_entry* entry = nullptr;
  for (;;) {
    const int next = archive_read_next_header(opened.get(), &entry);
    if (next == ARCHIVE_EOF) break;
    if (next != ARCHIVE_OK && next != ARCHIVE_WARN) refuse_damaged(opened.get());
    if (archive_entry_filetype(entry) != AE_IFREG) continue;
    const char* path = archive_entry_pathname(entry);
    std::string name = path == nullptr ? "" : path;
    while (name.starts_with("./")) name.erase(0, 2);
    if (name.empty() || is_litter(name)) continue;
    files.push_back({std::move(name), contents(opened.get(), left)});
  }
  std::stable_sort(files.begin(), files.end(), [](const ArchivedFile& a, const ArchivedFile& b) { return a.name < b.name; });
  return files;
}

}  // namespace furui
