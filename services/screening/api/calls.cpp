// Unary calls on the pool; tokens; failures; timing.
#include "api/calls.h"

#include <openssl/crypto.h>
#include <spdlog/spdlog.h>

#include "core/error.h"  // for Error

namespace furui::api {
namespace {

class UnaryReactor final : public grpc::ServerUnaryReactor {
 public:
  UnaryReactor(Calls& calls, grpc::CallbackServerContext* context, const char* method, std::string resource,
               std::function<void(Finisher)> answer)
      : calls_(calls), context_(context), resource_(std::move(resource)), answer_(std::move(answer)),
        timer_(calls.metrics(), method) {
    try {
      if (const auto refused = calls_.refusal(*context)) finish(*refused);
      else calls_.pool().run([this] { run(); });
    } catch (...) {
      finish_with(std::current_exception());
    }
  }

  void OnDone() override {
    timer_.done();
    delete this;
  }

 private:
  void run() {
    if (nobody_waits(*context_)) return finish({grpc::StatusCode::CANCELLED, "the caller no longer waits"});
    try {
      answer_([this](const std::exception_ptr& thrown) { finish_with(thrown); });
    } catch (...) {
      finish_with(std::current_exception());
    }
  }

  void finish_with(const std::exception_ptr& thrown) {
    finish(thrown ? calls_.failure(timer_.method(), resource_, thrown) : grpc::Status::OK);
  }

  void finish(const grpc::Status& status) {
    timer_.finished_with(status.error_code());
    Finish(status);
  }

  Calls& calls_;
  grpc::CallbackServerContext* context_;
  const std::string resource_;
  const std::function<void(Finisher)> answer_;
  CallTimer timer_;
};

}  // namespace

grpc::ServerUnaryReactor* Calls::unary(grpc::CallbackServerContext* context, const char* method,
                                       const std::string& resource, std::function<void()> answer) {
  return unary_later(context, method, resource, [answer = std::move(answer)](const Finisher& finish) {
    answer();
    finish(nullptr);
  });
}

grpc::ServerUnaryReactor* Calls::unary_later(grpc::CallbackServerContext* context, const char* method,
                                             const std::string& resource, std::function<void(Finisher)> answer) {
  return new UnaryReactor(*this, context, method, resource, std::move(answer));
}

std::optional<grpc::Status> Calls::refusal(const grpc::CallbackServerContext& context) const {
  if (!token_) return std::nullopt;
  const std::string expected = "Bearer " + *token_;
  const auto shown = context.client_metadata().find("authorization");
  const bool equal = shown != context.client_metadata().end() && shown->second.size() == expected.size() &&
                     CRYPTO_memcmp(shown->second.data(), expected.data(), expected.size()) == 0;
  if (equal) return std::nullopt;
  return to_status(Error(ErrorCode::kUnauthenticated,
                         "this address needs the metadata 'authorization: Bearer TOKEN', with the token from the "
                         "server's token file"));
}

grpc::Status Calls::failure(const char* method, const std::string& resource, const std::exception_ptr& thrown) const {
  std::string log_line;
  grpc::Status status = to_status(thrown, resource, log_line);
  if (!log_line.empty()) spdlog::error("{}: {}", method, log_line);
  return status;
}

void CallTimer::done() {
  const auto duration = std::chrono::steady_clock::now() - began_;
  metrics_.call_ended(method_, code_, duration);
  const double milliseconds = std::chrono::duration<double, std::milli>(duration).count();
  spdlog::debug("{} {} {:.1f} ms", method_, code_name(code_), milliseconds);
}

bool nobody_waits(const grpc::CallbackServerContext& context) {
  return context.IsCancelled() || context.deadline() < std::chrono::system_clock::now();
}

}  // namespace furui::api
