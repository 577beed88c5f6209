// Parts of names between slashes.
#include "resource_names.h"

#include <map>

namespace furui::cli {

std::string short_name(const std::string& name) { return name.substr(name.rfind('/') + 1); }

std::string version_text(const std::string& name) {
  const auto version = name.rfind("/versions/");
  if (version == std::string::npos) return short_name(name);
  return short_name(name.substr(0, version)) + "/" + short_name(name);
}

std::string project_of(const std::string& name) {
  const auto begin = name.find('/') + 1;
  return name.substr(begin, name.find('/', begin) - begin);
}

std::vector<std::string> told_apart(const std::vector<std::string>& names) {
  std::map<std::string, int> uses;
  for (const std::string& name : names) ++uses[version_text(name)];
  std::vector<std::string> texts;
  for (const std::string& name : names) {
    std::string text = version_text(name);
    if (uses[text] > 1) text += " of project " + project_of(name);
    texts.push_back(std::move(text));
  }
  return texts;
}

}  // namespace furui::cli
