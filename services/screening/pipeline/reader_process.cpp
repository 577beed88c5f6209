// The reader's loop: a tick every 50 ms of its own CPU time ends it when one candidate has had too many of them.
#include "pipeline/reader_process.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <exception>
#include <limits>
#include <new>
#include <string>
#include <utility>

#include "pipeline/reader_wire.h"  // for QuestionReader, write_answer

namespace furui {
namespace {

constexpr std::int64_t kTickNs = 50'000'000;

// Of the CPU clock's signal handler. No system call per candidate: a candidate begins by setting the ticks to 0.
volatile std::sig_atomic_t g_ticks = 0;
std::sig_atomic_t g_tick_limit = 0;

void on_tick(int) {
  const int ticks = g_ticks + 1;
  g_ticks = ticks;
  if (ticks > g_tick_limit) _exit(kReaderOverTime);
}

void start_ticking(std::chrono::milliseconds cpu_limit) {
  g_tick_limit = static_cast<int>((std::chrono::nanoseconds(cpu_limit).count() + kTickNs - 1) / kTickNs);
  struct sigaction action{};
  action.sa_handler = on_tick;
  action.sa_flags = SA_RESTART;
  sigaction(SIGPROF, &action, nullptr);
  sigevent event{};
  event.sigev_notify = SIGEV_SIGNAL;
  event.sigev_signo = SIGPROF;
  timer_t timer{};
  const itimerspec every{{0, kTickNs}, {0, kTickNs}};
  if (timer_create(CLOCK_PROCESS_CPUTIME_ID, &event, &timer) != 0 || timer_settime(timer, 0, &every, nullptr) != 0) {
    _exit(EXIT_FAILURE);
  }
}

/// Numbers of a file under /proc that the process opened while it was allowed to.
std::size_t statm_field(int file, int field) {
  std::array<char, 128> text{};
  const ssize_t size = pread(file, text.data(), text.size(), 0);
  const char* next = text.data();
  const char* end = next + std::max<ssize_t>(size, 0);
  std::size_t value = 0;
  for (int i = 0; i <= field && next < end; ++i) {
    const auto [rest, error] = std::from_chars(next, end, value);
    if (error != std::errc()) return 0;
    next = rest + 1;
  }
  return value * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

constexpr int kStatmResident = 1;
constexpr int kStatmData = 5;

class Reader {
 public:
  Reader(FileDescriptor channel, SharedArea area, const ReadFunction& read)
      : channel_(std::move(channel)),
        area_(std::move(area)),
        read_(read),
        statm_(open("/proc/self/statm", O_RDONLY | O_CLOEXEC)) {}

  int run() {
    SliceNotice notice;
    while (receive_message(channel_.number(), &notice, sizeof notice).size == sizeof notice) {
      if (notice.slot >= kSlots) return EXIT_FAILURE;
      read_slice(notice.slot);
      notice.resident_mib = static_cast<std::uint32_t>(statm_field(statm_.number(), kStatmResident) >> 20);
      if (!send_message(channel_.number(), {reinterpret_cast<const char*>(&notice), sizeof notice})) break;
    }
    return EXIT_SUCCESS;
  }

 private:
  void read_slice(std::uint32_t slot) {
    ReaderProgress& progress = area_.progress();
    SlotProgress& state = progress.slot[slot];
    QuestionReader questions({area_.questions(slot), state.question_bytes.load(std::memory_order_acquire)});
    const std::uint32_t count = state.count.load(std::memory_order_acquire);
    std::size_t written = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::string_view raw = questions.next();
      g_ticks = 0;
      progress.stage.store(Stage::kRead, std::memory_order_relaxed);
      progress.started.fetch_add(1, std::memory_order_relaxed);
      progress.busy.store(1 + slot, std::memory_order_release);
      answer_.clear();
      ReadOptions options = questions.options();
      options.stage = &progress.stage;
      write_answer(answer_, read_(raw, options));
      progress.busy.store(0, std::memory_order_release);
      if (answer_.size() > area_.sizes().answer_bytes - written) {
        // The worker empties the slot and asks for the rest; an answer that never fits is refused.
        if (written > 0) return;
        answer_.clear();
        write_answer(answer_, Rejection{Stage::kRead, Reason::kTooLarge,
                                        "what was read of this record takes more than " +
                                            std::to_string(area_.sizes().answer_bytes >> 20) + " MiB"});
      }
      std::memcpy(area_.answers(slot) + written, answer_.data(), answer_.size());
      written += answer_.size();
      state.answer_bytes.store(written, std::memory_order_relaxed);
      state.finished.store(i + 1, std::memory_order_release);
    }
  }

  FileDescriptor channel_;
  SharedArea area_;
  const ReadFunction& read_;
  FileDescriptor statm_;
  std::string answer_;
};

}  // namespace

AreaSizes area_sizes(const ReaderLimits& limits) {
  constexpr std::size_t kMiB = std::size_t{1} << 20;
  const std::size_t records = (limits.record_bytes + kMiB - 1) / kMiB * kMiB;
  return {records + kMiB, std::max(std::size_t{16} * kMiB, 8 * records)};
}

void limit_memory(std::size_t bytes) {
  const FileDescriptor statm(open("/proc/self/statm", O_RDONLY | O_CLOEXEC));
  const std::size_t now = statm_field(statm.number(), kStatmData);
  if (bytes <= std::numeric_limits<std::size_t>::max() - now) {
    const rlimit data{now + bytes, now + bytes};
    setrlimit(RLIMIT_DATA, &data);
  }
  std::set_new_handler([] { _exit(kReaderOutOfMemory); });
}

int run_reader(std::vector<FileDescriptor> descriptors, const ReaderLimits& limits, const ReadFunction& read) {
  if (descriptors.size() != 2) return EXIT_FAILURE;
  SharedArea area = SharedArea::map(std::move(descriptors[1]), area_sizes(limits));
  Reader reader(std::move(descriptors[0]), std::move(area), read);
  limit_memory(limits.memory_bytes);
  start_ticking(limits.cpu);
  return reader.run();
}

}  // namespace furui
