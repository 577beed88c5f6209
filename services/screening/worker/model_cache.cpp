// Loading happens under the lock: two threads never load the same version twice.
#include "worker/model_cache.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "store/models.h"  // for materialize_package

namespace furui {

ModelCache::ModelCache(Database& database, std::filesystem::path folder, const DeviceOptions& device,
                       std::size_t capacity)
    : database_(database), folder_(std::move(folder)), device_(device), capacity_(std::max<std::size_t>(capacity, 1)) {}

std::shared_ptr<const LoadedModel> ModelCache::get(std::int32_t model_version) {
  const std::lock_guard lock(mutex_);
  const auto known = std::find_if(models_.begin(), models_.end(),
                                  [&](const auto& loaded) { return loaded->id == model_version; });
  if (known != models_.end()) {
    models_.splice(models_.begin(), models_, known);
    return models_.front();
  }
  auto loaded = std::make_shared<LoadedModel>();
  loaded->id = model_version;
  loaded->model = Model::load(materialize_package(database_, model_version, folder_), device_);
  loaded->environment_json = nlohmann::json(loaded->model->environment()).dump();
  spdlog::info("loaded model {} {} on {}", loaded->model->manifest().name, loaded->model->manifest().version,
               loaded->model->device());
  models_.push_front(loaded);
  if (models_.size() > capacity_) models_.pop_back();
  return loaded;
}

}  // namespace furui
