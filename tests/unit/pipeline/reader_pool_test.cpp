// One bad candidate costs only itself: poison of every kind among good candidates, read by real child processes.
#include "pipeline/reader_pool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "core/error.h"
#include "hostile_reader.h"

namespace furui {
namespace {

using ::testing::HasSubstr;
using testing::HostileReaders;
using testing::kMemoryLimitsWork;
using testing::short_limits;
using testing::text_of;

std::vector<std::string> numbered(std::size_t n) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < n; ++i) texts.push_back("number " + std::to_string(i));
  return texts;
}

/// Every text but the poison comes back as it went in, at its place.
void expect_others_untouched(const std::vector<std::string>& texts, const std::vector<ReadOutcome>& outcomes,
                             const std::vector<std::size_t>& poison) {
  ASSERT_EQ(outcomes.size(), texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (std::find(poison.begin(), poison.end(), i) == poison.end()) {
      EXPECT_EQ(text_of(outcomes[i]), texts[i]) << "at " << i;
    }
  }
}

Rejection rejection_of(const ReadOutcome& outcome) {
  const auto* rejection = std::get_if<Rejection>(&outcome);
  return rejection ? *rejection : Rejection{Stage::kPredict, Reason::kEmpty, "it was read"};
}

TEST(ReaderPool, AnswersEveryQuestionInItsOrder) {
  HostileReaders readers;
  const auto texts = numbered(5000);
  expect_others_untouched(texts, readers.read(texts), {});
  EXPECT_EQ(readers.pool->counters().candidates, 5000U);
  EXPECT_EQ(readers.pool->counters().died, 0U);
}

TEST(ReaderPool, TakesNoQuestionAndEmptyTexts) {
  HostileReaders readers;
  EXPECT_TRUE(readers.read({}).empty());
  EXPECT_EQ(text_of(readers.read({""}).front()), "");
}

TEST(ReaderPool, CarriesContentDigestAndRejectionsOfTheReader) {
  HostileReaders readers;
  const auto outcomes = readers.read({"abc", "REJECT"});
  const Reading& reading = std::get<Reading>(outcomes[0]);
  EXPECT_EQ(reading.content, serialize(reading.molecule.graph));
  EXPECT_EQ(reading.structure, sha256(reading.content));
  EXPECT_EQ(rejection_of(outcomes[1]), (Rejection{Stage::kRead, Reason::kParseError, "as asked"}));
}

struct Poison {
  const char* text;
  Stage stage;
  Reason reason;
  const char* detail;
};

class PoisonTest : public ::testing::TestWithParam<Poison> {};

TEST_P(PoisonTest, CostsOnlyItself) {
  if (GetParam().reason == Reason::kOutOfMemory && !kMemoryLimitsWork) GTEST_SKIP() << "no limit of memory with this sanitizer";
  HostileReaders readers;
  auto texts = numbered(1000);
  const std::vector<std::size_t> places{0, 300, 301, 999};
  for (std::size_t place : places) texts[place] = GetParam().text;
  const auto outcomes = readers.read(texts);
  expect_others_untouched(texts, outcomes, places);
  for (std::size_t place : places) {
    const Rejection rejection = rejection_of(outcomes[place]);
    EXPECT_EQ(rejection.reason, GetParam().reason) << to_string(rejection.reason);
    EXPECT_EQ(rejection.stage, GetParam().stage) << to_string(rejection.stage);
    EXPECT_THAT(rejection.detail, HasSubstr(GetParam().detail));
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, PoisonTest,
    ::testing::Values(Poison{"HANG", Stage::kStandardize, Reason::kTimeout,
                             "standardizing it: no answer after 0.2 s of CPU time (limit 0.2 s)"},
                      Poison{"SEGV", Stage::kRead, Reason::kCrashed, "signal 11"},
                      Poison{"ABORT", Stage::kRead, Reason::kCrashed, "signal 6"},
                      Poison{"EXIT", Stage::kRead, Reason::kCrashed, "exit code 7"},
                      Poison{"EAT", Stage::kDescribe, Reason::kOutOfMemory, "describing it takes more than 64 MiB"}),
    [](const auto& poison) { return std::string(poison.param.text); });

TEST(ReaderPool, EndsACandidateThatWaitsWithoutUsingCpuTime) {
  ReaderLimits limits = short_limits();
  limits.wall = std::chrono::milliseconds(1000);
  HostileReaders readers(2, limits);
  auto texts = numbered(200);
  texts[150] = "SLEEP";
  const auto outcomes = readers.read(texts);
  expect_others_untouched(texts, outcomes, {150});
  EXPECT_EQ(rejection_of(outcomes[150]).reason, Reason::kTimeout);
  EXPECT_THAT(rejection_of(outcomes[150]).detail, HasSubstr("within 1 s"));
}

TEST(ReaderPool, BlamesNobodyForACrashThatDoesNotComeBackAlone) {
  HostileReaders readers;
  const std::string marker = std::filesystem::temp_directory_path() / ("furui-once-" + std::to_string(getpid()));
  auto texts = numbered(400);
  texts[77] = "ONCE " + marker;
  const auto outcomes = readers.read(texts);
  EXPECT_TRUE(std::filesystem::remove(marker));
  expect_others_untouched(texts, outcomes, {});
  EXPECT_EQ(readers.pool->counters().died, 1U);
  EXPECT_EQ(readers.pool->counters().crashed, 0U);
}

TEST(ReaderPool, EverySecondCandidateMayBePoison) {
  HostileReaders readers;
  auto texts = numbered(60);
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < texts.size(); i += 2) {
    texts[i] = i % 4 == 0 ? "SEGV" : "EXIT";
    places.push_back(i);
  }
  const auto outcomes = readers.read(texts);
  expect_others_untouched(texts, outcomes, places);
  for (std::size_t place : places) EXPECT_EQ(rejection_of(outcomes[place]).reason, Reason::kCrashed);
}

