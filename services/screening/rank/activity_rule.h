// Who counts as active by what a cell of the user's table says.
#pragma once

#include <string>
#include <string_view>

#include "rank/active_thresholds.h"  // for Activity

namespace furui {

/// A comparison with a number ("> 6", ">= 6", "< 1", "<= 1") or with a text or number ("= active", "= 1"; "=" may be left
/// out).
class ActivityRule {
 public:
  /// throws Error{INVALID_ARGUMENT} saying what was expected
  explicit ActivityRule(std::string_view text);

  /// Blank cells, and under a comparison with a number cells that are no number, are unknown. Texts are compared without
  /// case (ASCII) and outer blanks, numbers as numbers ("1.0" equals 1).
  Activity operator()(std::string_view cell) const;

 private:
  enum class Kind { kAbove, kAtLeast, kBelow, kAtMost, kEqual };
  Kind kind_ = Kind::kEqual;
  std::string text_;
  double number_ = 0;
  bool is_number_ = false;
};

}  // namespace furui
