// A second thread asks; the first one waits for its call.
#include "answer_watch.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "connection.h"  // for Connection

namespace furui::cli {

AnswerWatch::AnswerWatch(Connection& connection, grpc::ClientContext& call, const WatchTimes& times)
    : connection_(connection), call_(call), times_(times), thread_([this] { watch(); }) {}

AnswerWatch::~AnswerWatch() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
    if (question_ != nullptr) question_->TryCancel();
  }
  changed_.notify_all();
  thread_.join();
}

void AnswerWatch::heard() {
  const std::lock_guard lock(mutex_);
  heard_ = Clock::now();
}

grpc::Status AnswerWatch::verdict(const grpc::Status& status) {
  const std::lock_guard lock(mutex_);
  if (status.ok() || !gave_up_) return status;
  return {grpc::StatusCode::DEADLINE_EXCEEDED, "no answer for " + std::to_string(times_.give_up.count() / 1000) + " s"};
}

/// Whether a small question was not answered within this time.
bool AnswerWatch::asked_in_vain(std::chrono::milliseconds patience) {
  const auto question = connection_.context(0);
  question->set_deadline(std::chrono::system_clock::now() + patience);
  {
    const std::lock_guard lock(mutex_);
    if (over_) return false;
    question_ = question.get();
  }
  const grpc::Status status = connection_.ask(*question);
  const std::lock_guard lock(mutex_);
  question_ = nullptr;
  // Any answer is one, also a refusal; a broken connection is the watched call's own to say.
  return status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED;
}

void AnswerWatch::watch() {
  auto patience = times_.first_question;
  bool said = false;
  std::unique_lock lock(mutex_);
  while (!over_) {
    if (const auto due = heard_ + times_.silence; patience == times_.first_question && Clock::now() < due) {
      changed_.wait_until(lock, due);
      continue;
    }
    const auto heard_before = heard_;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(heard_ + times_.give_up - Clock::now());
    lock.unlock();
    const bool in_vain = asked_in_vain(std::min(left, patience));
    lock.lock();
    if (over_) return;
    if (!in_vain || heard_ != heard_before) {
      if (!in_vain) heard_ = Clock::now();
      patience = times_.first_question;
      continue;
    }
    patience *= 2;
    if (Clock::now() - heard_ >= times_.give_up) {
      gave_up_ = true;
      call_.TryCancel();
      return;
    }
    if (!std::exchange(said, true))
      std::fprintf(stderr, "%sthe server at %s does not answer yet; waiting for up to a minute\n",
                   isatty(STDERR_FILENO) != 0 ? "\r\033[K" : "", connection_.address().c_str());  // over a progress bar
  }
}

}  // namespace furui::cli
