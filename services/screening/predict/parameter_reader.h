// A network's parameters from JSON; a key that nothing reads is an error, so that no option is ignored in silence.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>

namespace furui {

/// Reads one network's `parameters`. Each reader throws Error{INVALID_ARGUMENT} naming network, architecture and key,
/// what was expected and what came.
class ParameterReader {
 public:
  using Json = nlohmann::json;

  /// json  the object as JSON text
  ParameterReader(std::string_view json, std::string network, std::string architecture);

  [[noreturn]] void complain(const std::string& key, const std::string& expected) const;

  bool has(const std::string& key) const { return object_.contains(key); }
  const Json& value(const std::string& key, const std::string& expected);
  std::string text(const std::string& key, const std::string& expected);
  bool boolean(const std::string& key);
  std::int64_t whole(const std::string& key, std::int64_t low, std::int64_t high);
  double positive(const std::string& key);
  /// Last of all: complains of a key that none of the above was asked for.
  void refuse_unread() const;

 private:
  std::string network_, architecture_;
  Json object_;
  std::set<std::string> read_;
};

}  // namespace furui
