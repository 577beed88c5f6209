// Written beside, then renamed.
#include "daemon/server_record.h"

#include <fcntl.h>
#include <unistd.h>

#include <ctime>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "daemon/version.h"  // for kVersion

namespace furui::daemon {
namespace {

std::string now_rfc3339() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

}  // namespace

ServerRecordFile::ServerRecordFile(std::filesystem::path file, const ServerRecord& record) : file_(std::move(file)) {
  const nlohmann::json json = {{"pid", record.pid},
                               {"version", kVersion},
                               {"grpc_address", record.grpc_address},
                               {"web_url", ""},
                               {"data_dir", record.data_dir},
                               {"log_dir", record.log_dir},
                               {"metrics_address", record.metrics_address},
                               {"token_file", record.token_file},
                               {"started_at", now_rfc3339()}};
  const std::string text = json.dump(2) + "\n";
  const std::string fresh = file_.string() + ".new";
  unlink(fresh.c_str());
  const int out = open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  const bool written = out >= 0 && write(out, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (out >= 0) close(out);
  if (!written || rename(fresh.c_str(), file_.c_str()) != 0) throw std::runtime_error("run/server.json cannot be written");
}

ServerRecordFile::~ServerRecordFile() { unlink(file_.c_str()); }

}  // namespace furui::daemon
