// Loopback by default; tokens from files that only their owner reads.
#include "api/listen_address.h"

#include <arpa/inet.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <fstream>

#include "core/error.h"  // for Error

namespace furui::api {
namespace {

constexpr std::size_t kMaxSocketPathBytes = 107;  // sun_path holds 108 with the terminating zero
constexpr std::size_t kMinTokenBytes = 32;

[[noreturn]] void complain(const std::string& what) { throw Error(ErrorCode::kInvalidArgument, what); }

bool is_port(const std::string& text) {
  int port = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && end == text.data() + text.size() && port >= 0 && port <= 65535;
}

bool is_loopback(const std::string& host) {
  in_addr v4{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  return host == "[::1]" || host == "localhost";
}

}  // namespace

bool is_unix_address(const std::string& address) { return address.starts_with("unix:"); }

void check_listen_address(const std::string& address, bool allow_remote) {
  if (is_unix_address(address)) {
    const std::string path = address.substr(5);
    if (!path.starts_with("/") || path.size() > kMaxSocketPathBytes)
      complain("address: expected unix: and an absolute path of at most " + std::to_string(kMaxSocketPathBytes) +
               " bytes, got one of " + std::to_string(path.size()));
    return;
  }
  const std::size_t colon = address.rfind(':');
  if (colon == std::string::npos || colon == 0 || !is_port(address.substr(colon + 1)))
    complain("address: expected unix:/PATH or HOST:PORT such as 127.0.0.1:50051, got '" + address + "'");
  if (!allow_remote && !is_loopback(address.substr(0, colon)))
    complain("address '" + address + "' can be reached from other machines, and furui encrypts nothing: structures "
             "and the token would cross the network in the clear. Use 127.0.0.1:PORT behind a TLS proxy, or allow it "
             "with --allow-remote where you trust the network");
}

std::string read_token(const std::filesystem::path& file) {
  const std::string who = "token file '" + file.filename().string() + "'";
  struct stat status {};
  if (file.empty() || stat(file.c_str(), &status) != 0)
    complain(who + " is missing: a TCP address needs one that holds a secret of at least " +
             std::to_string(kMinTokenBytes) + " characters (try: (umask 077; openssl rand -hex 32 > FILE))");
  if (status.st_uid != geteuid() || (status.st_mode & 077) != 0)
    complain(who + " can be read by others than this server's user; make it that user's with mode 0600");
  std::ifstream in(file);
  std::string token;
  std::getline(in, token);
  while (!token.empty() && (token.back() == '\r' || token.back() == ' ')) token.pop_back();
  if (token.size() < kMinTokenBytes)
    complain(who + " holds " + std::to_string(token.size()) + " characters; expected at least " + std::to_string(kMinTokenBytes));
  return token;
}

}  // namespace furui::api
