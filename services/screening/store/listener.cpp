// LISTEN on one channel, with a connection of its own.
#include <libpq-fe.h>
#include <poll.h>

#include <thread>

#include "store/database.h"  // for Listener

namespace furui {

struct Listener::Connection {
  DatabaseOptions options;
  std::string channel;
  PGconn* session = nullptr;

  bool open() {
    if (session != nullptr && PQstatus(session) == CONNECTION_OK) return true;
    close();
    session = PQconnectdb(options.url.c_str());
    if (PQstatus(session) != CONNECTION_OK) {
      close();
      return false;
    }
    PQsetNoticeProcessor(session, [](void*, const char*) {}, nullptr);
    PGresult* result = PQexec(session, ("LISTEN " + channel).c_str());
    const bool fine = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    if (!fine) close();
    return fine;
  }
  void close() {
    if (session != nullptr) PQfinish(session);
    session = nullptr;
  }
  /// Takes all notifications that have come; true where there was one.
  bool take() {
    bool any = false;
    while (PGnotify* notification = PQnotifies(session)) {
      PQfreemem(notification);
      any = true;
    }
    return any;
  }
};

Listener::Listener(const DatabaseOptions& options, const std::string& channel)
    : connection_(std::make_unique<Connection>(Connection{options, channel, nullptr})) {
  connection_->open();
}

Listener::~Listener() { connection_->close(); }

bool Listener::wait(std::chrono::milliseconds timeout) {
  if (!connection_->open()) {
    std::this_thread::sleep_for(timeout);
    return false;
  }
  if (connection_->take()) return true;
  pollfd descriptor{PQsocket(connection_->session), POLLIN, 0};
  if (poll(&descriptor, 1, static_cast<int>(timeout.count())) <= 0) return false;
  if (PQconsumeInput(connection_->session) == 0) {
    connection_->close();
    return true;  // what was sent meanwhile is unknown: look
  }
  return connection_->take();
}

}  // namespace furui
