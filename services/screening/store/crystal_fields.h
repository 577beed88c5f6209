// Forces, stress and magnetic moments as stored, with the structure that they are of.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/extxyz_text.h"  // for CrystalFieldValues
#include "store/database.h"    // for Database

namespace furui {

struct CrystalFieldRow {
  std::int32_t ordinal = 0;
  std::string id;               ///< the user's
  std::string structure_sha256_hex, content;  ///< the structure that the model saw
  std::vector<float> value;     ///< of the model's columns
  CrystalFieldValues fields;    ///< without the energy, which is among the columns
};

/// Of one model's candidates after an ordinal, in order, at most `limit`; those without fields are left out.
std::vector<CrystalFieldRow> read_crystal_fields(Database& database, std::int64_t screening, std::int32_t model_version, std::int64_t after, int limit);

}  // namespace furui
