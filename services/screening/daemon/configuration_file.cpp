// TOML read strictly: a slip of the pen names its line.
#include "daemon/configuration_file.h"

#include <toml++/toml.h>

#include <algorithm>

#include "core/error.h"         // for Error
#include "core/nearest_name.h"  // for did_you_mean
#include "core/number_text.h"   // for shortest

namespace furui::daemon {
namespace {

[[noreturn]] void complain(const std::filesystem::path& file, std::size_t line, const std::string& what) {
  throw Error(ErrorCode::kInvalidArgument, file.string() + " line " + std::to_string(line) + ": " + what);
}

}  // namespace

std::vector<std::string> arguments_of_file(const std::filesystem::path& file, const std::vector<std::string>& known) {
  if (!std::filesystem::is_regular_file(file))
    throw Error(ErrorCode::kInvalidArgument, "configuration file " + file.string() + " is not there");
  toml::table table;
  try {
    table = toml::parse_file(file.string());
  } catch (const toml::parse_error& error) {
    complain(file, error.source().begin.line, std::string(error.description()));
  }
  std::vector<std::string> arguments;
  for (const auto& [key, node] : table) {
    std::string name(key.str());
    std::replace(name.begin(), name.end(), '_', '-');
    const std::size_t line = key.source().begin.line;
    if (std::find(known.begin(), known.end(), name) == known.end())
      complain(file, line, "unknown key '" + std::string(key.str()) + "'" + did_you_mean(name, known));
    const std::string option = "--" + name + "=";
    if (const auto* text = node.as_string()) arguments.push_back(option + text->get());
    else if (const auto* number = node.as_integer()) arguments.push_back(option + std::to_string(number->get()));
    else if (const auto* real = node.as_floating_point()) arguments.push_back(option + shortest(real->get()));
    else if (const auto* flag = node.as_boolean()) arguments.push_back(option + (flag->get() ? "true" : "false"));
    else complain(file, line, "'" + std::string(key.str()) + "': expected a string, a number, true or false");
  }
  return arguments;
}

}  // namespace furui::daemon
