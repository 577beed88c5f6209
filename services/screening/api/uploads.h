// The two streams that fill a screening: a file in parts, candidates in batches.
#pragma once

#include <memory>

#include "api/read_stream.h"                // for MessageSink
#include "furui/v1/screening_service.pb.h"  // for the messages
#include "store/database.h"                 // for Database

namespace furui::api {

/// `response` gets committed_through at the stream's end and lives until the call is done.
std::unique_ptr<MessageSink<v1::UploadFileRequest>> upload_file(Database& database, CallMetrics& metrics,
                                                                v1::UploadFileResponse* response);
std::unique_ptr<MessageSink<v1::AddCandidatesRequest>> add_candidates(Database& database, CallMetrics& metrics,
                                                                      v1::AddCandidatesResponse* response);

}  // namespace furui::api
