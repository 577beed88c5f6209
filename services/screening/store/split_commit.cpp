// A file's candidates into the screening, and the chunks after them, in one fenced transaction.
#include <chrono>

#include "core/error.h"           // for Error
#include "store/chunks.h"         // for chunk_statements
#include "store/commits.h"        // for SplitCommit
#include "store/pool.h"           // for the raw session
#include "store/text_array.h"     // for array_literal

namespace furui {
namespace {

constexpr std::size_t kSendBytes = std::size_t{1} << 20;
/// One COPY statement ends after this time, so that the session's statement timeout catches only a stuck worker.
constexpr std::chrono::seconds kCopyTime{20};
constexpr char kTarget[] = "candidate (screening_id, ordinal, kind, notation, raw, raw_sha256, id, fields)";

}  // namespace

struct SplitCommit::Transaction {
  Database& database;
  Lease lease;
  std::unique_ptr<RawSession> session;
  BinaryRows rows;
  std::vector<std::string> columns;
  std::int64_t count = 0;
  bool copying = false, finished = false;
  std::chrono::steady_clock::time_point copy_started;

  void open_copy() {
    if (copying) return;
    session->begin_copy(kTarget);
    copying = true;
    copy_started = std::chrono::steady_clock::now();
  }
  void close_copy() {
    if (!copying) return;
    session->copy_rows(rows);
    session->end_copy();
    copying = false;
  }
  /// Runs a step; a lost connection becomes Error{UNAVAILABLE}.
  template <typename Step>
  void guarded(const Step& step) {
    try {
      step();
    } catch (const BrokenSession&) {
      session.reset();
      throw_unavailable();
    }
  }
};

SplitCommit::SplitCommit(Database& database, const Lease& lease)
    : transaction_(std::make_unique<Transaction>(Transaction{database, lease, database.pool().take_raw(), {}, {}, 0, false, false, {}})) {
  transaction_->guarded([&] { transaction_->session->execute("BEGIN"); });
}

SplitCommit::~SplitCommit() {
  if (transaction_->session && !transaction_->finished && !transaction_->session->roll_back()) transaction_->session.reset();
  transaction_->database.pool().give(std::move(transaction_->session));
}

void SplitCommit::columns(const std::vector<std::string>& names) { transaction_->columns = names; }

void SplitCommit::add(const Candidate& candidate) {
  Transaction& split = *transaction_;
  split.guarded([&] {
    split.open_copy();
    const Sha256 digest = sha256(candidate.raw);
    split.rows.begin_row(8);
    split.rows.int8(split.lease.screening);
    split.rows.int4(static_cast<std::int32_t>(split.count));
    split.rows.int2(static_cast<std::int16_t>(candidate.kind));
    split.rows.int2(static_cast<std::int16_t>(candidate.notation));
    split.rows.bytes(candidate.raw);
    split.rows.bytes(bytes_of(digest));
    split.rows.bytes(candidate.id);
    split.rows.text_array(candidate.fields);
    ++split.count;
    if (split.rows.size() < kSendBytes) return;
    split.session->copy_rows(split.rows);
    if (std::chrono::steady_clock::now() - split.copy_started > kCopyTime) split.close_copy();
  });
}

std::int64_t SplitCommit::rows() const { return transaction_->count; }

void SplitCommit::finish(const std::string& file_summary_json, const Sha256& input_sha256, std::int32_t chunk_rows) {
  Transaction& split = *transaction_;
  const std::string screening = std::to_string(split.lease.screening);
  split.guarded([&] {
    split.close_copy();
    const RawResult fence = split.session->query("UPDATE work SET state = 3, finished_at = now() WHERE id = $1 AND epoch = $2 AND state = 2",
                                                 {std::to_string(split.lease.work), std::to_string(split.lease.epoch)});
    if (fence.affected() != 1) throw LeaseLost{};
    // Until now the digest over the parts' digests stood here, by which the upload was found whole.
    split.session->query("UPDATE screening SET columns = $2::text[], file_summary = $3::jsonb, input_sha256 = decode($4, 'hex') WHERE id = $1",
                         {screening, array_literal(split.columns), file_summary_json, to_hex(input_sha256)});
    split.session->query("DELETE FROM upload_part WHERE screening_id = $1", {screening});
    split.session->execute(chunk_statements(split.lease.screening, split.count, chunk_rows));
    split.session->execute("COMMIT");
    split.finished = true;
  });
}

Sha256 read_file_parts(Database& database, std::int64_t screening, const std::function<void(std::string_view)>& part) {
  Sha256Stream digest;
  for (int seq = 0;; ++seq) {
    const std::string bytes = in_raw_transaction(database, [&](RawSession& session) {
      const RawResult result = session.query("SELECT bytes FROM upload_part WHERE screening_id = $1 AND seq = $2",
                                             {std::to_string(screening), std::to_string(seq)});
      return std::string(result.rows() == 0 ? std::string_view() : result.bytes(0, 0));
    });
    if (bytes.empty()) return digest.finish();
    digest.update(bytes);
    part(bytes);
  }
}

}  // namespace furui
