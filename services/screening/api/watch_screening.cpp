// A watch writes the newest state and skips those that a slow reader missed.
#include "api/watch_screening.h"

#include <chrono>

#include "api/resource_names.h"  // for parse_screening
#include "api/to_proto.h"        // for to_proto
#include "core/error.h"          // for Error

namespace furui::api {
namespace {

bool is_final(v1::Screening::State state) {
  return state == v1::Screening::STATE_SUCCEEDED || state == v1::Screening::STATE_FAILED ||
         state == v1::Screening::STATE_CANCELLED;
}

/// Both gRPC (until OnDone) and the hub (until look() returns false) hold it.
class Watch final : public grpc::ServerWriteReactor<v1::WatchScreeningResponse>,
                    public Watcher,
                    public std::enable_shared_from_this<Watch> {
 public:
  Watch(Calls& calls, VersionCache& versions, grpc::CallbackServerContext* context)
      : calls_(calls), versions_(versions), context_(context), timer_(calls.metrics(), "WatchScreening") {}

  void begin(ProgressHub& hub, Database& database, const std::string& name) {
    self_ = shared_from_this();
    if (const auto refused = calls_.refusal(*context_)) return end(*refused);
    try {
      calls_.pool().run([this, &hub, &database, name, self = self_] {
        try {
          const ScreeningName parts = parse_screening(name, "name");
          const ScreeningRow row = get_screening(database, parts.project, parts.screening);
          screening_ = row.id;
          offer(to_proto(row, versions_));
          hub.add(self);
        } catch (...) {
          end(calls_.failure(timer_.method(), name, std::current_exception()));
        }
      });
    } catch (...) {
      end(calls_.failure(timer_.method(), name, std::current_exception()));
    }
  }

  bool look(Round& round) override {
    {
      const std::lock_guard lock(mutex_);
      if (ended_ || last_) return false;
    }
    try {
      offer(to_proto(round.screening(screening_), versions_));
    } catch (const Error& error) {
      if (error.code() != ErrorCode::kNotFound) throw;
      end(to_status(Error(ErrorCode::kNotFound, "the screening was deleted while it was watched")));
      return false;
    }
    return true;
  }

  void give_up() override {
    end(to_status(Error(ErrorCode::kUnavailable, "the server is stopping; watch again when it is back",
                        std::chrono::milliseconds(1000))));
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return end({grpc::StatusCode::CANCELLED, "the caller went away"});
    bool more = false, finished = false;
    {
      const std::lock_guard lock(mutex_);
      if (ended_) return;
      more = std::exchange(waiting_, false);
      if (more) writing_.Swap(&next_);
      else busy_ = false;
      finished = !more && last_;
    }
    if (more) StartWrite(&writing_);
    if (finished) end(grpc::Status::OK);
  }

  void OnCancel() override { end({grpc::StatusCode::CANCELLED, "the caller went away"}); }

  void OnDone() override {
    timer_.done();
    self_.reset();
  }

 private:
  void offer(v1::Screening&& screening) {
    const bool last = is_final(screening.state());
    {
      const std::lock_guard lock(mutex_);
      const std::string bytes = screening.SerializeAsString();
      if (ended_ || last_ || bytes == offered_) return;
      offered_ = bytes;
      last_ = last;
      if (busy_) {
        *next_.mutable_screening() = std::move(screening);
        waiting_ = true;
        return;
      }
      busy_ = true;
      *writing_.mutable_screening() = std::move(screening);
    }
    StartWrite(&writing_);
  }

  void end(const grpc::Status& status) {
    {
      const std::lock_guard lock(mutex_);
      if (std::exchange(ended_, true)) return;
    }
    timer_.finished_with(status.error_code());
    Finish(status);
  }

  Calls& calls_;
  VersionCache& versions_;
  grpc::CallbackServerContext* context_;
  CallTimer timer_;
  std::int64_t screening_ = 0;
  std::shared_ptr<Watch> self_;

  std::mutex mutex_;
  v1::WatchScreeningResponse writing_, next_;
  std::string offered_;   ///< the newest message, as bytes, to tell whether anything moved
  bool busy_ = false;     ///< writing_ is on its way
  bool waiting_ = false;  ///< next_ goes when it has arrived
  bool last_ = false;     ///< a final state was offered
  bool ended_ = false;
};

}  // namespace

grpc::ServerWriteReactor<v1::WatchScreeningResponse>* watch_screening(Calls& calls, ProgressHub& hub, Database& database,
                                                                      VersionCache& versions,
                                                                      grpc::CallbackServerContext* context,
                                                                      const v1::WatchScreeningRequest* request) {
  const auto watch = std::make_shared<Watch>(calls, versions, context);
  watch->begin(hub, database, request->name());
  return watch.get();
}

}  // namespace furui::api
