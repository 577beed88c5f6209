// CPU time is the candidate's own; memory, crashes and idle time may come from elsewhere and are tried again alone.
#include "pipeline/verdict.h"

#include <csignal>
#include <string>

#include "core/number_text.h"  // for shortest

namespace furui {
namespace {

std::string seconds(std::chrono::milliseconds time) {
  return shortest(static_cast<double>(time.count()) / 1000.0) + " s";
}

const char* signal_words(int signal_number) {
  switch (signal_number) {
    case SIGSEGV: return "invalid memory access";
    case SIGABRT: return "aborted by itself";
    case SIGBUS: return "bus error";
    case SIGFPE: return "arithmetic error";
    case SIGILL: return "illegal instruction";
    case SIGKILL: return "killed by the system, perhaps for its memory";
    default: return "ended by the system";
  }
}

const char* doing(Stage stage) {
  switch (stage) {
    case Stage::kStandardize: return "standardizing";
    case Stage::kDescribe: return "describing";
    default: return "reading";
  }
}

Rejection over_cpu_time(Stage stage, const ReaderLimits& limits) {
  return {stage, Reason::kTimeout,
          std::string(doing(stage)) + " it: no answer after " + seconds(limits.cpu) + " of CPU time (limit " + seconds(limits.cpu) +
              "); the molecule may be too large or its rings too many"};
}

}  // namespace

std::optional<Rejection> judge(const ChildEnd& end, WatchdogReason watchdog, bool alone, Stage stage,
                               const ReaderLimits& limits) {
  if (watchdog == WatchdogReason::kCpuTime || (end.known && end.exit_code == kReaderOverTime)) {
    return over_cpu_time(stage, limits);
  }
  if (!end.known || !alone) return std::nullopt;
  if (watchdog == WatchdogReason::kWallTime) {
    return Rejection{stage, Reason::kTimeout,
                     std::string(doing(stage)) + " it: no answer within " + seconds(limits.wall) + " (limit " + seconds(limits.wall) +
                         " by the clock), tried twice"};
  }
  if (end.exit_code == kReaderOutOfMemory) {
    return Rejection{stage, Reason::kOutOfMemory,
                     std::string(doing(stage)) + " it takes more than " + std::to_string(limits.memory_bytes >> 20) +
                         " MiB of memory (the limit); the molecule may be too large"};
  }
  const std::string how = end.signal != 0
                              ? "signal " + std::to_string(end.signal) + ", " + signal_words(end.signal)
                              : "exit code " + std::to_string(end.exit_code);
  return Rejection{stage, Reason::kCrashed,
                   std::string("the program that reads molecules crashed twice while ") + doing(stage) + " it (" + how + ")"};
}

}  // namespace furui
