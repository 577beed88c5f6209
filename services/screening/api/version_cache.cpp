// Versions read once.
#include "api/version_cache.h"

#include "api/resource_names.h"  // for model_version_name, profile_version_name

namespace furui::api {
namespace {

constexpr std::size_t kMaxKept = 1000;

template <typename Known, typename Read>
std::shared_ptr<const Known> find_or_read(std::mutex& mutex, std::map<std::int32_t, std::shared_ptr<const Known>>& kept,
                                          std::int32_t id, Read read) {
  {
    const std::lock_guard lock(mutex);
    const auto found = kept.find(id);
    if (found != kept.end()) return found->second;
  }
  auto known = std::make_shared<const Known>(read());
  const std::lock_guard lock(mutex);
  if (kept.size() >= kMaxKept) kept.clear();
  return kept[id] = std::move(known);
}

}  // namespace

std::shared_ptr<const KnownModel> VersionCache::model(std::int32_t id) {
  return find_or_read<KnownModel>(mutex_, models_, id, [&] {
    ModelVersionRow row = get_model_version(database_, id);
    const std::string name = model_version_name(row.project, row.manifest.name, row.manifest.version);
    std::vector<Column> columns = row.manifest.columns();
    return KnownModel{name, std::move(row.manifest), std::move(columns)};
  });
}

std::shared_ptr<const KnownProfile> VersionCache::profile(std::int32_t id) {
  return find_or_read<KnownProfile>(mutex_, profiles_, id, [&] {
    const ProfileVersionRow row = get_profile_version(database_, id);
    return KnownProfile{profile_version_name(row.project, row.profile, row.version), parse_profile(row.toml)};
  });
}

}  // namespace furui::api
