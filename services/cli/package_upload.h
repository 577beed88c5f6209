// Uploads a model package, file by file.
#pragma once

#include <filesystem>
#include <string>

#include "connection.h"  // for Connection

namespace furui::cli {

/// Sends the manifest and every file that it names, and waits for the golden test.
///
/// parent   "projects/default"
/// package  folder with manifest.json
/// throws   Failure naming what the package lacks, or with the server's complaint
v1::ModelVersion upload_package(Connection& connection, const std::string& parent, const std::filesystem::path& package);

}  // namespace furui::cli
