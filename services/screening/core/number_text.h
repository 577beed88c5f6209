// Numbers as text that reads back to the same number, and never longer than needed.
#pragma once

#include <string>

namespace furui {

/// Shortest decimal text that reads back to the same float: "0.1", "1e-07", "-5.3". Requires a finite value.
std::string shortest(float value);
/// The same for double.
std::string shortest(double value);

}  // namespace furui
