// Which candidate a user means: an ordinal, or the id that the input gave it.
#pragma once

#include <string>

#include "connection.h"  // for Connection

namespace furui::cli {

/// Resource name of a candidate.
///
/// screening  "projects/default/screenings/s"
/// reference  digits: the ordinal, counted from 0; anything else, or with `by_id`: the input's id
/// throws     Failure where no candidate, or more than one, has the id
std::string candidate_name(Connection& connection, const std::string& screening, const std::string& reference, bool by_id);

}  // namespace furui::cli
