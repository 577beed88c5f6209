// Ctrl-C, seen instead of suffered.
#pragma once

#include <signal.h>

namespace furui::cli {

/// Catches Ctrl-C while it lives. One at a time.
class InterruptWatch {
 public:
  InterruptWatch();
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;

  /// Whether Ctrl-C was pressed since it was made; may be asked on any thread.
  bool seen() const;

 private:
  struct sigaction before_ {};
};

}  // namespace furui::cli
