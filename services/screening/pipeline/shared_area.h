// Memory that the worker and one reader process both see: questions in, answers out, and how far it got.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/rejection.h"            // for Stage
#include "pipeline/file_descriptor.h"  // for FileDescriptor

namespace furui {

/// Two slices are in a reader's hands, so that it never waits for the worker.
inline constexpr std::uint32_t kSlots = 2;

/// How far a reader is within one slice. Written by the reader, but for question_bytes.
struct SlotProgress {
  std::atomic<std::uint64_t> question_bytes{0};
  std::atomic<std::uint32_t> count{0};         ///< candidates in the slice
  std::atomic<std::uint32_t> finished{0};      ///< candidates whose answers are complete
  std::atomic<std::uint64_t> answer_bytes{0};  ///< bytes of the complete answers
};

/// The first page of the area.
struct ReaderProgress {
  std::atomic<std::uint64_t> started{0};  ///< rises with every candidate that is begun
  std::atomic<std::uint32_t> busy{0};     ///< 0: between candidates; otherwise 1 + the slot of the candidate
  std::atomic<Stage> stage{Stage::kRead};  ///< that the candidate is in; anything may stand here where the reader ran wild
  SlotProgress slot[kSlots];
};
static_assert(std::atomic<std::uint64_t>::is_always_lock_free && std::atomic<Stage>::is_always_lock_free);

/// Sizes of the parts of an area. Pages that are never touched cost nothing.
struct AreaSizes {
  std::size_t question_bytes = 0;  ///< a slot's
  std::size_t answer_bytes = 0;    ///< a slot's
};

/// A mapping of the area.
class SharedArea {
 public:
  SharedArea() = default;
  /// Makes a new area that nobody can resize, so that neither side can make the other fault.
  /// throws std::runtime_error when the system has no memory or descriptors left
  static SharedArea create(const AreaSizes& sizes);
  /// Maps the area that another process made.
  static SharedArea map(FileDescriptor file, const AreaSizes& sizes);
  ~SharedArea();
  SharedArea(SharedArea&& other) noexcept { *this = std::move(other); }
  SharedArea& operator=(SharedArea&& other) noexcept;

  int descriptor() const { return file_.number(); }
  const AreaSizes& sizes() const { return sizes_; }
  ReaderProgress& progress() const { return *reinterpret_cast<ReaderProgress*>(base_); }
  char* questions(std::uint32_t slot) const;
  char* answers(std::uint32_t slot) const;

 private:
  std::size_t bytes() const;
  FileDescriptor file_;
  AreaSizes sizes_;
  char* base_ = nullptr;
};

}  // namespace furui
