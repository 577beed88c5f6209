// What RDKit says while it works, caught instead of written: structures are secrets, and stderr is a log.
#pragma once

#include <memory>
#include <string>

namespace furui {

/// RDKit's log channels.
enum class RdkitChannel { kError, kInfo };

/// Silences every channel of RDKit for this process. Cheap to call again.
void silence_rdkit();

/// Catches one channel of RDKit as long as it lives; not thread-safe, as RDKit's logs are global.
class RdkitLogCapture {
 public:
  explicit RdkitLogCapture(RdkitChannel channel);
  ~RdkitLogCapture();
  RdkitLogCapture(const RdkitLogCapture&) = delete;
  RdkitLogCapture& operator=(const RdkitLogCapture&) = delete;

  /// Everything said so far, one message a line.
  std::string text() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace furui
