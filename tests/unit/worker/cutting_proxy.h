// A proxy before PostgreSQL that swallows the answer to a COMMIT: the client never learns that it succeeded.
#pragma once

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

namespace furui::testing {

class CuttingProxy {
 public:
  /// server   connection string "host=FOLDER user=… dbname=…" of the real server
  /// folder   where the proxy's own socket goes
  /// marker   only COMMITs of connections that sent this text in the same transaction are cut
  /// cuts     how many; the connection is closed each time, all others pass untouched
  CuttingProxy(const std::string& server, const std::filesystem::path& folder, std::string marker, int cuts);
  ~CuttingProxy();
  CuttingProxy(const CuttingProxy&) = delete;
  CuttingProxy& operator=(const CuttingProxy&) = delete;

  /// Connection string that leads through the proxy.
  const std::string& url() const { return url_; }
  int cuts_left() const { return cuts_left_; }

 private:
  void accept();
  void carry(int client, int server);

  std::string url_, server_socket_, marker_;
  std::atomic<int> cuts_left_;
  std::atomic<bool> ending_ = false;
  int listening_ = -1;
  std::vector<std::thread> carriers_;
  std::thread acceptor_;
};

}  // namespace furui::testing
