// A view for each model version with one column a property, so that a dashboard needs no array index.
#pragma once

#include <cstdint>
#include <pqxx/pqxx>

#include "core/manifest.h"  // for Manifest

namespace furui {

/// Creates the view outcome_MODEL_VERSION_ID: screening_id, ordinal, domain, reason, and for each output column its
/// value and, where stated, its std. Adding a model is no migration.
void create_model_view(pqxx::work& transaction, std::int32_t model_version, const Manifest& manifest);

}  // namespace furui
