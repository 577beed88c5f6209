// JSON by protobuf's own printer, so that it reads as the proto files state it.
#include "json_output.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/json_util.h>

#include <string>
#include <vector>

#include "failure.h"  // for Failure

namespace furui::cli {

namespace {

using google::protobuf::FieldDescriptor;

/// 64-bit integers, which protobuf writes as text for JavaScript's sake, as numbers: none here is above 2^53.
void make_numbers(nlohmann::ordered_json& json, const google::protobuf::Descriptor& type) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const auto found = json.is_object() ? json.find(field.name()) : json.end();
    if (found == json.end() || field.is_map()) continue;
    std::vector<nlohmann::ordered_json*> values;
    if (field.is_repeated()) {
      for (auto& value : *found) values.push_back(&value);
    } else {
      values.push_back(&*found);
    }
    for (nlohmann::ordered_json* value : values) {
      if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE)
        make_numbers(*value, *field.message_type());
      else if (field.cpp_type() == FieldDescriptor::CPPTYPE_INT64 && value->is_string())
        *value = std::stoll(value->get<std::string>());
    }
  }
}

/// A file's name that is no UTF-8 must not keep the rest from being read.
void print(const nlohmann::ordered_json& document, int indent, std::FILE* out) {
  const std::string text = document.dump(indent, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
  std::fwrite(text.data(), 1, text.size(), out);
  std::fflush(out);
}

}  // namespace

nlohmann::ordered_json to_json(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string text;
  if (!google::protobuf::util::MessageToJsonString(message, &text, options).ok())
    throw Failure("the server's answer cannot be written as JSON");
  auto json = nlohmann::ordered_json::parse(text);
  make_numbers(json, *message.GetDescriptor());
  return json;
}

nlohmann::ordered_json to_json(const Summary& summary) {
  nlohmann::ordered_json json = {{"rows", summary.rows},         {"ok", summary.ok},             {"out_of_domain", summary.out_of_domain},
                                 {"filtered", summary.filtered}, {"rejected", summary.rejected}, {"pending", summary.pending},
                                 {"reasons", summary.reasons},   {"filters", summary.filters},   {"beyond_bounds", summary.beyond_bounds}};
  // Zero would read as "none", where nobody looked.
  if (summary.alerts_computed) {
    json["with_alerts"] = summary.with_alerts;
    json["alerts"] = summary.alerts;
  }
  return json;
}

void print_json(const nlohmann::ordered_json& document, std::FILE* out) { print(document, 2, out); }

void print_json_error(const std::string& code, const std::string& message, std::FILE* out) {
  print({{"error", {{"code", code}, {"message", message}}}}, -1, out);
}

}  // namespace furui::cli
