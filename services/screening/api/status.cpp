// Error to grpc::Status, with BadRequest, RetryInfo, ResourceInfo and ErrorInfo beside it.
#include "api/status.h"

#include <cxxabi.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>

#include <cstdlib>
#include <memory>
#include <new>
#include <random>

namespace furui::api {
namespace {

constexpr const char* kDomain = "furui";
constexpr std::size_t kMaxMessageBytes = 4000;  // the status travels in HTTP/2 trailers, whose size is bounded

grpc::StatusCode grpc_code(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument: return grpc::StatusCode::INVALID_ARGUMENT;
    case ErrorCode::kNotFound: return grpc::StatusCode::NOT_FOUND;
    case ErrorCode::kAlreadyExists: return grpc::StatusCode::ALREADY_EXISTS;
    case ErrorCode::kFailedPrecondition: return grpc::StatusCode::FAILED_PRECONDITION;
    case ErrorCode::kResourceExhausted: return grpc::StatusCode::RESOURCE_EXHAUSTED;
    case ErrorCode::kPermissionDenied: return grpc::StatusCode::PERMISSION_DENIED;
    case ErrorCode::kUnauthenticated: return grpc::StatusCode::UNAUTHENTICATED;
    case ErrorCode::kAborted: return grpc::StatusCode::ABORTED;
    case ErrorCode::kOutOfRange: return grpc::StatusCode::OUT_OF_RANGE;
    case ErrorCode::kUnimplemented: return grpc::StatusCode::UNIMPLEMENTED;
    case ErrorCode::kUnavailable: return grpc::StatusCode::UNAVAILABLE;
  }
  return grpc::StatusCode::INTERNAL;
}

/// Cut at a character's border, so that it stays UTF-8.
std::string shortened(std::string text) {
  if (text.size() <= kMaxMessageBytes) return text;
  std::size_t end = kMaxMessageBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

grpc::Status with_details(google::rpc::Status& status) {
  return {static_cast<grpc::StatusCode>(status.code()), status.message(), status.SerializeAsString()};
}

std::string opaque_id() {
  std::random_device random;
  constexpr char kHex[] = "0123456789abcdef";
  std::string id;
  for (int i = 0; i < 12; ++i) id += kHex[random() % 16];
  return id;
}

std::string type_name(const std::exception& fault) {
  int failed = 0;
  const std::unique_ptr<char, decltype(&std::free)> name(
      abi::__cxa_demangle(typeid(fault).name(), nullptr, nullptr, &failed), &std::free);
  return failed == 0 && name ? name.get() : typeid(fault).name();
}

grpc::Status fault_status(const std::string& what, std::string& log_line) {
  const std::string id = opaque_id();
  log_line = "fault " + id + ": " + what;
  google::rpc::Status status;
  status.set_code(grpc::StatusCode::INTERNAL);
  status.set_message("internal error " + id + "; the server's log says more under this id");
  google::rpc::ErrorInfo info;
  info.set_reason("FAULT");
  info.set_domain(kDomain);
  (*info.mutable_metadata())["id"] = id;
  status.add_details()->PackFrom(info);
  return with_details(status);
}

}  // namespace

grpc::Status to_status(const Error& error, const std::string& resource) {
  google::rpc::Status status;
  status.set_code(grpc_code(error.code()));
  status.set_message(shortened(error.what()));

  google::rpc::ErrorInfo info;
  info.set_reason(to_string(error.code()));
  info.set_domain(kDomain);
  status.add_details()->PackFrom(info);
  if (!error.field().empty()) {
    google::rpc::BadRequest bad;
    auto* violation = bad.add_field_violations();
    violation->set_field(shortened(error.field()));
    violation->set_description(status.message());
    status.add_details()->PackFrom(bad);
  }
  if (error.retry_after()) {
    google::rpc::RetryInfo retry;
    const std::int64_t milliseconds = error.retry_after()->count();
    retry.mutable_retry_delay()->set_seconds(milliseconds / 1000);
    retry.mutable_retry_delay()->set_nanos(static_cast<int>(milliseconds % 1000) * 1'000'000);
    status.add_details()->PackFrom(retry);
  }
  const bool about_resource = error.code() == ErrorCode::kNotFound || error.code() == ErrorCode::kAlreadyExists;
  if (about_resource && !resource.empty()) {
    google::rpc::ResourceInfo about;
    about.set_resource_name(shortened(resource));
    status.add_details()->PackFrom(about);
  }
  return with_details(status);
}

grpc::Status to_status(const std::exception_ptr& thrown, const std::string& resource, std::string& log_line) {
  log_line.clear();
  try {
    std::rethrow_exception(thrown);
  } catch (const Error& error) {
    return to_status(error, resource);
  } catch (const std::bad_alloc&) {
    return fault_status("out of memory", log_line);
  } catch (const std::exception& fault) {
    return fault_status(type_name(fault) + ": " + redact(fault.what()), log_line);
  } catch (...) {
    return fault_status("something that is no std::exception", log_line);
  }
}

std::string redact(const std::string& message) {
  std::string kept;
  for (const char c : message.substr(0, message.find_first_of("\n\"'`(={[<"))) {
    if (kept.size() == 200) break;
    kept += c >= ' ' && c < 0x7F ? c : '?';
  }
  return kept.size() < message.size() ? kept + "…" : kept;
}

const char* code_name(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::OK: return "OK";
    case grpc::StatusCode::CANCELLED: return "CANCELLED";
    case grpc::StatusCode::INVALID_ARGUMENT: return "INVALID_ARGUMENT";
    case grpc::StatusCode::DEADLINE_EXCEEDED: return "DEADLINE_EXCEEDED";
    case grpc::StatusCode::NOT_FOUND: return "NOT_FOUND";
    case grpc::StatusCode::ALREADY_EXISTS: return "ALREADY_EXISTS";
    case grpc::StatusCode::PERMISSION_DENIED: return "PERMISSION_DENIED";
    case grpc::StatusCode::UNAUTHENTICATED: return "UNAUTHENTICATED";
    case grpc::StatusCode::RESOURCE_EXHAUSTED: return "RESOURCE_EXHAUSTED";
    case grpc::StatusCode::FAILED_PRECONDITION: return "FAILED_PRECONDITION";
    case grpc::StatusCode::ABORTED: return "ABORTED";
    case grpc::StatusCode::OUT_OF_RANGE: return "OUT_OF_RANGE";
    case grpc::StatusCode::UNIMPLEMENTED: return "UNIMPLEMENTED";
    case grpc::StatusCode::INTERNAL: return "INTERNAL";
    case grpc::StatusCode::UNAVAILABLE: return "UNAVAILABLE";
    case grpc::StatusCode::DATA_LOSS: return "DATA_LOSS";
    default: return "UNKNOWN";
  }
}

}  // namespace furui::api
