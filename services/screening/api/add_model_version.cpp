// Start, pieces, then the store and a golden test.
#include "api/add_model_version.h"

#include <optional>

#include "api/model_test.h"       // for test_model
#include "api/receive_package.h"  // for PackageReceiver
#include "api/request_checks.h"   // for check_line
#include "api/resource_names.h"   // for parse_project
#include "api/to_proto.h"         // for to_proto
#include "core/error.h"           // for Error
#include "store/models.h"         // for add_model_version

namespace furui::api {
namespace {

class AddModelVersion final : public MessageSink<v1::AddModelVersionRequest> {
 public:
  AddModelVersion(Database& database, ProgressHub& hub, Calls& calls, std::filesystem::path spool,
                  v1::ModelVersion* response)
      : database_(database), hub_(hub), calls_(calls), spool_(std::move(spool)), response_(response) {}

  void take(v1::AddModelVersionRequest& message) override {
    if (message.has_start() && !package_) return start(message.start());
    if (message.has_piece() && package_) return piece(message.piece());
    throw Error(ErrorCode::kInvalidArgument, "expected 'start' in the first message of the stream and 'piece' in all others");
  }

  void end(Finisher finish) override {
    if (!package_)
      throw Error(ErrorCode::kInvalidArgument, "expected 'start' in the first message; the stream was empty").with_field("start");
    package_->finish();
    const ModelVersionRow row = add_model_version(database_, project_, package_->folder(), request_id_);
    package_.reset();
    const bool tested = !row.golden_json.empty();
    if (tested) {  // the same package again
      *response_ = to_proto(row);
      return finish(nullptr);
    }
    const auto answer = [response = response_](const ModelVersionRow& now) { *response = to_proto(now); };
    const auto patience = std::chrono::system_clock::now() + kPatience;
    test_model(database_, hub_, calls_, row.id, patience, answer,
               [database = &database_, id = row.id, answer, finish](const std::exception_ptr& thrown) {
                 finish(thrown ? untested(*database, id, answer, thrown) : nullptr);
               });
  }

 private:
  static constexpr std::chrono::seconds kPatience{120};

  /// A test that did not end in time is no error: the version is stored, and UNAVAILABLE until it has.
  static std::exception_ptr untested(Database& database, std::int32_t id,
                                     const std::function<void(const ModelVersionRow&)>& answer,
                                     const std::exception_ptr& thrown) {
    try {
      std::rethrow_exception(thrown);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::kUnavailable) return thrown;
    } catch (...) {
      return thrown;
    }
    try {
      answer(get_model_version(database, id));
    } catch (...) {
      return std::current_exception();
    }
    return nullptr;
  }

  void start(const v1::AddModelVersionRequest::Start& start) {
    project_ = parse_project(start.parent(), "start.parent").project;
    if (project_ == "shared")
      throw Error(ErrorCode::kPermissionDenied, "project 'shared' holds what furui ships; add the model to another "
                                                "project, such as projects/default");
    check_line(start.request_id(), "start.request_id", kMaxRequestIdBytes);
    request_id_ = start.request_id();
    package_.emplace(spool_);
  }

  void piece(const v1::AddModelVersionRequest::Piece& piece) {
    if (piece.bytes().size() > kMaxPartBytes)
      throw Error(ErrorCode::kInvalidArgument, "'piece.bytes': expected at most " + std::to_string(kMaxPartBytes) +
                                                   " bytes, got " + std::to_string(piece.bytes().size()))
          .with_field("piece.bytes");
    package_->piece(piece.file(), piece.bytes());
    calls_.metrics().uploaded(piece.bytes().size());
  }

  Database& database_;
  ProgressHub& hub_;
  Calls& calls_;
  const std::filesystem::path spool_;
  v1::ModelVersion* response_;
  std::string project_, request_id_;
  std::optional<PackageReceiver> package_;
};

}  // namespace

std::unique_ptr<MessageSink<v1::AddModelVersionRequest>> add_model_version_stream(Database& database, ProgressHub& hub,
                                                                                  Calls& calls,
                                                                                  const std::filesystem::path& spool,
                                                                                  v1::ModelVersion* response) {
  return std::make_unique<AddModelVersion>(database, hub, calls, spool, response);
}

}  // namespace furui::api
