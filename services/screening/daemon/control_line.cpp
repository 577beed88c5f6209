// Lines over a socket pair.
#include "daemon/control_line.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace furui::daemon {

ControlLine::~ControlLine() {
  if (socket_ >= 0) close(socket_);
}

ControlLine::ControlLine(ControlLine&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), partial_(std::move(other.partial_)) {}

ControlLine& ControlLine::operator=(ControlLine&& other) noexcept {
  std::swap(socket_, other.socket_);
  std::swap(partial_, other.partial_);
  return *this;
}

void ControlLine::say(const std::string& line) const {
  const std::string text = line + "\n";
  if (send(socket_, text.data(), text.size(), MSG_NOSIGNAL) < 0) return;  // it is gone, which its parent sees
}

std::optional<std::vector<std::string>> ControlLine::lines() {
  char buffer[4096];
  const ssize_t got = recv(socket_, buffer, sizeof buffer, 0);
  if (got < 0 && errno == EINTR) return std::vector<std::string>{};
  if (got <= 0) return std::nullopt;
  partial_.append(buffer, static_cast<std::size_t>(got));
  std::vector<std::string> lines;
  for (std::size_t end; (end = partial_.find('\n')) != std::string::npos; partial_.erase(0, end + 1))
    lines.push_back(partial_.substr(0, end));
  return lines;
}

std::pair<ControlLine, ControlLine> make_control_line() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    throw std::system_error(errno, std::generic_category(), "socketpair");
  return {ControlLine(ends[0]), ControlLine(ends[1])};
}

}  // namespace furui::daemon
