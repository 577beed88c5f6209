// File descriptors that close themselves, and messages between processes that carry them.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace furui {

/// Owns one descriptor.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int number) : number_(number) {}
  ~FileDescriptor() { close(); }
  FileDescriptor(FileDescriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    if (this != &other) {
      close();
      number_ = std::exchange(other.number_, -1);
    }
    return *this;
  }

  int number() const { return number_; }
  bool open() const { return number_ >= 0; }
  void close() noexcept;

 private:
  int number_ = -1;
};

/// Both ends of a local socket; close-on-exec.
struct SocketPair {
  FileDescriptor ours, theirs;
};
/// type     SOCK_SEQPACKET (messages) or SOCK_STREAM (bytes)
/// throws   std::runtime_error when the system has no descriptors left
SocketPair make_socket_pair(int type);

/// Sends one message with descriptors attached (at most 8); the other side gets copies of them.
/// returns false when the other end is gone
bool send_message(int socket, std::string_view bytes, std::span<const int> descriptors = {});

/// What came in one message.
struct Message {
  std::size_t size = 0;                     ///< bytes written to the buffer; 0: the other end is gone
  std::vector<FileDescriptor> descriptors;  ///< in the order they were sent
};
/// Waits for one message, of at most `capacity` bytes.
Message receive_message(int socket, void* buffer, std::size_t capacity);

/// Waits until something can be read (or the other end is gone).
/// returns false when the time is up
bool wait_readable(int descriptor, int timeout_ms);

/// Writes all bytes to a stream; returns false when the other end is gone.
bool write_all(int descriptor, const void* bytes, std::size_t size);

/// Reads exactly `size` bytes from a stream; returns false when it ends before.
bool read_all(int descriptor, void* bytes, std::size_t size);

}  // namespace furui
