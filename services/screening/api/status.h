// Errors and faults as gRPC statuses with google.rpc details: the one place where this happens.
#pragma once

#include <grpcpp/support/status.h>

#include <exception>
#include <string>

#include "core/error.h"  // for Error, what the caller can fix

namespace furui::api {

/// A request error as a status of the code of the same name. Its details: ErrorInfo (domain "furui", reason the
/// code's name); BadRequest with the field where one is known; RetryInfo where it may be retried; ResourceInfo
/// where something is missing or in the way.
///
/// resource   the name that the request was about; empty where there is none
grpc::Status to_status(const Error& error, const std::string& resource = "");

/// Whatever a handler threw, as a status. A fault becomes INTERNAL with an opaque id; `log_line` is then what the
/// server's log says under the same id, without any text that could hold a structure.
///
/// log_line   out: empty for request errors
grpc::Status to_status(const std::exception_ptr& thrown, const std::string& resource, std::string& log_line);

/// What a log may keep of a fault's message: its beginning up to the first quote, bracket, equals sign or line end
/// (PostgreSQL and libraries put the offending value behind these), at most 200 bytes.
std::string redact(const std::string& message);

/// "INVALID_ARGUMENT", "OK", …: a status code's name, for metrics and logs.
const char* code_name(grpc::StatusCode code);

}  // namespace furui::api
