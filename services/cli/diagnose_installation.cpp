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

Finding check_system_user() {
  if (getpwnam("furui") != nullptr) return {"system user", true, "furui", ""};
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

Finding check_disk(fs::path folder) {
  while (!fs::exists(folder) && folder.has_relative_path()) folder = folder.parent_path();
  std::error_code failed;
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
  if (geteuid() == 0) findings.push_back(check_system_user());
  const fs::path state = state_folder();
  findings.push_back(check_state_folder(state));
  findings.push_back(check_disk(state));
  return findings;
}

}  // namespace furui::cli
