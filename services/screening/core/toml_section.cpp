// Keys of a table, each checked for its type and range.
#include "core/toml_section.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"         // for Error
#include "core/nearest_name.h"  // for did_you_mean
#include "core/number_text.h"   // for shortest

namespace furui {
namespace {

std::string kind_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::string: return "a string";
    case toml::node_type::integer:
    case toml::node_type::floating_point: return "a number";
    case toml::node_type::boolean: return "true or false";
    case toml::node_type::array: return "a list";
    case toml::node_type::table: return "a table";
    default: return "a date or time";
  }
}

}  // namespace

void complain(int line, const std::string& field, const std::string& what) {
  throw Error(ErrorCode::kInvalidArgument, "profile line " + std::to_string(line) + ": " + what).with_field(field);
}

int line_of(const toml::node& node) { return static_cast<int>(node.source().begin.line); }

std::string join(const Names& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

int Section::line() const { return std::max(1, line_of(table_)); }
int Section::line(const char* key) const { return table_.get(key) ? line_of(*table_.get(key)) : line(); }

void Section::only(const Names& known) const {
  for (const auto& [key, node] : table_) {
    const std::string name(key.str());
    if (std::find(known.begin(), known.end(), name) == known.end())
      complain(static_cast<int>(key.source().begin.line), field(name),
               "unknown key '" + name + "' in " + title_ + did_you_mean(name, known) + " (known keys: " + join(known) + ")");
  }
}

const toml::node& Section::required(const char* key, const std::string& expected) const {
  const toml::node* node = table_.get(key);
  if (node == nullptr) complain(line(), field(key), title_ + " has no '" + key + "'; expected " + expected);
  return *node;
}

std::string Section::text(const char* key, const std::string& expected, std::size_t max_bytes) const {
  const toml::node& node = required(key, expected);
  if (!node.is_string()) wrong_type(key, node, expected);
  std::string value = node.ref<std::string>();
  if (value.size() > max_bytes)
    complain(line_of(node), field(key), "'" + std::string(key) + "' has " + std::to_string(value.size()) +
                                            " bytes; at most " + std::to_string(max_bytes));
  return value;
}

std::string Section::text_or_empty(const char* key, const std::string& expected, std::size_t max_bytes) const {
  return has(key) ? text(key, expected, max_bytes) : std::string();
}

std::vector<std::pair<std::string, int>> Section::texts(const char* key, const std::string& expected) const {
  const toml::node& node = required(key, expected);
  const toml::array* list = node.as_array();
  if (list == nullptr || list->empty()) wrong_type(key, node, expected + " that is not empty");
  std::vector<std::pair<std::string, int>> texts;
  for (const toml::node& entry : *list) {
    if (!entry.is_string()) wrong_type(key, entry, expected);
    texts.emplace_back(entry.ref<std::string>(), line_of(entry));
  }
  return texts;
}

double Section::number(const char* key, double least, double most) const {
  const double value = finite(key);
  if (value < least || value > most)
    complain(line(key), field(key), "'" + std::string(key) + "' is " + shortest(value) + "; expected a number from " +
                                        shortest(least) + " to " + shortest(most));
  return value;
}

std::int64_t Section::whole_number(const char* key, std::int64_t least, std::int64_t most) const {
  const std::string expected = "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
  const toml::node& node = required(key, expected);
  if (!node.is_integer()) wrong_type(key, node, expected);
  const std::int64_t value = *node.value<std::int64_t>();
  if (value < least || value > most)
    complain(line(key), field(key), "'" + std::string(key) + "' is " + std::to_string(value) + "; expected " + expected);
  return value;
}

bool Section::truth(const char* key) const {
  const toml::node& node = required(key, "true or false");
  if (!node.is_boolean()) wrong_type(key, node, "true or false");
  return *node.value<bool>();
}

double Section::finite(const std::string& key) const {
  const toml::node& node = required(key.c_str(), "a number");
  if (!node.is_number()) wrong_type(key, node, "a number");
  const double value = *node.value<double>();
  if (!std::isfinite(value)) complain(line_of(node), field(key), "'" + key + "' is not finite; expected a number");
  return value;
}

std::size_t Section::choice(const char* key, const Names& names) const {
  const std::string value = text(key, "one of " + join(names), kMaxNameBytes);
  const auto found = std::find(names.begin(), names.end(), value);
  if (found == names.end())
    complain(line(key), field(key), "unknown " + std::string(key) + " '" + value + "' in " + title_ +
                                        did_you_mean(value, names) + " (known: " + join(names) + ")");
  return static_cast<std::size_t>(found - names.begin());
}

void Section::wrong_type(const std::string& key, const toml::node& node, const std::string& expected) const {
  complain(line_of(node), field(key), "'" + key + "' in " + title_ + " is " + kind_of(node) + "; expected " + expected);
}

}  // namespace furui
