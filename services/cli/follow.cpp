// WatchScreening, drawn.
#include "follow.h"

#include <unistd.h>

#include <atomic>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <mutex>
#include <thread>

#include "failure.h"         // for Failure
#include "interrupt.h"       // for InterruptWatch
#include "resource_names.h"  // for short_name

namespace furui::cli {
namespace {

using Clock = std::chrono::steady_clock;

/// The progress of one screening on stderr.
class Progress {
 public:
  explicit Progress(bool quiet) : quiet_(quiet), terminal_(isatty(STDERR_FILENO) != 0) {}
  ~Progress() { end_line(); }

  void show(const v1::Screening& screening) {
    if (quiet_) return;
    const std::lock_guard lock(mutex_);
    const auto now = Clock::now();
    heard_ = now;
    reminded_ = false;
    const bool moved = screening.state() != state_;
    const auto pause = terminal_ ? std::chrono::milliseconds(100) : std::chrono::milliseconds(5000);
    if (!moved && now - shown_ < pause) return;
    shown_ = now;
    state_ = screening.state();
    if (done_of(screening) > 0 && first_done_ == 0) {
      first_done_ = done_of(screening);
      first_time_ = now;
    }
    terminal_ ? draw(screening, now) : line(screening);
  }

  /// Says once where to look when nothing has moved for long.
  void remind() {
    const std::lock_guard lock(mutex_);
    if (quiet_ || reminded_ || Clock::now() - heard_ < kLong) return;
    reminded_ = true;
    end_line();
    std::fprintf(stderr, "nothing has moved for %d s: 'furui doctor' looks for the cause, such as a full disk; the screening goes on\n",
                 static_cast<int>(kLong.count()));
  }

 private:
  /// Candidates that are done, or whose relaxation has ended: what takes the time.
  static std::int64_t done_of(const v1::Screening& screening) { return std::max<std::int64_t>(screening.done(), screening.relaxed()); }

  static std::string count_text(const v1::Screening& screening) {
    std::string text = std::to_string(done_of(screening)) + " of " + std::to_string(screening.candidates());
    if (screening.has_relaxation()) text += " relaxed, " + std::to_string(screening.relaxation_steps()) + " steps";
    return text;
  }

  void line(const v1::Screening& screening) {
    const std::string state = state_name(screening.state());
    if (screening.candidates() > 0)
      std::fprintf(stderr, "%s: %s%s\n", state.c_str(), count_text(screening).c_str(), screening.has_relaxation() ? "" : " candidates");
    else
      std::fprintf(stderr, "%s\n", state.c_str());
  }

  void draw(const v1::Screening& screening, Clock::time_point now) {
    constexpr int kWidth = 30;
    const std::int64_t done = done_of(screening);
    const double share = screening.candidates() > 0 ? static_cast<double>(done) / static_cast<double>(screening.candidates()) : 0;
    std::string bar(static_cast<std::size_t>(share * kWidth), '#');
    bar.resize(kWidth, '.');
    std::string pace;
    const double seconds = std::chrono::duration<double>(now - first_time_).count();
    if (first_done_ > 0 && seconds > 0.5 && done > first_done_ && done < screening.candidates()) {
      const double rate = static_cast<double>(done - first_done_) / seconds;
      const double left = static_cast<double>(screening.candidates() - done) / rate;
      pace = "  " + std::to_string(static_cast<long long>(rate)) + "/s, " + std::to_string(static_cast<long long>(left + 0.5)) + " s left";
    }
    drawn_ = true;
    if (screening.candidates() == 0) {
      std::fprintf(stderr, "\r\033[K%s", state_name(screening.state()).c_str());
      return;
    }
    std::fprintf(stderr, "\r\033[K[%s] %s  %s%s", bar.c_str(), count_text(screening).c_str(), state_name(screening.state()).c_str(), pace.c_str());
  }

  void end_line() {
    if (drawn_) std::fputs("\r\033[K", stderr);
    drawn_ = false;
  }

  static constexpr std::chrono::seconds kLong{20};

  std::mutex mutex_;  // of the thread that reads and the one that watches the clock
  Clock::time_point heard_ = Clock::now();
  bool reminded_ = false;
  bool quiet_, terminal_, drawn_ = false;
  v1::Screening::State state_ = v1::Screening::STATE_UNSPECIFIED;
  Clock::time_point shown_{}, first_time_{};
  std::int64_t first_done_ = 0;
};

bool is_final(v1::Screening::State state) {
  return state == v1::Screening::STATE_SUCCEEDED || state == v1::Screening::STATE_FAILED ||
         state == v1::Screening::STATE_CANCELLED;
}

}  // namespace

std::string time_text(const google::protobuf::Timestamp& time) {
  const std::time_t seconds = time.seconds();
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M", &parts);
  return text;
}

std::string state_name(v1::Screening::State state) {
  const std::string name = v1::Screening::State_Name(state);
  return name.rfind("STATE_", 0) == 0 ? name.substr(6) : name;
}

v1::Screening follow(Connection& connection, const std::string& screening, bool quiet,
                     const std::function<void(const v1::Screening&)>& each) {
  const InterruptWatch interrupt;
  v1::Screening last;
  v1::WatchScreeningRequest request;
  request.set_name(screening);
  {
    Progress progress(quiet);
    int broken = 0;
    while (!is_final(last.state())) {
      const auto context = connection.context(0);
      std::atomic<bool> over{false};
      // A blocking Read sees neither a signal nor the time, so a second thread carries them over.
      std::thread canceller([&] {
        while (!over && !interrupt.seen()) {
          progress.remind();
          std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        if (interrupt.seen()) context->TryCancel();
      });
      AnswerWatch watch(connection, *context);
      const auto stream = connection.screenings().WatchScreening(context.get(), request);
      v1::WatchScreeningResponse response;
      while (stream->Read(&response)) {
        last = response.screening();
        watch.heard();
        progress.show(last);
        if (each) each(last);
        broken = 0;
      }
      const grpc::Status status = watch.verdict(stream->Finish());
      over = true;
      canceller.join();
      if (interrupt.seen()) break;
      if (is_final(last.state())) break;
      if (!status.ok() && (status.error_code() != grpc::StatusCode::UNAVAILABLE || ++broken > 30)) {
        const std::string again = last.name().empty() ? "" : "\n  furui watch " + short_name(screening) + "   follows it again; the screening goes on by itself";
        throw Failure(error_text(status, connection.token_file()) + again, kExitFailed, code_name(status.error_code()));
      }
      if (!status.ok()) std::this_thread::sleep_for(std::chrono::seconds(1));
    }
  }
  const std::string name = short_name(screening);
  if (interrupt.seen())
    throw Failure("detached; the screening goes on.\n  furui watch " + name + "    to follow it again\n  furui cancel " + name +
                      "   to stop it\n  furui results " + name + "  to read what is there",
                  kExitInterrupted);
  if (last.state() == v1::Screening::STATE_FAILED) {
    const auto says = [&](const char* words) { return last.error().find(words) != std::string::npos; };
    throw Failure("screening " + name + " failed: " + last.error() + (says("structure column") ? "\n  --structure-column names or numbers it" : "") +
                  (says("id column") ? "\n  --id-column names or numbers it" : "") + (says(" sheet ") ? "\n  --sheet names or numbers it" : "") +
                  "\n  furui delete " + name + "   erases what was uploaded");
  }
  if (last.state() == v1::Screening::STATE_CANCELLED)
    throw Failure("screening " + name + " was cancelled; 'furui results " + name + "' gives what was stored before");
  return last;
}

}  // namespace furui::cli
