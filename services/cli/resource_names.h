// Resource names as users type and read them.
#pragma once

#include <string>
#include <vector>

namespace furui::cli {

/// The last part of a resource name: what users type.
std::string short_name(const std::string& name);

/// "cns/1" of "projects/shared/profiles/cns/versions/1".
std::string version_text(const std::string& name);

/// "shared" of "projects/shared/profiles/cns/versions/1".
std::string project_of(const std::string& name);

/// version_text of each name, followed by the project where two would read the same: "cns/1 of project shared".
std::vector<std::string> told_apart(const std::vector<std::string>& names);

}  // namespace furui::cli
