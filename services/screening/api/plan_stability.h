// Models that assess a whole screening: what they need beside them, and the screenings that compete.
#pragma once

#include <string>
#include <vector>

#include "furui/v1/screening_service.pb.h"  // for Screening
#include "store/models.h"                   // for ModelVersionRow
#include "store/screenings.h"               // for NewScreening

namespace furui::api {

/// Adds the models whose energies the hulls among `models` are made of, and descriptors where nothing else looks at single
/// candidates; says which assess, and finds who competes.
///
/// planned  with its project and relaxation
/// throws   Error{NOT_FOUND} for an unknown screening; Error{INVALID_ARGUMENT} for competing screenings without a model that
///          assesses stability; Error{FAILED_PRECONDITION} for one that has not succeeded, has not the energies of the same
///          model version, or was relaxed where this one is not (or the other way, or under another pressure)
void plan_stability(Database& database, const v1::Screening& asked, std::vector<ModelVersionRow>& models, NewScreening& planned);

}  // namespace furui::api
