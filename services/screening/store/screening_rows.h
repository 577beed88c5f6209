// One row of screening as libpqxx gives it, for the store's own files.
#pragma once

#include <pqxx/pqxx>
#include <string>

#include "store/screenings.h"  // for ScreeningRow

namespace furui {

/// "s.id, … FROM screening s JOIN project p …", to be followed by WHERE.
const std::string& screening_columns();
ScreeningRow screening_row(const pqxx::row& row);
/// throws Error{NOT_FOUND}
ScreeningRow screening_by_id(pqxx::work& transaction, std::int64_t id);

}  // namespace furui
