// Misbehaviour on demand.
#include "hostile_reader.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstring>

namespace furui::testing {
namespace {

void eat() {
  std::vector<std::unique_ptr<char[]>> eaten;
  for (;;) {
    eaten.push_back(std::make_unique<char[]>(1 << 20));
    std::memset(eaten.back().get(), 1, 1 << 20);
  }
}

void misbehave(std::string_view raw) {
  if (raw == "HANG") {
    for (std::atomic<unsigned> spins{0};;) spins.fetch_add(1);
  }
  if (raw == "SLEEP") sleep(1000);
  if (raw == "SEGV") raise(SIGSEGV);
  if (raw == "ABORT") abort();
  if (raw == "EXIT") _exit(7);
  if (raw == "EAT") eat();
  if (raw.starts_with("ONCE ") && open(std::string(raw.substr(5)).c_str(), O_CREAT | O_EXCL | O_WRONLY, 0600) >= 0) {
    raise(SIGSEGV);
  }
  if (raw == "ORPHAN") {
    kill(getppid(), SIGKILL);
    sleep(1000);
  }
}

}  // namespace

ReadAnswer read_hostile(std::string_view raw, const ReadOptions& options) {
  if (raw == "HANG") *options.stage = Stage::kStandardize;
  if (raw == "EAT") *options.stage = Stage::kDescribe;
  if (raw == "EXIT") *options.stage = static_cast<Stage>(99);
  misbehave(raw);
  if (raw == "REJECT") return Rejection{Stage::kRead, Reason::kParseError, "as asked"};
  MoleculeReading reading;
  for (char letter : raw) {
    Atom atom;
    atom.atomic_number = static_cast<std::uint8_t>(letter);
    reading.graph.atoms.push_back(atom);
  }
  if (raw == "LONG") reading.changes.assign(12, std::string(1 << 20, 'x'));
  if (raw == "BIG") reading.changes.assign(40, std::string(1 << 20, 'x'));
  return reading;
}

std::string text_of(const ReadOutcome& outcome) {
  const auto* reading = std::get_if<Reading>(&outcome);
  if (!reading) return std::string("rejected ") + to_string(std::get<Rejection>(outcome).reason);
  std::string text;
  for (const Atom& atom : reading->molecule.graph.atoms) text += static_cast<char>(atom.atomic_number);
  return text;
}

ReaderLimits short_limits() {
  ReaderLimits limits;
  limits.cpu = std::chrono::milliseconds(200);
  limits.wall = std::chrono::seconds(60);  // far away, for busy machines
  limits.memory_bytes = std::size_t{64} << 20;
  return limits;
}

HostileReaders::HostileReaders(int readers, const ReaderLimits& limits) {
  ChildOptions children;
  children.reader = limits;
  children.read = read_hostile;
  spawner = start_spawner(children);
  ReaderPoolOptions options;
  options.readers = readers;
  options.limits = limits;
  pool = std::make_unique<ReaderPool>(*spawner, kReaderProgram, options);
}

std::vector<ReadOutcome> HostileReaders::read(const std::vector<std::string>& texts) {
  std::vector<Question> questions;
  for (const std::string& text : texts) questions.push_back({Notation::kSmiles, text});
  return pool->read(questions, {});
}

}  // namespace furui::testing
