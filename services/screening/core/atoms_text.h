// Atoms in words.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace furui {

/// "atoms 3, 4 and 5" of 2, 3 and 4: numbers from 1, as a chemist counts them.
template <typename Number>
std::string atoms_text(const std::vector<Number>& atoms) {
  std::string text = atoms.size() > 1 ? "atoms " : "atom ";
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    if (i > 0) text += i + 1 == atoms.size() ? " and " : ", ";
    text += std::to_string(atoms[i] + 1);
  }
  return text;
}

}  // namespace furui