TEST(ReaderPool, AnswersLongerThanASlotComeInParts) {
  HostileReaders readers;
  const std::vector<std::string> texts(20, "LONG");
  const auto outcomes = readers.read(texts);
  for (const ReadOutcome& outcome : outcomes) {
    ASSERT_EQ(text_of(outcome), "LONG");
    EXPECT_EQ(std::get<Reading>(outcome).molecule.changes.size(), 12U);
  }
}

TEST(ReaderPool, RefusesAnAnswerThatFitsNowhere) {
  ReaderLimits limits = short_limits();
  limits.memory_bytes = std::size_t{512} << 20;
  HostileReaders readers(1, limits);
  const auto outcomes = readers.read({"a", "BIG", "b"});
  EXPECT_EQ(text_of(outcomes[0]), "a");
  EXPECT_EQ(rejection_of(outcomes[1]).reason, Reason::kTooLarge);
  EXPECT_THAT(rejection_of(outcomes[1]).detail, HasSubstr("more than 32 MiB"));
  EXPECT_EQ(text_of(outcomes[2]), "b");
}

TEST(ReaderPool, RefusesARecordOverTheLimitWithoutAReader) {
  ReaderLimits limits = short_limits();
  limits.record_bytes = 1000;
  HostileReaders readers(1, limits);
  const auto outcomes = readers.read({"a", std::string(1001, 'x'), std::string(1000, 'y')});
  EXPECT_EQ(text_of(outcomes[0]), "a");
  EXPECT_EQ(rejection_of(outcomes[1]), (Rejection{Stage::kRead, Reason::kTooLarge, "a record of 1001 bytes (limit 1000)"}));
  EXPECT_EQ(text_of(outcomes[2]), std::string(1000, 'y'));
}

/// Waits until a dead spawner has been replaced.
template <typename Pid>
void expect_replaced(Spawner& spawner, pid_t dead, Pid pid) {
  for (int i = 0; i < 500 && pid() == dead; ++i) {
    spawner.replace_dead();
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_NE(pid(), dead);
}

TEST(ReaderPool, SurvivesTheDeathOfEitherSpawner) {
  HostileReaders readers;
  Spawner& spawner = *readers.spawner;
  auto texts = numbered(500);
  texts[3] = "SEGV";  // so that readers have to be made
  expect_others_untouched(texts, readers.read(texts), {3});
  for (int round = 0; round < 3; ++round) {
    const pid_t active = spawner.active_pid();
    kill(active, SIGKILL);
    expect_others_untouched(texts, readers.read(texts), {3});
    expect_replaced(spawner, active, [&] { return spawner.active_pid(); });
    const pid_t idle = spawner.idle_pid();
    kill(idle, SIGKILL);
    expect_others_untouched(texts, readers.read(texts), {3});
    expect_replaced(spawner, idle, [&] { return spawner.idle_pid(); });
  }
}

TEST(ReaderPool, FaultsWhereTheSpawnerDiesOnEveryAttempt) {
  HostileReaders readers(1);
  EXPECT_THROW(readers.read({"a", "ORPHAN", "b"}), std::runtime_error);
  EXPECT_EQ(text_of(readers.read({"after"}).front()), "after");
}

TEST(ReaderPool, StopsWhenNobodyWantsTheRest) {
  HostileReaders readers;
  std::vector<std::string> texts(100, "HANG");
  std::vector<Question> questions;
  for (const std::string& text : texts) questions.push_back({Notation::kSmiles, text});
  const auto start = std::chrono::steady_clock::now();
  try {
    readers.pool->read(questions, {}, [&] { return std::chrono::steady_clock::now() - start < std::chrono::milliseconds(300); });
    FAIL() << "it read on";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kAborted);
  }
  EXPECT_EQ(text_of(readers.read({"next"}).front()), "next");
  EXPECT_LT(readers.pool->counters().timeout, 100U);
}

TEST(ReaderPool, ServesSeveralCallersAtOnce) {
  HostileReaders readers;
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&readers, i] {
      auto texts = numbered(700 + static_cast<std::size_t>(i));
      texts[5] = "SEGV";
      expect_others_untouched(texts, readers.read(texts), {5});
    });
  }
  for (std::thread& caller : callers) caller.join();
}

TEST(ReaderPool, RecyclesReadersWithoutLosingAnswers) {
  ChildOptions children;
  children.reader = short_limits();
  children.read = testing::read_hostile;
  const auto spawner = start_spawner(children);
  ReaderPoolOptions options;
  options.readers = 2;
  options.limits = children.reader;
  options.recycle.candidates = 100;
  ReaderPool pool(*spawner, kReaderProgram, options);
  const auto texts = numbered(3000);
  std::vector<Question> questions;
  for (const std::string& text : texts) questions.push_back({Notation::kSmiles, text});
  expect_others_untouched(texts, pool.read(questions, {}), {});
  EXPECT_GE(pool.counters().started, 10U);
  EXPECT_EQ(pool.counters().died, 0U);
}

}  // namespace
}  // namespace furui
