// Atoms in words.
#pragma once

#include <string>
#include <vector>

#include "core/enumeration.h"  // for enumeration

namespace furui {

/// "atoms 3, 4 and 5" of 2, 3 and 4: numbers from 1, as a chemist counts them.
template <typename Number>
std::string atoms_text(const std::vector<Number>& atoms) {
  std::vector<std::string> numbers;
  for (const Number atom : atoms) numbers.push_back(std::to_string(atom + 1));
  return (atoms.size() > 1 ? "atoms " : "atom ") + enumeration(numbers);
}

}  // namespace furui
