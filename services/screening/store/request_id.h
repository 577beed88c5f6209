// What every request with an id of its own says when the id comes again.
#pragma once

#include "core/error.h"  // for Error

namespace furui {

/// For a request_id that another request had.
inline Error request_id_used() {
  return Error(ErrorCode::kAlreadyExists, "the request_id was used for another request: choose a new one for each request");
}

}  // namespace furui
