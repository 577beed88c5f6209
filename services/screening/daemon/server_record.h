// run/server.json: what a running server says of itself to `furui` commands.
#pragma once

#include <filesystem>
#include <string>

namespace furui::daemon {

struct ServerRecord {
  int pid = 0;  ///< of the supervisor, which takes SIGTERM
  std::string grpc_address, data_dir, log_dir, metrics_address, token_file;
};

/// The file while this lives: written whole or not at all, mode 0600.
class ServerRecordFile {
 public:
  ServerRecordFile(std::filesystem::path file, const ServerRecord& record);
  ~ServerRecordFile();
  ServerRecordFile(const ServerRecordFile&) = delete;
  ServerRecordFile& operator=(const ServerRecordFile&) = delete;

 private:
  std::filesystem::path file_;
};

}  // namespace furui::daemon
