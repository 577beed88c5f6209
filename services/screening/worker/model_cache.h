// Model versions loaded from the store once and kept while they are used.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <list>
#include <memory>
#include <mutex>
#include <string>

#include "pipeline/model.h"  // for Model
#include "store/database.h"  // for Database

namespace furui {

/// A loaded model version with what is stored beside its results.
struct LoadedModel {
  std::int32_t id = 0;
  std::unique_ptr<Model> model;
  std::string environment_json;  ///< software versions and device
};

/// Thread-safe; the least recently used version goes first.
class ModelCache {
 public:
  /// folder  where packages are written out
  ModelCache(Database& database, std::filesystem::path folder, const DeviceOptions& device, std::size_t capacity);

  /// throws Error as Model::load; Error with retry_after where the database does not answer
  std::shared_ptr<const LoadedModel> get(std::int32_t model_version);

 private:
  Database& database_;
  std::filesystem::path folder_;
  DeviceOptions device_;
  std::size_t capacity_;
  std::mutex mutex_;
  std::list<std::shared_ptr<const LoadedModel>> models_;  ///< most recently used first
};

}  // namespace furui
