// The end of the file, line by line.
#include "server_log.h"

#include <deque>
#include <fstream>

namespace furui::cli {
namespace {

constexpr std::streamoff kTailBytes = 256 << 10;

bool is_error(const std::string& line) {
  for (const char* mark : {"Z error ", "Z critical ", "\"level\":\"error\"", "\"level\":\"critical\""}) {
    if (line.find(mark) != std::string::npos) return true;
  }
  return false;
}

template <typename Wanted>
std::vector<std::string> tail(const std::filesystem::path& file, std::size_t count, Wanted wanted) {
  std::ifstream in(file, std::ios::binary);
  std::deque<std::string> kept;
  if (!in) return {};
  in.seekg(0, std::ios::end);
  const std::streamoff size = in.tellg();
  in.seekg(size > kTailBytes ? size - kTailBytes : 0);
  for (std::string line; std::getline(in, line);) {
    if (!wanted(line)) continue;
    kept.push_back(line);
    if (kept.size() > count) kept.pop_front();
  }
  return {kept.begin(), kept.end()};
}

}  // namespace

std::vector<std::string> last_lines(const std::filesystem::path& file, std::size_t count) {
  return tail(file, count, [](const std::string&) { return true; });
}

std::vector<std::string> last_errors(const std::filesystem::path& file, std::size_t count) {
  return tail(file, count, is_error);
}

}  // namespace furui::cli
