// Which model versions a screening runs: those it names, or those that its profile's properties need.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/profile.h"  // for Profile
#include "store/models.h"  // for ModelVersionRow
#include "store/screenings.h"  // for ScreeningRow

namespace furui::api {

/// The model versions of a screening, in its order.
std::vector<ModelVersionRow> models_of(Database& database, const ScreeningRow& screening);

/// The model version that a reference ("chgnet", "chgnet/0.3.0", or a full name) means.
/// throws  Error{FAILED_PRECONDITION} with this field where it does not serve; as find_model_version for an unknown one
ModelVersionRow available_model(Database& database, const std::string& project, const std::string& reference, const std::string& field);

/// What a profile can refer to when these models run: each output column as "model/column", and as "column" where
/// only one of the models has it; each with its unit.
std::map<std::string, std::string> offered_properties(const std::vector<ModelVersionRow>& models);

/// The models that the profile's properties need, in the order of their first use. A profile that needs none (alerts
/// alone) gets the one of molecules without weights, where there is one.
///
/// known    every version there is, in any state; of each model the newest available one is considered
/// throws   Error{INVALID_ARGUMENT} for a property that several models have (listing "model/property"), or none has
std::vector<ModelVersionRow> models_for_profile(const Profile& profile, const std::vector<ModelVersionRow>& known);

/// The properties that a profile names, each once, in the order of their first use.
std::vector<std::string> properties_of(const Profile& profile);

/// Index into the model's properties of what `reference` ("hERG" or "admet-ai/hERG") means; nothing where it is not its.
std::optional<std::size_t> property_of_model(const std::string& reference, const ModelVersionRow& model);

/// throws  Error{INVALID_ARGUMENT} naming the profile's line where it filters by domain and none of the models that it uses
///         states what its domain is, or where it asks for the outcome of what is no classifier's probability
void check_models_fit(const Profile& profile, const std::vector<ModelVersionRow>& models);

/// Whether the profile filters by alerts.
bool needs_alerts(const Profile& profile);

}  // namespace furui::api
