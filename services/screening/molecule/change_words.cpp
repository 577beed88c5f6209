// RDKit's messages about its standardization steps, counted and reworded.
#include "molecule/change_words.h"

#include <sstream>
#include <string_view>
#include <utility>

namespace furui {
namespace {

std::string times(int count) {
  return count > 1 ? " (" + std::to_string(count) + " times)" : "";
}

/// Equal lines become one with a count, in order of first appearance.
class Tally {
 public:
  void add(const std::string& text) {
    for (auto& [known, count] : counted_) {
      if (known == text) {
        ++count;
        return;
      }
    }
    counted_.emplace_back(text, 1);
  }

  std::vector<std::string> texts() const {
    std::vector<std::string> texts;
    for (const auto& [text, count] : counted_) texts.push_back(text + times(count));
    return texts;
  }

 private:
  std::vector<std::pair<std::string, int>> counted_;
};

bool take(std::string_view& line, std::string_view start) {
  if (!line.starts_with(start)) return false;
  line.remove_prefix(start.size());
  return true;
}

}  // namespace

std::vector<std::string> changes_in_words(const std::vector<std::string>& removed, const std::string& log) {
  Tally tally;
  std::istringstream lines(log);
  for (std::string text; std::getline(lines, text);) {
    // A stream that adds the time puts it in front: "[12:34:56] ".
    std::string_view line = text;
    if (line.starts_with('[') && line.find("] ") == 9) line.remove_prefix(11);
    if (take(line, "Removed covalent bond between ")) {
      const std::size_t and_at = line.find(" and ");
      tally.add("cut bond " + std::string(line.substr(0, and_at)) + "-" +
                std::string(line.substr(and_at + 5)));
    } else if (take(line, "Rule applied: ")) {
      tally.add("normalized: " + std::string(line));
    } else if (take(line, "Applying charge correction ")) {
      tally.add("corrected the charge of " + std::string(line.substr(line.find(' ') + 1)));
    } else if (take(line, "Ionizing ")) {
      tally.add("ionized " + std::string(line.substr(0, line.find(" to balance"))));
    } else if (take(line, "Moved proton from ")) {
      tally.add("moved a proton from " + std::string(line));
    } else if (line == "Removed negative charge.") {
      tally.add("neutralized a negative charge");
    } else if (line == "Removed positive charge.") {
      tally.add("neutralized a positive charge");
    }
  }
  for (const std::string& fragment : removed) tally.add("removed fragment " + fragment);
  return tally.texts();
}

}  // namespace furui
