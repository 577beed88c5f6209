// The calls about one screening or a list of them; what they read of candidates is in candidate_calls.cpp.
#include "api/screening_service.h"

#include "api/create_screening.h"  // for plan_screening
#include "api/page_token.h"        // for page_size
#include "api/request_checks.h"    // for read_digest
#include "api/resource_names.h"    // for parse_screening
#include "api/to_proto.h"          // for to_proto
#include "api/uploads.h"           // for upload_file, add_candidates
#include "api/watch_screening.h"   // for watch_screening
#include "core/error.h"            // for Error
#include "store/screenings.h"      // for everything stored

namespace furui::api {
namespace {

using Context = grpc::CallbackServerContext;
using Unary = grpc::ServerUnaryReactor;

/// `state = "RUNNING"`, with any spaces around the equals sign.
std::optional<ScreeningState> parse_filter(const std::string& filter) {
  if (filter.find_first_not_of(' ') == std::string::npos) return std::nullopt;
  std::string compact;
  for (const char c : filter) {
    if (c != ' ') compact += c;
  }
  for (int number = 1; number <= 6; ++number) {
    const auto state = static_cast<ScreeningState>(number);
    const std::string name = to_string(state);
    if (compact == "state=\"" + name + "\"" || compact == "state=" + name) return state;
  }
  throw Error(ErrorCode::kInvalidArgument,
              "'filter': expected state = \"UPLOADING\", \"QUEUED\", \"RUNNING\", \"SUCCEEDED\", \"FAILED\" or "
              "\"CANCELLED\", or nothing")
      .with_field("filter");
}

}  // namespace

ScreeningRow ScreeningService::find(const std::string& name, const std::string& field) {
  const ScreeningName parts = parse_screening(name, field);
  return get_screening(database_, parts.project, parts.screening);
}

Unary* ScreeningService::CreateScreening(Context* context, const v1::CreateScreeningRequest* request,
                                         v1::Screening* response) {
  const std::string resource = request->parent() + "/screenings/" + request->screening_id();
  return calls_.unary(context, "CreateScreening", resource, [this, request, response] {
    *response = to_proto(create_screening(database_, plan_screening(database_, *request)), versions_);
  });
}

grpc::ServerReadReactor<v1::UploadFileRequest>* ScreeningService::UploadFile(Context* context,
                                                                             v1::UploadFileResponse* response) {
  return new ReadStream<v1::UploadFileRequest>(calls_, context, "UploadFile",
                                               upload_file(database_, calls_.metrics(), response));
}

grpc::ServerReadReactor<v1::AddCandidatesRequest>* ScreeningService::AddCandidates(
    Context* context, v1::AddCandidatesResponse* response) {
  return new ReadStream<v1::AddCandidatesRequest>(calls_, context, "AddCandidates",
                                                  add_candidates(database_, calls_.metrics(), response));
}

Unary* ScreeningService::GetUpload(Context* context, const v1::GetUploadRequest* request,
                                   v1::GetUploadResponse* response) {
  return calls_.unary(context, "GetUpload", request->name(), [this, request, response] {
    response->set_committed_through(committed_through(database_, find(request->name()).id));
  });
}

Unary* ScreeningService::FinalizeScreening(Context* context, const v1::FinalizeScreeningRequest* request,
                                           v1::Screening* response) {
  return calls_.unary(context, "FinalizeScreening", request->name(), [this, request, response] {
    if (request->parts() < 0)
      throw Error(ErrorCode::kInvalidArgument, "'parts': expected 0 or more, got " + std::to_string(request->parts()))
          .with_field("parts");
    const Sha256 digest = read_digest(request->sha256(), "sha256");
    *response = to_proto(finalize_screening(database_, find(request->name()).id, request->parts(), digest), versions_);
  });
}

Unary* ScreeningService::GetScreening(Context* context, const v1::GetScreeningRequest* request,
                                      v1::Screening* response) {
  return calls_.unary(context, "GetScreening", request->name(),
                      [this, request, response] { *response = to_proto(find(request->name()), versions_); });
}

Unary* ScreeningService::ListScreenings(Context* context, const v1::ListScreeningsRequest* request,
                                        v1::ListScreeningsResponse* response) {
  return calls_.unary(context, "ListScreenings", request->parent(),
                      [this, request, response] { list(*request, *response); });
}

void ScreeningService::list(const v1::ListScreeningsRequest& request, v1::ListScreeningsResponse& response) {
  const std::string project = parse_project(request.parent(), "parent").project;
  const ScreeningPage page = list_screenings(database_, project, page_size(request.page_size(), 50, 1000),
                                             request.page_token(), parse_filter(request.filter()));
  for (const ScreeningRow& row : page.rows) *response.add_screenings() = to_proto(row, versions_);
  response.set_next_page_token(page.next_page_token);
}

grpc::ServerWriteReactor<v1::WatchScreeningResponse>* ScreeningService::WatchScreening(
    Context* context, const v1::WatchScreeningRequest* request) {
  return watch_screening(calls_, hub_, database_, versions_, context, request);
}

Unary* ScreeningService::CancelScreening(Context* context, const v1::CancelScreeningRequest* request,
                                         v1::Screening* response) {
  return calls_.unary(context, "CancelScreening", request->name(), [this, request, response] {
    *response = to_proto(cancel_screening(database_, find(request->name()).id), versions_);
  });
}

Unary* ScreeningService::DeleteScreening(Context* context, const v1::DeleteScreeningRequest* request,
                                         v1::DeleteScreeningResponse* response) {
  return calls_.unary(context, "DeleteScreening", request->name(), [this, request, response] {
    const Erased erased = delete_screening(database_, find(request->name()).id);
    response->set_candidates(erased.candidates);
    response->set_structures(erased.structures);
    response->set_outcomes(erased.outcomes);
    response->set_rankings(erased.rankings);
  });
}

}  // namespace furui::api
