// Writes a screening's results as CSV: one row an input row, in order.
#pragma once

#include <filesystem>

#include "result_pages.h"  // for Screened, Summary

namespace furui::cli {

/// Streams every row into the file; it appears under its name only when it is whole.
/// returns  counts over all rows
Summary write_result_file(Connection& connection, const Screened& screened, const std::filesystem::path& file);

/// Counts without a file.
Summary summarize(Connection& connection, const Screened& screened);

/// Shortest decimal text that reads back to the same float.
std::string number_text(float value);

}  // namespace furui::cli
