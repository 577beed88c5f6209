// Candidates waiting to be read, given out slice by slice to whichever reader is free.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/candidate.h"          // for Notation
#include "molecule/read_molecule.h"  // for ReadOptions
#include "pipeline/reading.h"        // for ReadOutcome

namespace furui {

/// One text to be read.
struct Question {
  Notation notation = Notation::kSmiles;
  std::string_view raw;
};

/// One call of ReaderPool::read, which several lanes work on. The counters belong to the queue's lock.
struct ReadCall {
  std::span<const Question> questions;
  ReadOptions options;                 ///< its notation is not used
  std::vector<ReadOutcome> outcomes;   ///< one a question
  std::vector<std::uint32_t> order;    ///< indices of the questions that readers get
  std::size_t slice_rows = 0;
  std::size_t slice_bytes = 0;
  std::size_t given_out = 0;           ///< of `order`
  std::size_t open = 0;                ///< questions of `order` without an outcome
  bool abandoned = false;              ///< nobody wants the rest
  std::exception_ptr fault;            ///< why the call failed
};

/// A run of one call's questions: positions [begin, end) of its `order`.
struct Slice {
  std::shared_ptr<ReadCall> call;
  std::size_t begin = 0;
  std::size_t end = 0;
  bool alone = false;  ///< one suspect, to be tried in a reader that has read nothing else

  std::size_t size() const { return end - begin; }
  std::uint32_t question(std::size_t i) const { return call->order[begin + i]; }
};

/// Thread-safe queue of calls.
class SliceQueue {
 public:
  /// Adds the call and waits until each of its questions has an outcome.
  ///
  /// keep_going  asked every 50 ms; where it says false the rest is abandoned
  /// returns     false when it was abandoned
  /// throws      the fault that a lane reported
  bool complete(const std::shared_ptr<ReadCall>& call, const std::function<bool()>& keep_going);

  /// The next slice; waits for one where `wait` is set. Nothing when there is none or the queue has stopped.
  std::optional<Slice> take(bool wait);

  /// Says that `count` questions of the call have their outcomes (or are abandoned).
  void finished(ReadCall& call, std::size_t count);
  /// Ends a call with a fault; its open questions still have to be given back by finished().
  void fail(ReadCall& call, std::exception_ptr fault);
  bool abandoned(const ReadCall& call) const;

  void stop();
  bool stopped() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable work_, done_;
  std::deque<std::shared_ptr<ReadCall>> calls_;
  bool stopped_ = false;
};

}  // namespace furui
