// Screenings: created, filled, finalized, followed, cancelled, deleted.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/candidate.h"  // for Candidate
#include "core/relaxation.h"  // for RelaxationSettings
#include "core/sha256.h"     // for Sha256
#include "store/database.h"  // for Database

namespace furui {

/// The numbers are stored: never change or reuse one.
enum class ScreeningState : std::uint8_t {
  kUploading = 1,  ///< created, takes candidates
  kQueued = 2,
  kRunning = 3,
  kSucceeded = 4,
  kFailed = 5,
  kCancelled = 6,
};

const char* to_string(ScreeningState state);  ///< "UPLOADING", …

enum class ScreeningSource : std::uint8_t { kNone = 0, kFile = 1, kBatches = 2 };

/// How a screening relaxes crystals before models see them.
struct ScreeningRelaxation {
  std::int32_t model_version = 0;  ///< whose forces and stress
  RelaxationSettings settings;
};

struct NewScreening {
  std::string project;      ///< "default"
  std::string name;         ///< the last part of the resource name; empty: chosen here
  std::string title;
  std::string request_id;   ///< empty: none
  std::uint8_t standardization = 1;          ///< furui::Standardization's number
  bool compute_alerts = false;
  std::vector<std::int32_t> model_versions;  ///< ids, in the order of the columns
  std::optional<std::int32_t> profile_version;
  std::optional<ScreeningRelaxation> relaxation;
  std::vector<std::int32_t> assessing;       ///< those of model_versions that are computed over all candidates together
  std::vector<std::int64_t> competing;       ///< screenings whose candidates compete in their hulls
};

struct ScreeningRow {
  std::int64_t id = 0;
  std::string project, name, title;
  ScreeningState state = ScreeningState::kUploading;
  std::string error;
  std::uint8_t standardization = 1;
  bool compute_alerts = false;
  std::vector<std::int32_t> model_versions;
  std::optional<std::int32_t> profile_version;
  std::optional<ScreeningRelaxation> relaxation;
  std::vector<std::int64_t> competing;
  std::vector<std::string> competing_names;  ///< of those that are still there
  std::int64_t relaxed = 0;            ///< crystals whose relaxation has ended
  std::int64_t relaxation_steps = 0;   ///< of all crystals together, so far
  ScreeningSource source = ScreeningSource::kNone;
  std::string file_name;
  std::string file_options_json;   ///< as begin_file got them
  std::string file_summary_json;   ///< what splitting found; empty before
  std::vector<std::string> columns;
  std::int64_t candidates = 0;     ///< known after finalizing (batches) or splitting (file)
  std::optional<Sha256> input_sha256;
  std::int64_t predicted = 0;      ///< candidates with at least one value
  std::int64_t rejected = 0;       ///< candidates with no value at all
  std::int64_t done = 0;           ///< candidates whose outcomes are all stored (predicted + rejected)
  std::string created_at, finalized_at, started_at, finished_at;  ///< RFC 3339 UTC; empty where not yet
};

/// Creates a screening, or returns the one that the same request_id made.
/// throws Error{ALREADY_EXISTS} for a name in use or a request_id used with another request
ScreeningRow create_screening(Database& database, const NewScreening& request);

/// throws Error{NOT_FOUND}
ScreeningRow get_screening(Database& database, const std::string& project, const std::string& name);
ScreeningRow get_screening(Database& database, std::int64_t id);

struct ScreeningPage {
  std::vector<ScreeningRow> rows;  ///< newest first
  std::string next_page_token;     ///< empty at the end
};
/// page_size 1…1000; page_token as the previous page gave it; state filter where set
/// throws Error{NOT_FOUND} for a project that is not there
ScreeningPage list_screenings(Database& database, const std::string& project, int page_size,
                              const std::string& page_token, std::optional<ScreeningState> state);

/// Starts (or resumes) the upload of one file. Repeating it with the same options is no error.
/// throws Error{FAILED_PRECONDITION} when finalized already, or when batches came before
void begin_file(Database& database, std::int64_t screening, const std::string& file_name,
                const std::string& options_json);

/// Stores one part; committed when this returns. A part that is there already with the same digest is skipped.
/// throws Error{INVALID_ARGUMENT} for a digest that does not fit, Error{OUT_OF_RANGE} for a gap in seq
/// returns the highest seq such that all parts up to it are committed
int store_file_part(Database& database, std::int64_t screening, int seq, std::string_view bytes, const Sha256& digest);

/// Stores one batch of structured candidates at the next ordinals; committed when this returns; the same rules.
int store_candidate_batch(Database& database, std::int64_t screening, int seq, const std::vector<std::string>& columns,
                          const std::vector<Candidate>& candidates, const Sha256& digest);

/// Highest committed seq, −1 where nothing is there.
int committed_through(Database& database, std::int64_t screening);

/// Freezes the candidates and creates the work, in one transaction; wakes workers. Repeating it is no error.
///
/// parts    number of parts or batches that the client sent
/// digest   SHA-256 over the parts' (or batches') digests in order, 32 bytes each
/// throws   Error{FAILED_PRECONDITION} where a part is missing, Error{INVALID_ARGUMENT} where the digest differs
ScreeningRow finalize_screening(Database& database, std::int64_t screening, int parts, const Sha256& digest);

/// No chunk starts after it returns; committed rows stay. A finished screening is returned as it is.
ScreeningRow cancel_screening(Database& database, std::int64_t screening);

/// What Delete erased.
struct Erased {
  std::int64_t candidates = 0, structures = 0, outcomes = 0, rankings = 0;
};
/// Erases candidates, structures and readings that no other screening uses, outcomes, rankings, work.
/// throws Error{FAILED_PRECONDITION} while it runs (cancel first)
Erased delete_screening(Database& database, std::int64_t screening);

/// Candidates of an ordinal range, in order, at most `limit`.
std::vector<Candidate> read_candidates(Database& database, std::int64_t screening, std::int64_t first, std::int64_t limit);

}  // namespace furui
