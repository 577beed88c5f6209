// What must be on this machine before a server can start.
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "diagnosis.h"
#include "installation.h"  // for server_program, shipped_models, postgresql_servers
#include "sha256.h"        // for sha256
#include "state_folder.h"  // for state_folder

namespace furui::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLeastFreeBytes = std::uintmax_t{2} << 30;
constexpr const char* kSystemUser = "furui";
constexpr const char* kSetUpAgain = "run deploy/quickstart again, which makes what is missing";

std::string hexadecimal(const std::string& bytes) {
  std::string text;
  char digits[3];
  for (const unsigned char byte : bytes) {
    std::snprintf(digits, sizeof digits, "%02x", byte);
    text += digits;
  }
  return text;
}

Finding check_programs() {
  const fs::path server = server_program();
  if (access(server.c_str(), X_OK) == 0) return {"programs", true, server.string(), ""};
  return {"programs", false, server.string() + " is not there", "build furuid beside furui: " + std::string(kSetUpAgain)};
}

Finding check_postgresql() {
  const auto servers = postgresql_servers();
  if (servers.empty())
    return {"PostgreSQL", false, "no server package", "apt-get install postgresql-15, or give 'furuid serve' a --database"};
  return {"PostgreSQL", true, servers.front().string(), ""};
}

/// What is wrong with a package's files; empty where they are what the manifest says.
std::string package_fault(const fs::path& package) {
  std::ifstream in(package / "manifest.json", std::ios::binary);
  const auto manifest = nlohmann::json::parse(in, nullptr, false);
  if (!manifest.is_object() || !manifest.contains("files") || !manifest["files"].is_object()) return "its manifest cannot be read";
  for (const auto& [name, digest] : manifest["files"].items()) {
    std::ifstream file(package / name, std::ios::binary);
    if (!file) return name + " is not there";
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (hexadecimal(sha256(bytes)) != digest) return name + " is damaged: its SHA-256 is not the manifest's";
  }
  return "";
}

std::vector<Finding> check_models() {
  std::vector<Finding> findings;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(shipped_models(), failed)) {
    if (!fs::exists(entry.path() / "manifest.json", failed)) continue;
    const std::string fault = package_fault(entry.path());
    findings.push_back({"shipped model " + entry.path().filename().string(), fault.empty(), fault.empty() ? "files as in its manifest" : fault,
                        fault.empty() ? "" : kSetUpAgain});
  }
  if (findings.empty()) findings.push_back({"shipped models", false, "none in " + shipped_models().string(), kSetUpAgain});
  return findings;
}

Finding check_system_user(const passwd* user) {
  if (user != nullptr) return {"system user", true, user->pw_name, ""};
  return {"system user", false, "there is no user 'furui', as whom root's server runs",
          "useradd --system --home-dir /var/lib/furui --shell /usr/sbin/nologin furui"};
}

Finding check_state_folder(const fs::path& state) {
  struct stat status {};
  if (stat(state.c_str(), &status) != 0)
    return {"state folder", true, state.string() + " is not there yet; the first start makes it", ""};
  if (access(state.c_str(), R_OK | W_OK | X_OK) != 0)
    return {"state folder", false, state.string() + " is not yours", "set FURUI_HOME to a folder of yours, or ask its owner"};
  if ((status.st_mode & 0077) != 0)
    return {"state folder", false, state.string() + " can be entered by others", "chmod 700 " + state.string()};
  return {"state folder", true, state.string(), ""};
}

/// As root, the server runs as the system user, who must get to the state folder.
Finding check_passage(const fs::path& state, const passwd& user) {
  fs::path folder = "/";
  for (const fs::path& part : state.parent_path().relative_path()) {
    folder /= part;
    struct stat status {};
    if (stat(folder.c_str(), &status) != 0) break;  // the first start makes it, with a mode that lets through
    const mode_t needed = status.st_uid == user.pw_uid ? S_IXUSR : status.st_gid == user.pw_gid ? S_IXGRP : S_IXOTH;
    if ((status.st_mode & needed) == 0)
      return {"way to the state folder", false, "the system user '" + std::string(user.pw_name) + "' cannot pass through " + folder.string(),
              "set FURUI_HOME to a folder elsewhere, such as /var/lib/furui, or 'chmod +x " + folder.string() + "'"};
  }
  return {"way to the state folder", true, "open to the system user '" + std::string(user.pw_name) + "'", ""};
}

Finding check_cluster(const fs::path& state) {
  const fs::path cluster = state / "postgresql";
  std::error_code absent;
  if (!fs::exists(cluster / "data", absent)) return {"database", true, "none yet; the first start makes it", ""};
  if (fs::exists(cluster / "data" / "PG_VERSION", absent)) return {"database", true, cluster.string(), ""};
  return {"database", false, (cluster / "data").string() + " holds no PG_VERSION, so it is no whole PostgreSQL cluster and cannot be started",
          "put back a copy of it, if there is one; or move " + cluster.string() + " away, and the next start makes an empty database (" +
              (state / "backups").string() + " may hold dumps)"};
}

Finding check_disk(fs::path folder) {
  std::error_code failed;
  while (!fs::exists(folder, failed) && folder.has_relative_path()) folder = folder.parent_path();
  const auto space = fs::space(folder, failed);
  if (failed) return {"free disk", false, "cannot be read (" + failed.message() + ")", "see whether the disk of " + folder.string() + " works"};
  char text[64];
  std::snprintf(text, sizeof text, "%.1f GiB", static_cast<double>(space.available) / (1 << 30));
  if (space.available >= kLeastFreeBytes) return {"free disk", true, text, ""};
  return {"free disk", false, std::string(text) + " left, fewer than 2", "free some on the disk of " + folder.string() +
              ", or erase old screenings with 'furui delete'"};
}

}  // namespace

std::vector<Finding> diagnose_installation() {
  std::vector<Finding> findings{check_programs(), check_postgresql()};
  for (Finding& finding : check_models()) findings.push_back(std::move(finding));
  const fs::path state = state_folder();
  if (geteuid() == 0) {
    const passwd* user = getpwnam(kSystemUser);
    findings.push_back(check_system_user(user));
    if (user != nullptr) findings.push_back(check_passage(state, *user));
  }
  findings.push_back(check_state_folder(state));
  findings.push_back(check_cluster(state));
  findings.push_back(check_disk(state));
  return findings;
}

}  // namespace furui::cli
