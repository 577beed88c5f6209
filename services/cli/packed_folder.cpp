// libarchive writes; a temporary file of our own, that nobody else can read.
#include "packed_folder.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "failure.h"  // for Failure

namespace furui::cli {
namespace {

namespace fs = std::filesystem;

struct CloseArchive {
  void operator()(archive* opened) const { archive_write_free(opened); }
};
struct FreeEntry {
  void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};

bool is_hidden(const fs::path& relative) {
  return std::any_of(relative.begin(), relative.end(), [](const fs::path& part) { return part.string().starts_with('.'); });
}

/// Regular files with their names inside the folder, sorted.
std::vector<std::pair<std::string, fs::path>> files_below(const fs::path& folder) {
  std::vector<std::pair<std::string, fs::path>> files;
  try {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      const fs::path relative = entry.path().lexically_relative(folder);
      if (entry.is_regular_file() && !is_hidden(relative)) files.emplace_back(relative.generic_string(), entry.path());
    }
  } catch (const fs::filesystem_error& error) {
    throw Failure("the folder " + folder.string() + " cannot be read: " + error.code().message());
  }
  if (files.empty()) throw Failure("the folder " + folder.string() + " holds no files; expected structures such as .cif or POSCAR");
  std::sort(files.begin(), files.end());
  return files;
}

void add(archive* to, const std::string& name, const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Failure(file.string() + " cannot be read: is it yours to read?");
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  const std::unique_ptr<archive_entry, FreeEntry> entry(archive_entry_new());
  archive_entry_set_pathname(entry.get(), name.c_str());
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(bytes.size()));
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0600);
  const bool written = archive_write_header(to, entry.get()) == ARCHIVE_OK && archive_write_data(to, bytes.data(), bytes.size()) == static_cast<la_ssize_t>(bytes.size());
  if (!written) throw Failure("the folder cannot be packed: " + std::string(archive_error_string(to)));
}

}  // namespace

void check_holds_files(const fs::path& folder) { files_below(folder); }

PackedFolder::PackedFolder(const fs::path& folder) {
  const auto files = files_below(folder);
  files_ = files.size();
  std::string pattern = (fs::temp_directory_path() / "furui-XXXXXX").string();
  const int out = mkstemp(pattern.data());
  if (out < 0) throw Failure("no temporary file can be made in " + fs::temp_directory_path().string() + "; name another folder with TMPDIR");
  file_ = pattern;
  try {
    const std::unique_ptr<archive, CloseArchive> to(archive_write_new());
    archive_write_set_format_pax_restricted(to.get());
    if (archive_write_open_fd(to.get(), out) != ARCHIVE_OK) throw Failure("the folder cannot be packed");
    for (const auto& [name, file] : files) add(to.get(), name, file);
    if (archive_write_close(to.get()) != ARCHIVE_OK) throw Failure("the folder cannot be packed: " + std::string(archive_error_string(to.get())));
  } catch (...) {
    close(out);
    unlink(file_.c_str());
    throw;
  }
  close(out);
}

PackedFolder::~PackedFolder() { unlink(file_.c_str()); }

}  // namespace furui::cli
