// DraftProfile: an objective for each property that tells a screening's measured actives from its inactives.
#pragma once

#include "furui/v1/profile_service.pb.h"  // for the request and response
#include "store/database.h"               // for Database

namespace furui::api {

/// throws Error{INVALID_ARGUMENT} for a column that is not there (listing those that are), a rule that is none, or too few
///        actives or inactives; Error{FAILED_PRECONDITION} where the screening has not succeeded or is too long
v1::DraftProfileResponse draft(Database& database, const v1::DraftProfileRequest& request);

}  // namespace furui::api
