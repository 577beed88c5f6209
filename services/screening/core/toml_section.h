// One table of a TOML text, read strictly: every complaint names the line and the nearest thing that is known.
#pragma once

#include <toml++/toml.h>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace furui {

using Names = std::vector<std::string>;

constexpr std::size_t kMaxNameBytes = 200;  // of a property, unit or choice

/// throws Error{INVALID_ARGUMENT}: "profile line 7: …"
[[noreturn]] void complain(int line, const std::string& field, const std::string& what);

int line_of(const toml::node& node);
std::string join(const Names& names);  ///< "a, b"

/// A table with the place it stands at ("objective[2]"). All that it throws is as complain.
class Section {
 public:
  /// title  for messages, such as "[[objective]]"
  /// field  for the error's field, such as "objective[2]"; empty for the whole text
  Section(const toml::table& table, std::string title, std::string field)
      : table_(table), title_(std::move(title)), field_(std::move(field)) {}

  int line() const;
  int line(const char* key) const;
  bool has(const char* key) const { return table_.contains(key); }
  std::string field(const std::string& key) const { return field_.empty() ? key : field_ + "." + key; }

  /// No other keys than these.
  void only(const Names& known) const;

  /// expected  in words, for the complaint where the key is missing
  const toml::node& required(const char* key, const std::string& expected) const;
  std::string text(const char* key, const std::string& expected, std::size_t max_bytes) const;
  std::string text_or_empty(const char* key, const std::string& expected, std::size_t max_bytes) const;
  /// A list of strings that is not empty, each with the line it stands in.
  std::vector<std::pair<std::string, int>> texts(const char* key, const std::string& expected) const;
  /// A finite number in [least, most].
  double number(const char* key, double least, double most) const;
  /// A whole number in [least, most].
  std::int64_t whole_number(const char* key, std::int64_t least, std::int64_t most) const;
  bool truth(const char* key) const;
  double finite(const std::string& key) const;
  /// The index of the key's string in `names`.
  std::size_t choice(const char* key, const Names& names) const;

  [[noreturn]] void wrong_type(const std::string& key, const toml::node& node, const std::string& expected) const;

 private:
  const toml::table& table_;
  std::string title_;
  std::string field_;
};

}  // namespace furui
