// Numbers as text: such that reads back to the same number and is never longer than needed, or in as many digits as asked for.
#pragma once

#include <string>

namespace furui {

/// Shortest decimal text that reads back to the same float: "0.1", "1e-07", "-5.3". Requires a finite value.
std::string shortest(float value);
/// The same for double.
std::string shortest(double value);

/// As printf writes one double: formatted("%.3g", 0.0123456) is "0.0123". At most 63 characters.
std::string formatted(const char* format, double value);

}  // namespace furui
