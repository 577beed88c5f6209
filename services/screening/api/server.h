// The gRPC server: services, limits, health, who may call. No gRPC in this header.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "core/profile.h"    // for Profile
#include "store/database.h"  // for Database

namespace prometheus {
class Registry;
}

namespace furui::api {

struct ServerOptions {
  std::string address;  ///< "unix:/path/furui.sock", or "127.0.0.1:PORT" (0: any free port), "[::1]:PORT"
  /// Lets the server listen on an address that other machines reach. Nothing is encrypted: structures and the token
  /// cross the network in the clear, so put it behind a TLS proxy or into a network that you trust.
  bool allow_remote = false;
  /// Holds the bearer token that TCP callers must show; only its owner may read it. Not used on a Unix socket, whose
  /// folder's mode decides who may call.
  std::filesystem::path token_file;
  std::filesystem::path spool;      ///< private folder for model packages on their way
  /// Reads the SMARTS of a profile that is to be stored, in a process of its own; throws Error{INVALID_ARGUMENT} where
  /// one is none. Empty: none is read.
  std::function<void(const Profile&)> check_patterns;
  int threads = 8;                  ///< calls that talk to the database at once
  std::size_t max_queue = 256;      ///< calls that wait for a thread; more are refused with RESOURCE_EXHAUSTED
  int max_streams = 256;            ///< calls in progress on one connection
  std::size_t memory_bytes = std::size_t{512} << 20;  ///< what gRPC may hold for all connections
};

/// A running server. Serves from construction until it is destroyed.
class Server {
 public:
  /// registry  of the metrics; outlives this
  /// throws    Error{INVALID_ARGUMENT} for an address that is not loopback without allow_remote, or a token file
  ///           that is missing, empty or readable by others; Error{FAILED_PRECONDITION} where the address is taken
  Server(Database& database, const ServerOptions& options, prometheus::Registry& registry);
  ~Server();

  /// Where it listens, with the port it got.
  std::string address() const;

  /// Says NOT_SERVING and ends watches; calls in progress go on.
  void drain();
  /// Drains, waits for calls in progress at most so long, then ends.
  void stop(std::chrono::milliseconds patience);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace furui::api
