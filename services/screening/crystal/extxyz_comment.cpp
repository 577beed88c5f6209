// Quotes and brackets of the comment line, by one cursor.
#include "crystal/extxyz_comment.h"

#include <algorithm>

#include "core/lower_case.h"  // for lowered

namespace furui {
namespace {

constexpr std::string_view kBlanks = " \t";

class Cursor {
 public:
  explicit Cursor(std::string_view line) : line_(line) {}

  bool at_end() const { return at_ >= line_.size(); }
  void pass_blanks() { at_ = std::min(line_.find_first_not_of(kBlanks, at_), line_.size()); }
  bool take(char c) {
    if (at_end() || line_[at_] != c) return false;
    ++at_;
    return true;
  }
  std::string key() { return take('"') ? quoted('"') : take('\'') ? quoted('\'') : bare("= \t"); }
  std::string value() {
    if (take('"')) return quoted('"');
    if (take('\'')) return quoted('\'');
    if (take('[')) return bracketed('[', ']');
    if (take('{')) return bracketed('{', '}');
    return bare(kBlanks);
  }

 private:
  std::string bare(std::string_view ends) {
    const std::size_t end = std::min(line_.find_first_of(ends, at_), line_.size());
    std::string word(line_.substr(at_, end - at_));
    at_ = end;
    return word;
  }
  std::string quoted(char quote) {
    std::string text;
    while (!at_end() && !take(quote)) {
      if (take('\\') && !at_end() && take('n')) text += '\n';
      else if (!at_end()) text += line_[at_++];
    }
    return text;
  }
  /// Inner brackets stay.
  std::string bracketed(char opens, char closes) {
    std::string text;
    for (int depth = 1; !at_end(); ++at_) {
      depth += line_[at_] == opens ? 1 : line_[at_] == closes ? -1 : 0;
      if (depth == 0) break;
      text += line_[at_] == ',' ? ' ' : line_[at_];
    }
    if (!at_end()) ++at_;
    return text;
  }

  std::string_view line_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<ExtxyzEntry> extxyz_entries(std::string_view line) {
  std::vector<ExtxyzEntry> entries;
  Cursor cursor(line);
  for (cursor.pass_blanks(); !cursor.at_end(); cursor.pass_blanks()) {
    ExtxyzEntry entry{cursor.key(), "T"};
    cursor.pass_blanks();
    if (cursor.take('=')) {
      cursor.pass_blanks();
      entry.value = cursor.value();
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

const std::string* entry_of(const std::vector<ExtxyzEntry>& entries, std::string_view key) {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const ExtxyzEntry& entry) { return lowered(entry.key) == key; });
  return found == entries.end() ? nullptr : &found->value;
}

}  // namespace furui
