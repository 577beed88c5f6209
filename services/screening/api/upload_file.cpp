// UploadFile: each part is committed before the next one is read.
#include <nlohmann/json.hpp>

#include "api/request_checks.h"  // for limits
#include "api/resource_names.h"  // for parse_screening
#include "api/uploads.h"
#include "core/error.h"         // for Error
#include "store/screenings.h"  // for begin_file, store_file_part

namespace furui::api {
namespace {

const std::vector<std::string> kFormats = {"auto", "smiles", "csv", "tsv", "xlsx", "sdf", "cif", "poscar", "extxyz", "json", "archive"};

std::string check_format(const std::string& format) {
  if (format.empty()) return "auto";
  std::string known;
  for (const std::string& name : kFormats) {
    if (name == format) return format;
    known += (known.empty() ? "" : ", ") + name;
  }
  throw Error(ErrorCode::kInvalidArgument, "'start.format': expected one of " + known).with_field("start.format");
}

class UploadFile final : public MessageSink<v1::UploadFileRequest> {
 public:
  UploadFile(Database& database, CallMetrics& metrics, v1::UploadFileResponse* response)
      : database_(database), metrics_(metrics), response_(response) {}

  void take(v1::UploadFileRequest& message) override {
    if (message.has_start() && screening_ == 0) return start(message.start());
    if (message.has_part() && screening_ != 0) return part(message.part());
    throw Error(ErrorCode::kInvalidArgument, "expected 'start' in the first message of the stream and 'part' in all others");
  }

  void end(Finisher finish) override {
    if (screening_ == 0)
      throw Error(ErrorCode::kInvalidArgument, "expected 'start' in the first message; the stream was empty").with_field("start");
    response_->set_committed_through(committed_through(database_, screening_));
    finish(nullptr);
  }

 private:
  void start(const v1::UploadFileRequest::Start& start) {
    const ScreeningName name = parse_screening(start.name(), "start.name");
    check_line(start.file_name(), "start.file_name", kMaxFileNameBytes);
    if (start.file_name().find_first_of("/\\") != std::string::npos)
      throw Error(ErrorCode::kInvalidArgument, "'start.file_name': expected a name without folders").with_field("start.file_name");
    check_line(start.structure_column(), "start.structure_column", kMaxColumnNameBytes);
    check_line(start.id_column(), "start.id_column", kMaxColumnNameBytes);
    check_line(start.sheet(), "start.sheet", kMaxColumnNameBytes);
    const nlohmann::json options = {{"format", check_format(start.format())},
                                    {"structure_column", start.structure_column()},
                                    {"id_column", start.id_column()},
                                    {"sheet", start.sheet()}};
    const std::int64_t id = get_screening(database_, name.project, name.screening).id;
    begin_file(database_, id, start.file_name(), options.dump());
    screening_ = id;
  }

  void part(const v1::UploadFileRequest::Part& part) {
    if (part.bytes().empty() || part.bytes().size() > kMaxPartBytes)
      throw Error(ErrorCode::kInvalidArgument, "'part.bytes': expected 1 to " + std::to_string(kMaxPartBytes) + " bytes, got " +
                                                   std::to_string(part.bytes().size()))
          .with_field("part.bytes");
    if (part.seq() < 0 || part.seq() >= kMaxParts)
      throw Error(ErrorCode::kInvalidArgument, "'part.seq': expected 0 to " + std::to_string(kMaxParts - 1) + ", got " +
                                                   std::to_string(part.seq()) + "; send larger parts, or split the file")
          .with_field("part.seq");
    store_file_part(database_, screening_, part.seq(), part.bytes(), read_digest(part.sha256(), "part.sha256"));
    metrics_.uploaded(part.bytes().size());
  }

  Database& database_;
  CallMetrics& metrics_;
  v1::UploadFileResponse* response_;
  std::int64_t screening_ = 0;
};

}  // namespace

std::unique_ptr<MessageSink<v1::UploadFileRequest>> upload_file(Database& database, CallMetrics& metrics,
                                                                v1::UploadFileResponse* response) {
  return std::make_unique<UploadFile>(database, metrics, response);
}

}  // namespace furui::api
