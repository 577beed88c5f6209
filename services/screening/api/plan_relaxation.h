// How a screening relaxes its crystals: as the request says, else as its profile does.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/profile.h"                   // for ProfileRelaxation
#include "furui/v1/relaxation.pb.h"         // for Relaxation
#include "store/models.h"                   // for ModelVersionRow
#include "store/screenings.h"               // for ScreeningRelaxation

namespace furui::api {

/// models  of the screening; the relaxing one need not be among them
/// throws  Error{INVALID_ARGUMENT} for a setting out of its range, a model that gives no forces and stress, or none where
///         the screening's models do not say which; as find_model_version for an unknown one
ScreeningRelaxation plan_relaxation(Database& database, const std::string& project, const v1::Relaxation& asked,
                                    const std::vector<ModelVersionRow>& models);
ScreeningRelaxation plan_relaxation(Database& database, const std::string& project, const ProfileRelaxation& asked);

/// throws  Error{FAILED_PRECONDITION} where a profile asks for relaxed crystals and the screening that is to be ranked by
///         it did not relax them so
void check_relaxed_as_asked(Database& database, const ScreeningRow& screening, const Profile& profile);

v1::Relaxation to_proto(const ScreeningRelaxation& relaxation, const std::string& model_version_name);

}  // namespace furui::api
