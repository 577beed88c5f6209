// A server that takes connections and says nothing.
#include "answer_watch.h"

#include <gmock/gmock.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <string>

#include "connection.h"  // for Connection

namespace furui::cli {
namespace {

using namespace std::chrono_literals;

/// A socket on which nobody accepts, as that of a process that is stopped.
class SilentSocket {
 public:
  SilentSocket() : socket_(socket(AF_UNIX, SOCK_STREAM, 0)) {
    folder_ = mkdtemp(folder_.data());
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path().c_str(), sizeof address.sun_path - 1);
    bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    listen(socket_, 16);
  }
  ~SilentSocket() {
    close(socket_);
    std::filesystem::remove_all(folder_);
  }
  SilentSocket(const SilentSocket&) = delete;
  SilentSocket& operator=(const SilentSocket&) = delete;
  std::string path() const { return folder_ + "/socket"; }

 private:
  std::string folder_ = "/tmp/furui-silent-XXXXXX";
  int socket_;
};

TEST(AnswerWatch, AServerThatHangsIsSaidAndThenGivenUp) {
  const SilentSocket silent;
  Connection connection("unix:" + silent.path(), "");
  const auto context = connection.context(30);
  testing::internal::CaptureStderr();
  AnswerWatch watch(connection, *context, {50ms, 50ms, 500ms});
  const grpc::Status status = watch.verdict(connection.ask(*context));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_THAT(testing::internal::GetCapturedStderr(), testing::HasSubstr("does not answer yet"));
  EXPECT_LT(std::chrono::system_clock::now() + 20s, context->deadline()) << "the watch ended the call, not its deadline";
}

TEST(AnswerWatch, ACallThatEndsInTimeIsLeftAlone) {
  const SilentSocket silent;
  Connection connection("unix:" + silent.path(), "");
  const auto context = connection.context(30);
  AnswerWatch watch(connection, *context);
  EXPECT_TRUE(watch.verdict(grpc::Status::OK).ok());
}

}  // namespace
}  // namespace furui::cli
