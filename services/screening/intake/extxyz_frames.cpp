// Counts of atoms say where frames end; counts that lie must not cost the frames behind them.
#include "intake/extxyz_frames.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/lower_case.h"      // for lowered
#include "intake/smiles_shape.h"  // for trimmed

namespace furui {
namespace {

std::size_t end_of_line(std::string_view text, std::size_t at) { return std::min(text.find('\n', at), text.size()); }
std::size_t next_line(std::string_view text, std::size_t at) { return std::min(end_of_line(text, at) + 1, text.size()); }
std::string_view line_at(std::string_view text, std::size_t at) { return trimmed(text.substr(at, end_of_line(text, at) - at)); }

std::optional<std::size_t> count_of(std::string_view line) {
  std::size_t count = 0;
  const auto read = std::from_chars(line.data(), line.data() + line.size(), count);
  if (line.empty() || read.ec != std::errc() || read.ptr != line.data() + line.size()) return std::nullopt;
  return count;
}

bool begins_frame(std::string_view text, std::size_t at) {
  if (!count_of(line_at(text, at))) return false;
  const std::string comment = lowered(line_at(text, next_line(text, at)));
  return comment.find("lattice") != std::string::npos || comment.find("properties") != std::string::npos;
}

}  // namespace

std::vector<StructureText> split_extxyz(std::string_view text) {
  std::vector<StructureText> frames;
  for (std::size_t at = 0; at < text.size();) {
    if (line_at(text, at).empty()) {
      at = next_line(text, at);
      continue;
    }
    const std::size_t begin = at;
    if (const auto count = count_of(line_at(text, at))) {
      at = next_line(text, next_line(text, at));
      for (std::size_t atom = 0; atom < *count && at < text.size() && !count_of(line_at(text, at)); ++atom) at = next_line(text, at);
      // Atoms that were not counted stay with their frame, to be rejected with it.
      while (at < text.size() && !count_of(line_at(text, at))) at = next_line(text, at);
    } else {
      while (at < text.size() && !begins_frame(text, at)) at = next_line(text, at);
    }
    frames.push_back({std::to_string(frames.size() + 1), false, text.substr(begin, at - begin), Notation::kExtxyz});
  }
  return frames;
}

bool begins_as_extxyz(std::string_view text) {
  const std::string comment = lowered(line_at(text, next_line(text, 0)));
  return count_of(line_at(text, 0)) && (comment.find("lattice=") != std::string::npos || comment.find("properties=") != std::string::npos);
}

}  // namespace furui
