// A file or folder of candidates into a new screening.
#pragma once

#include <string>

#include "commands/command.h"  // for Global
#include "upload.h"            // for FileChoice

namespace furui::cli {

/// Creates the screening, uploads the input (a folder as one archive) and finalizes. What could not be uploaded is
/// erased again.
///
/// request  its parent, request id and, where it has none, title are filled in
/// throws   Failure
v1::Screening submit(Connection& connection, const Global& global, v1::CreateScreeningRequest request, FileChoice input);

/// Says on stdout under which name it runs, for a command that does not wait.
void say_that_it_runs(const Global& global, const v1::Screening& screening);

/// By its name: a folder or archive, or a file of crystals.
bool holds_crystals(const std::filesystem::path& file);

}  // namespace furui::cli
