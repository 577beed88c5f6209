// Model and profile versions by id, kept in memory: a stored version never changes but for its state.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/profile.h"    // for Profile
#include "store/models.h"    // for ModelVersionRow
#include "store/profiles.h"  // for ProfileVersionRow

namespace furui::api {

/// A model version without its state, which can change.
struct KnownModel {
  std::string name;  ///< "projects/shared/models/admet-ai/versions/2.0.1"
  Manifest manifest;
  std::vector<Column> columns;  ///< of the manifest
};

struct KnownProfile {
  std::string name;  ///< "projects/shared/profiles/cns/versions/1"
  Profile profile;
};

/// Thread-safe; at most a thousand of each are kept.
class VersionCache {
 public:
  explicit VersionCache(Database& database) : database_(database) {}
  std::shared_ptr<const KnownModel> model(std::int32_t id);
  std::shared_ptr<const KnownProfile> profile(std::int32_t id);

 private:
  Database& database_;
  std::mutex mutex_;
  std::map<std::int32_t, std::shared_ptr<const KnownModel>> models_;
  std::map<std::int32_t, std::shared_ptr<const KnownProfile>> profiles_;
};

}  // namespace furui::api
