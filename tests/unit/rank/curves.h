// One curve of each transform, for tests of what holds for all of them.
#pragma once

#include <string>
#include <vector>

#include "core/profile.h"       // for parse_profile
#include "rank/desirability.h"  // for Desirability

namespace furui {

/// The curve of a transform as a profile writes it.
inline Desirability curve_of(const std::string& transform) {
  const Profile profile = parse_profile("name = \"c\"\n[[objective]]\nproperty = \"x\"\ntransform = " + transform);
  return make_desirability(profile.objectives[0].transform, "test");
}

/// Curves of continuous values, in the range of a standard normal value or so.
inline const std::vector<std::string>& continuous_transforms() {
  static const std::vector<std::string> transforms{
      "{ type = \"logistic\", bad = -1.0, good = 1.5 }",
      "{ type = \"logistic\", bad = 0.3, good = 0.1 }",
      "{ type = \"linear\", knots = [[-1.0, 0.1], [0.0, 0.9], [0.5, 0.9], [2.0, 0.0]] }",
      "{ type = \"sigmoid\", low = -1.0, high = 1.0, k = 0.25 }",
      "{ type = \"reverse_sigmoid\", low = -2.0, high = 1.0, k = 0.5 }",
      "{ type = \"exponential_decay\", k = 0.7 }",
      "{ type = \"sigmoid\", low = 0.5, high = 0.5, k = 1.0 }",
      "{ type = \"double_sigmoid\", low = -1.0, high = 1.0 }",
      "{ type = \"double_sigmoid\", low = -1.0, high = 1.0, coef_div = 0.0 }",
      "{ type = \"step\", low = -0.5, high = 1.0 }",
      "{ type = \"right_step\", high = 0.25 }",
      "{ type = \"left_step\", low = 0.25 }",
      "{ type = \"derringer\", low = -2.0, target = 0.5, high = 1.0 }",
      "{ type = \"derringer\", low = -2.0, target = 0.5, high = 1.0, s = 2.0, t = 0.5 }",
      "{ type = \"derringer\", low = -1.0, target = 1.0 }",
      "{ type = \"harrington\", b0 = 0.5, b1 = -1.5 }",
      "{ type = \"harrington\", low = -1.0, high = 1.0, n = 3.0 }",
      "{ type = \"gaussian\", target = 0.25, sigma = 0.75 }"};
  return transforms;
}

}  // namespace furui
