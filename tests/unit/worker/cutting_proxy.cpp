// Messages of the frontend protocol (PostgreSQL 15 documentation, section 55.7): a type byte, a length, a body; the
// first message of a connection has no type byte.
#include "cutting_proxy.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <stdexcept>

namespace furui::testing {
namespace {

constexpr int kLookMs = 50;
constexpr const char* kSocketFile = "/.s.PGSQL.5432";

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) throw std::runtime_error("too long for a socket: " + path);
  std::memcpy(address.sun_path, path.c_str(), path.size());
  return address;
}

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

/// What the client sends, cut into messages.
class Messages {
 public:
  void add(std::string_view bytes) { pending_ += bytes; }

  std::optional<std::string> next() {
    const std::size_t head = started_ ? 1 : 0;
    if (pending_.size() < head + 4) return std::nullopt;
    std::uint32_t length = 0;
    std::memcpy(&length, pending_.data() + head, 4);
    length = ntohl(length);
    if (pending_.size() < head + length) return std::nullopt;
    started_ = true;
    std::string message = pending_.substr(0, head + length);
    pending_.erase(0, head + length);
    return message;
  }

 private:
  std::string pending_;
  bool started_ = false;
};

}  // namespace

CuttingProxy::CuttingProxy(const std::string& server, const std::filesystem::path& folder, std::string marker, int cuts)
    : marker_(std::move(marker)), cuts_left_(cuts) {
  const std::size_t host = server.find("host=") + 5, end = server.find(' ', host);
  server_socket_ = server.substr(host, end - host) + kSocketFile;
  url_ = "host=" + folder.string() + server.substr(end);
  std::filesystem::create_directories(folder);
  listening_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_un address = address_of(folder.string() + kSocketFile);
  if (bind(listening_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || listen(listening_, 16) != 0)
    throw std::runtime_error("the proxy cannot listen");
  acceptor_ = std::thread([this] { accept(); });
}

CuttingProxy::~CuttingProxy() {
  ending_ = true;
  acceptor_.join();
  for (std::thread& carrier : carriers_) carrier.join();
  close(listening_);
}

void CuttingProxy::accept() {
  while (!ending_) {
    pollfd watched{listening_, POLLIN, 0};
    if (poll(&watched, 1, kLookMs) <= 0) continue;
    const int client = accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
    const int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_un address = address_of(server_socket_);
    if (connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
      carriers_.emplace_back([this, client, server] { carry(client, server); });
    } else {
      close(client);
      close(server);
    }
  }
}

void CuttingProxy::carry(int client, int server) {
  Messages messages;
  bool marked = false, cut = false;
  std::array<char, 65536> buffer{};
  while (!ending_) {
    std::array<pollfd, 2> watched{pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
    if (poll(watched.data(), watched.size(), kLookMs) <= 0) continue;
    if (watched[1].revents != 0) {
      const ssize_t got = recv(server, buffer.data(), buffer.size(), 0);
      if (got <= 0 || cut) break;  // where it is cut, this was the answer to the COMMIT
      if (!send_all(client, {buffer.data(), static_cast<std::size_t>(got)})) break;
    }
    if (watched[0].revents != 0 && !cut) {
      const ssize_t got = recv(client, buffer.data(), buffer.size(), 0);
      if (got <= 0) break;
      messages.add({buffer.data(), static_cast<std::size_t>(got)});
      while (const auto message = messages.next()) {
        marked = marked || message->find(marker_) != std::string::npos;
        const bool commit = message->starts_with('Q') && message->compare(5, 6, "COMMIT") == 0;
        if (commit && marked && cuts_left_ > 0 && cuts_left_.fetch_sub(1) > 0) cut = true;
        if (commit) marked = false;
        if (!send_all(server, *message)) break;
      }
    }
  }
  close(client);
  close(server);
}

}  // namespace furui::testing
