// A screening's forces, stress and magnetic moments as one file of extended XYZ.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "connection.h"  // for Connection

namespace furui::cli {

/// A frame a candidate that has any, in input order; an older file of this name is replaced once the new one is whole.
///
/// screening  its resource name
/// model      whose; empty: the only one that gives any
/// returns    how many frames
/// throws     Failure where the screening has none, the server does not answer, or the file cannot be written
std::int64_t write_fields_file(Connection& connection, const std::string& screening, const std::string& model, const std::filesystem::path& file);

}  // namespace furui::cli
