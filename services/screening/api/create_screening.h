// From what a client asks for to what is stored: models chosen, profile checked, defaults filled in.
#pragma once

#include "furui/v1/screening_service.pb.h"  // for CreateScreeningRequest
#include "store/screenings.h"               // for NewScreening

namespace furui::api {

/// Checks a request against the models and profiles there are.
///
/// throws Error{INVALID_ARGUMENT} for bad names, no model, and what the profile needs and the models lack;
///        Error{NOT_FOUND} for an unknown model or profile (listing those there are);
///        Error{FAILED_PRECONDITION} for a model that does not serve, with the reason
NewScreening plan_screening(Database& database, const v1::CreateScreeningRequest& request);

}  // namespace furui::api
