// Random bits from the system.
#include "request_id.h"

#include <cstdio>
#include <random>

namespace furui::cli {

std::string new_request_id() {
  std::random_device random;
  char text[40];
  std::snprintf(text, sizeof text, "%08x-%08x-%08x-%08x", random(), random(), random(), random());
  return text;
}

}  // namespace furui::cli
