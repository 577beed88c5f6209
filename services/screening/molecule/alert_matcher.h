// Whether an alert rule could match a molecule: an exact search, so that RDKit's is spent on alerts only.
#pragma once

#include <vector>

#include "molecule/alert_patterns.h"      // for AlertPatterns
#include "molecule/alert_requirements.h"  // for AlertRequirements
#include "molecule/alert_view.h"          // for AlertView, Truth

namespace furui {

/// Matches patterns to the molecule of a view; what rules share is matched once. Not thread-safe.
class AlertMatcher {
 public:
  /// patterns, view, requirements  must outlive this
  AlertMatcher(const AlertPatterns& patterns, const AlertView& view, const AlertRequirements& requirements)
      : patterns_(patterns), view_(view), requirements_(requirements) {}

  /// Forgets the molecule before: the view has another.
  void begin();

  /// Whether a pattern may have `least` matches: false only where RDKit finds fewer.
  bool may_match(int pattern, unsigned least);

 private:
  bool holds(int condition, int atom);
  bool starts(int pattern, int atom);
  bool fits(const AlertStep& step, const std::vector<int>& placed, int atom);
  bool extend(const AlertPattern& pattern, std::vector<int>& placed);

  const AlertPatterns& patterns_;
  const AlertView& view_;
  const AlertRequirements& requirements_;
  std::vector<Truth> starts_;  ///< whether a pattern starts at an atom, as far as asked
};

}  // namespace furui
