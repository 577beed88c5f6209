// Shortest round-trip numbers by std::to_chars, others by printf.
#include "core/number_text.h"

#include <charconv>
#include <cstdio>

namespace furui {
namespace {

template <typename T>
std::string shortest_text(T value) {
  char buffer[48];
  const auto result = std::to_chars(buffer, buffer + sizeof buffer, value);
  return std::string(buffer, result.ptr);
}

}  // namespace

std::string shortest(float value) { return shortest_text(value); }
std::string shortest(double value) { return shortest_text(value); }

std::string formatted(const char* format, double value) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

}  // namespace furui
