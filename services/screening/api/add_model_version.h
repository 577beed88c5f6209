// AddModelVersion: a package in pieces, stored, then tested by a worker before it may serve.
#pragma once

#include <filesystem>
#include <memory>

#include "api/progress_hub.h"           // for ProgressHub
#include "api/read_stream.h"            // for MessageSink
#include "furui/v1/model_service.pb.h"  // for the messages
#include "store/database.h"             // for Database

namespace furui::api {

/// `response` gets the version as it is after its golden test, or UNAVAILABLE where that did not end in time.
std::unique_ptr<MessageSink<v1::AddModelVersionRequest>> add_model_version_stream(Database& database, ProgressHub& hub,
                                                                                  Calls& calls,
                                                                                  const std::filesystem::path& spool,
                                                                                  v1::ModelVersion* response);

}  // namespace furui::api
