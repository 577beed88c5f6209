// Client streams: messages are taken one after another on the pool, and the stream is read on only when the last
// one is stored, so that a fast client waits instead of filling memory.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <memory>
#include <string>

#include "api/calls.h"  // for Calls, Finisher

namespace furui::api {

/// What becomes of a stream's messages. Called on pool threads, never two calls at once.
template <typename Request>
class MessageSink {
 public:
  virtual ~MessageSink() = default;
  /// Takes one message; what it throws ends the stream.
  virtual void take(Request& message) = 0;
  /// The client has sent all: fills the response and calls `finish`, now or later, or throws.
  virtual void end(Finisher finish) = 0;
};

/// One client stream; deletes itself when done.
template <typename Request>
class ReadStream final : public grpc::ServerReadReactor<Request> {
 public:
  ReadStream(Calls& calls, grpc::CallbackServerContext* context, const char* method,
             std::unique_ptr<MessageSink<Request>> sink)
      : calls_(calls), context_(context), sink_(std::move(sink)), timer_(calls.metrics(), method) {
    const auto refused = calls_.refusal(*context);
    refused ? finish(*refused) : this->StartRead(&message_);
  }

  void OnReadDone(bool ok) override {
    if (!ok && context_->IsCancelled())
      return finish({grpc::StatusCode::CANCELLED, "the caller went away; what was acknowledged stays"});
    try {
      calls_.pool().run([this, ok] { ok ? take() : end(); });
    } catch (...) {
      finish_with(std::current_exception());
    }
  }

  void OnDone() override {
    timer_.done();
    delete this;
  }

 private:
  void take() {
    try {
      sink_->take(message_);
    } catch (...) {
      return finish_with(std::current_exception());
    }
    this->StartRead(&message_);
  }

  void end() {
    try {
      sink_->end([this](const std::exception_ptr& thrown) { finish_with(thrown); });
    } catch (...) {
      finish_with(std::current_exception());
    }
  }

  void finish_with(const std::exception_ptr& thrown) {
    finish(thrown ? calls_.failure(timer_.method(), "", thrown) : grpc::Status::OK);
  }

  void finish(const grpc::Status& status) {
    timer_.finished_with(status.error_code());
    this->Finish(status);
  }

  Calls& calls_;
  grpc::CallbackServerContext* context_;
  const std::unique_ptr<MessageSink<Request>> sink_;
  CallTimer timer_;
  Request message_;
};

}  // namespace furui::api
