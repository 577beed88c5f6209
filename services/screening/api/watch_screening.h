// WatchScreening: the screening now, and again whenever it moved on, until its final state.
#pragma once

#include <grpcpp/support/server_callback.h>

#include "api/calls.h"                      // for Calls
#include "api/progress_hub.h"               // for ProgressHub
#include "api/version_cache.h"              // for VersionCache
#include "furui/v1/screening_service.pb.h"  // for the messages

namespace furui::api {

/// The reactor of one watch; it belongs to gRPC.
grpc::ServerWriteReactor<v1::WatchScreeningResponse>* watch_screening(Calls& calls, ProgressHub& hub, Database& database,
                                                                      VersionCache& versions,
                                                                      grpc::CallbackServerContext* context,
                                                                      const v1::WatchScreeningRequest* request);

}  // namespace furui::api
