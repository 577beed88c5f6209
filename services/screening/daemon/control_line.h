// The socket between supervisor and server process: short lines both ways.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace furui::daemon {

/// One end. Neither end waits for the other to read.
///
/// From the server: "database URL" (migrated; workers may start), "ready". From the supervisor: "drain", "stop".
class ControlLine {
 public:
  explicit ControlLine(int socket) : socket_(socket) {}
  ~ControlLine();
  ControlLine(ControlLine&& other) noexcept;
  ControlLine& operator=(ControlLine&& other) noexcept;

  int socket() const { return socket_; }
  /// Sends a line; one that the other end no longer reads is lost.
  void say(const std::string& line) const;
  /// Lines that have come, after poll said that something did; nothing where the other end is gone.
  std::optional<std::vector<std::string>> lines();

 private:
  int socket_;
  std::string partial_;
};

/// Two connected ends, both closed on exec.
std::pair<ControlLine, ControlLine> make_control_line();

}  // namespace furui::daemon
