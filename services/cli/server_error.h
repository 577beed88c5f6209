// The server's errors in the user's words.
#pragma once

#include <grpcpp/grpcpp.h>

#include <string>
#include <utility>
#include <vector>

namespace furui::cli {

/// Fields of a request and the options that fill them: {"screening.title", "--title"}. The server speaks of fields.
using FieldOptions = std::vector<std::pair<std::string, std::string>>;

/// The server's message in words that a user of this program knows, and what to do. The arguments are those of `check`.
std::string error_text(const grpc::Status& status, const std::string& token_file = "", const FieldOptions& options = {});

/// Throws Failure with the server's message, its field violations and what to do, unless the status is OK.
///
/// token_file  the file whose token was sent; empty: none was
/// options     a violated field that stands here is called by its option
void check(const grpc::Status& status, const std::string& token_file = "", const FieldOptions& options = {});

/// "NOT_FOUND".
std::string code_name(grpc::StatusCode code);

}  // namespace furui::cli
