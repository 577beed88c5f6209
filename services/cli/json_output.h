// Protobuf messages and summaries as JSON on stdout.
#pragma once

#include <google/protobuf/message.h>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "result_pages.h"  // for Summary

namespace furui::cli {

/// The message as JSON with proto field names and defaults written out.
nlohmann::ordered_json to_json(const google::protobuf::Message& message);

nlohmann::ordered_json to_json(const Summary& summary);

/// {"error": {"code": "NOT_FOUND", "message": "…"}}, on one line.
void print_json_error(const std::string& code, const std::string& message, std::FILE* out = stdout);

/// One document and a line end, on stdout where nothing else is named.
void print_json(const nlohmann::ordered_json& document, std::FILE* out = stdout);

}  // namespace furui::cli
