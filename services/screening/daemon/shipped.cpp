// Shipped folders: found, copied across a change of user, registered.
#include "daemon/shipped.h"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "core/error.h"         // for Error
#include "core/profile.h"       // for parse_profile
#include "store/models.h"       // for add_model_version
#include "store/profiles.h"     // for create_profile_version
#include "store/work_status.h"  // for queue_model_test

namespace furui::daemon {
namespace {

namespace fs = std::filesystem;

constexpr const char* kProject = "shared";
constexpr const char* kProfiles = "profiles";  // a folder among the models, and no model

struct OpenFile {
  fs::path relative;
  int file = -1;
};

std::vector<OpenFile> open_files(const fs::path& from) {
  std::vector<OpenFile> files;
  for (const char* part : {"models", "migrations"}) {
    for (const auto& entry : fs::recursive_directory_iterator(from / part)) {
      if (!entry.is_regular_file()) continue;
      const int file = open(entry.path().c_str(), O_RDONLY | O_CLOEXEC);
      if (file < 0) throw Error(ErrorCode::kFailedPrecondition, "shipped file " + entry.path().string() + " cannot be read");
      files.push_back({entry.path().lexically_relative(from), file});
    }
  }
  return files;
}

/// Writes the open files below `to`; runs as the user, with an empty `to` of its own.
bool write_files(const std::vector<OpenFile>& files, const fs::path& to) {
  std::vector<char> buffer(std::size_t{1} << 20);
  for (const OpenFile& source : files) {
    fs::create_directories((to / source.relative).parent_path());
    std::ofstream out(to / source.relative, std::ios::binary);
    ssize_t got = 0;
    while ((got = read(source.file, buffer.data(), buffer.size())) > 0) out.write(buffer.data(), got);
    out.close();
    if (got < 0 || !out) return false;
  }
  return true;
}

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<fs::path> sorted_entries(const fs::path& folder) {
  std::vector<fs::path> paths;
  if (!fs::is_directory(folder)) return paths;
  for (const auto& entry : fs::directory_iterator(folder)) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

void register_model(Database& database, const fs::path& package, std::vector<std::int64_t>& first_tests) {
  try {
    const ModelVersionRow row = add_model_version(database, kProject, package, "");
    const std::int64_t test = queue_model_test(database, row.id);
    if (row.state != ModelState::kAvailable) first_tests.push_back(test);
    spdlog::info("model {} {} is registered", row.manifest.name, row.manifest.version);
  } catch (const Error& error) {
    spdlog::warn("shipped model '{}' is not registered: {}", package.filename().string(), error.what());
  }
}

void register_profile(Database& database, const fs::path& file) {
  try {
    const std::string toml = text_of(file);
    const Profile profile = parse_profile(toml);
    create_profile_version(database, kProject, profile.name, profile.title, toml, "");
  } catch (const Error& error) {
    spdlog::warn("shipped profile '{}' is not registered: {}", file.filename().string(), error.what());
  }
}

}  // namespace

fs::path shipped_folder() {
  const fs::path folder = fs::read_symlink("/proc/self/exe").parent_path().parent_path();
  if (!fs::is_directory(folder / "migrations"))
    throw Error(ErrorCode::kFailedPrecondition, "the folder 'migrations' is not beside furuid's bin folder; build or install "
                                                "furui as a whole");
  return folder;
}

fs::path copy_shipped(const fs::path& from, const StateFolder& state, const User& user) {
  const std::vector<OpenFile> files = open_files(from);
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("fork failed");
  if (child == 0) {
    become(user);
    bool good = false;
    try {
      const fs::path fresh = state.root / "shipped.new";
      fs::remove_all(fresh);
      good = write_files(files, fresh);
      if (good) {
        fs::remove_all(state.shipped());
        fs::rename(fresh, state.shipped());
      }
    } catch (const std::exception&) {
      good = false;
    }
    _exit(good ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  for (const OpenFile& source : files) close(source.file);
  if (status != 0)
    throw Error(ErrorCode::kFailedPrecondition, "the shipped models cannot be copied into " + state.root.string() + "; is the disk full?");
  return state.shipped();
}

std::vector<std::int64_t> register_shipped(Database& database, const fs::path& shipped) {
  std::vector<std::int64_t> first_tests;
  for (const fs::path& package : sorted_entries(shipped / "models")) {
    if (package.filename() != kProfiles && fs::exists(package / "manifest.json")) register_model(database, package, first_tests);
  }
  for (const fs::path& file : sorted_entries(shipped / "models" / kProfiles)) {
    if (file.extension() == ".toml") register_profile(database, file);
  }
  return first_tests;
}

}  // namespace furui::daemon
