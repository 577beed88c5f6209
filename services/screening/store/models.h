// Model versions: manifests, files, availability.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/manifest.h"   // for Manifest
#include "store/database.h"  // for Database

namespace furui {

/// The numbers are stored: never change or reuse one.
enum class ModelState : std::uint8_t { kAvailable = 1, kUnavailable = 2, kDeleted = 3 };

struct ModelVersionRow {
  std::int32_t id = 0;
  std::string project;
  Manifest manifest;
  ModelState state = ModelState::kAvailable;
  std::string state_reason;
  std::string golden_json;  ///< last golden report; empty where never tested
  std::string created_at;
};

/// Stores a package folder (every file that the manifest lists, and the manifest); returns the row that is there
/// already where identity and name are equal. A new version is UNAVAILABLE until its golden set was computed.
/// throws Error{ALREADY_EXISTS} where the name and version exist with another identity, or for a shipped model's name
ModelVersionRow add_model_version(Database& database, const std::string& project, const std::filesystem::path& package,
                                  const std::string& request_id);

/// Models of the project and of `shared`, by name then version.
std::vector<ModelVersionRow> list_model_versions(Database& database, const std::string& project);

/// "admet-ai" (newest version), or "admet-ai/2.0.1"; looks in the project, then in `shared`.
/// throws Error{NOT_FOUND} listing the models there are
ModelVersionRow find_model_version(Database& database, const std::string& project, const std::string& reference);
ModelVersionRow get_model_version(Database& database, std::int32_t id);

/// The bytes of one file of a package ("card.md"); empty where the package has none of this name.
std::string read_model_file(Database& database, std::int32_t id, const std::string& file);

/// Stores the result of a golden test and sets availability.
void set_model_state(Database& database, std::int32_t id, ModelState state, const std::string& reason,
                     const std::string& golden_json);

/// Marks a version deleted: its results stay and keep their provenance, its weights go.
/// throws Error{FAILED_PRECONDITION} while unfinished work needs it, or for a shipped model
void delete_model_version(Database& database, std::int32_t id);

/// Writes the package's files into cache/<identity>/ where they are not there already with the right digests.
/// returns that folder
std::filesystem::path materialize_package(Database& database, std::int32_t id, const std::filesystem::path& cache);

}  // namespace furui
