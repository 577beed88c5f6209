// JSON by protobuf's own printer, so that it reads as the proto files state it.
#include "json_output.h"

#include <google/protobuf/util/json_util.h>

#include "failure.h"  // for Failure

namespace furui::cli {

nlohmann::ordered_json to_json(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string text;
  if (!google::protobuf::util::MessageToJsonString(message, &text, options).ok())
    throw Failure("the server's answer cannot be written as JSON");
  return nlohmann::ordered_json::parse(text);
}

nlohmann::ordered_json to_json(const Summary& summary) {
  return {{"rows", summary.rows},         {"ok", summary.ok},           {"out_of_domain", summary.out_of_domain},
          {"filtered", summary.filtered}, {"rejected", summary.rejected}, {"pending", summary.pending}, {"reasons", summary.reasons},
          {"filters", summary.filters}};
}

void print_json(const nlohmann::ordered_json& document, std::FILE* out) {
  const std::string text = document.dump(2) + "\n";
  std::fwrite(text.data(), 1, text.size(), out);
  std::fflush(out);
}

}  // namespace furui::cli
