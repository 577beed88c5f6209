// Messages by code; fields by their options.
#include "server_error.h"

#include <array>

#include "failure.h"  // for Failure
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace furui::cli {
namespace {

// In the order of the codes' numbers, as grpc.io's status code guide lists them.
constexpr std::array<const char*, 17> kCodeNames{
    "OK",        "CANCELLED",           "UNKNOWN",  "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND",
    "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE",
    "UNIMPLEMENTED",  "INTERNAL",          "UNAVAILABLE",        "DATA_LOSS",           "UNAUTHENTICATED"};

/// The option that fills a field, also of "screening.models[1]"; the field itself where the command has none.
std::string option_of(const std::string& field, const FieldOptions& options) {
  const std::string whole = field.substr(0, field.find('['));
  for (const auto& [name, option] : options) {
    if (name == whole) return option;
  }
  return field == "parent" ? "--project" : field;  // which every command has
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
  return text;
}

std::string message_of(const grpc::Status& status, const FieldOptions& options) {
  std::string message = status.error_message();
  google::rpc::Status rich;
  if (!rich.ParseFromString(status.error_details())) return message;
  for (const auto& detail : rich.details()) {
    google::rpc::BadRequest bad;
    if (!detail.UnpackTo(&bad)) continue;
    for (const auto& violation : bad.field_violations()) {
      const std::string option = option_of(violation.field(), options);
      if (message.find(violation.description()) == std::string::npos) message += "\n  " + option + ": " + violation.description();
      if (option != violation.field()) message = replaced(message, "'" + violation.field() + "'", option);
    }
  }
  return message;
}

}  // namespace

std::string code_name(grpc::StatusCode code) {
  const auto index = static_cast<std::size_t>(code);
  return index < kCodeNames.size() ? kCodeNames[index] : "UNKNOWN";
}

std::string error_text(const grpc::Status& status, const std::string& token_file, const FieldOptions& options) {
  std::string message = message_of(status, options);
  if (message.empty()) message = "the request could not be sent, or was refused without a word; is all text of the command UTF-8?";
  switch (status.error_code()) {
    case grpc::StatusCode::UNAVAILABLE:
      message = "the server does not answer (" + message + "); 'furui status' and 'furui doctor' say more";
      break;
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      message = "the server took too long to answer (" + message + "); try again, or see 'furui doctor'";
      break;
    case grpc::StatusCode::UNAUTHENTICATED:
      message = token_file.empty() ? "the server asks for a token, and none was given: name the token's file with --token-file"
                                   : "the server refuses the token of " + token_file +
                                         ": it is another server's, or an old one. Name the file that the server's owner gave you "
                                         "with --token-file";
      break;
    case grpc::StatusCode::INTERNAL:
      message += "\n  this is a fault of the server; 'furui doctor' shows its last errors";
      break;
    default: break;
  }
  return message;
}

void check(const grpc::Status& status, const std::string& token_file, const FieldOptions& options) {
  if (!status.ok()) throw Failure(error_text(status, token_file, options), kExitFailed, code_name(status.error_code()));
}

}  // namespace furui::cli
