// Candidates and relaxations are read side by side, both in input order.
#include "relaxed_folder.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <initializer_list>
#include <optional>
#include <set>

#include "csv_writer.h"    // for CsvWriter
#include "failure.h"       // for Failure
#include "result_columns.h"  // for ValueColumn
#include "result_file.h"   // for number_text
#include "text_table.h"    // for wrapped
#include "visible_text.h"  // for visible

namespace furui::cli {
namespace {

constexpr std::size_t kShownFailures = 5, kTextWidth = 100;

/// Relaxations in input order, fetched a page at a time.
class Relaxations {
 public:
  Relaxations(Connection& connection, const std::string& screening, bool trajectories) : connection_(connection) {
    request_.set_parent(screening);
    request_.set_with_trajectory(trajectories);
  }

  /// That of a candidate, or nullptr; ordinals must rise from call to call.
  const v1::RelaxationResult* of(std::int32_t ordinal) {
    for (;;) {
      while (next_ < page_.relaxations_size() && page_.relaxations(next_).ordinal() < ordinal) ++next_;
      if (next_ < page_.relaxations_size()) return page_.relaxations(next_).ordinal() == ordinal ? &page_.relaxations(next_) : nullptr;
      if (begun_ && page_.next_page_token().empty()) return nullptr;
      request_.set_page_token(begun_ ? page_.next_page_token() : "");
      page_ = call(connection_, connection_.screenings(), &v1::ScreeningService::Stub::ListRelaxations, request_, 300);
      begun_ = true;
      next_ = 0;
    }
  }

 private:
  Connection& connection_;
  v1::ListRelaxationsRequest request_;
  v1::ListRelaxationsResponse page_;
  int next_ = 0;
  bool begun_ = false;
};

/// "NaCl.cif" of "salts/NaCl.vasp": a plain file name that none before had.
class FileNames {
 public:
  std::string of(std::string name, const std::string& block) {
    for (const char* ending : {".gz", ".cif", ".vasp", ".poscar", ".extxyz", ".xyz", ".json"}) {
      if (name.ends_with(ending) && name.size() > std::strlen(ending)) name.resize(name.size() - std::strlen(ending));
    }
    if (!block.empty()) name += "-" + block;
    for (char& c : name) {
      if (c == '/' || c == '\\' || static_cast<unsigned char>(c) < 32) c = '_';
    }
    if (name.starts_with(".")) name.insert(0, "_");
    name = name.substr(0, 200);
    std::string free = name;
    for (int copy = 2; !taken_.insert(free).second; ++copy) free = name + "-" + std::to_string(copy);
    return free + ".cif";
  }

 private:
  std::set<std::string> taken_;
};

void write_text(const std::filesystem::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) throw Failure("the output " + file.string() + " could not be written (" + std::strerror(errno) + "): is the disk full?");
}

const v1::Rejection* first_rejection(const v1::CandidateResult& candidate) {
  for (const auto& outcome : candidate.outcomes()) {
    if (outcome.has_rejection()) return &outcome.rejection();
  }
  return nullptr;
}

/// The cell of an input column, empty where there is none of this name.
std::string cell_of(const v1::Screening& screening, const v1::CandidateResult& candidate, const char* column) {
  for (int c = 0; c < screening.columns_size() && c < candidate.fields_size(); ++c) {
    if (screening.columns(c) == column) return candidate.fields(c);
  }
  return {};
}

class Writer {
 public:
  Writer(const Screened& screened, const std::filesystem::path& folder, bool trajectories)
      : screened_(screened), screening_(screened.screening), folder_(folder), decomposition_(assesses_stability(screened)) {
    if (folder_.empty()) return;
    // What the relaxing model says of the final structure stands there already.
    for (const ValueColumn& column : result_columns({}, screened.models, {}).values) {
      if (screened.models[column.model].name() != screening_.relaxation().model()) values_.push_back(column);
    }
    csv_.emplace(folder_ / "relaxed.csv");
    for (const auto& column : screening_.columns()) csv_->cell(column);
    for (const char* column : {"status", "steps", "energy_per_atom", "volume_per_atom", "max_force", "formula", "space_group", "cif", "structure_sha256"}) csv_->cell(column);
    for (const ValueColumn& column : values_) csv_->cell(column.name);
    for (const char* column : {"decomposition", "reason", "detail"}) {
      if (decomposition_ || std::string_view(column) != "decomposition") csv_->cell(column);
    }
    csv_->end_row();
    if (!trajectories) return;
    trajectories_.emplace(folder_ / "trajectories.csv");
    for (const char* column : {"cif", "step", "energy_per_atom", "largest_force", "volume"}) trajectories_->cell(column);
    trajectories_->end_row();
  }

  void add(const v1::CandidateResult& candidate, const v1::RelaxationResult* relaxation) {
    const v1::Rejection* rejection = first_rejection(candidate);
    const std::string status = relaxation ? relaxation_status_name(relaxation->end().status()) : rejection ? "REJECTED" : "PENDING";
    const std::string detail = relaxation && !relaxation->end().detail().empty() ? relaxation->end().detail() : rejection ? rejection->detail() : "";
    count(candidate, relaxation, status, detail);
    if (!csv_) return;
    std::string file;
    if (relaxation && !relaxation->cif().empty()) {
      const std::string name = cell_of(screening_, candidate, "file");
      file = names_.of(!name.empty() ? name : !candidate.id().empty() ? candidate.id() : "candidate-" + std::to_string(candidate.ordinal()),
                       cell_of(screening_, candidate, "block"));
      write_text(folder_ / file, relaxation->cif());
      ++summary_.files;
    }
    for (int c = 0; c < screening_.columns_size(); ++c) csv_->cell(c < candidate.fields_size() ? candidate.fields(c) : "");
    csv_->cell(status);
    csv_->cell(relaxation ? std::to_string(relaxation->end().steps()) : "");
    const bool has_final = relaxation && !relaxation->end().structure_sha256().empty();  // one that exploded has none
    csv_->cell(has_final ? number_text(relaxation->end().energy_per_atom()) : "");
    csv_->cell(has_final ? number_text(relaxation->end().volume_per_atom()) : "");
    csv_->cell(has_final ? number_text(relaxation->end().largest_force()) : "");
    csv_->cell(candidate.formula());
    csv_->cell(candidate.space_group() > 0 ? std::to_string(candidate.space_group()) : "");
    csv_->cell(file);
    csv_->cell(relaxation ? relaxation->end().structure_sha256() : "");
    for (const ValueColumn& column : values_) csv_->cell(value_of(candidate, column));
    if (decomposition_) csv_->cell(decomposition_text(candidate));
    csv_->cell(rejection ? rejection->reason() : "");
    csv_->cell(detail);
    csv_->end_row();
    if (trajectories_ && relaxation) add_trajectory(*relaxation, file);
  }

  RelaxedSummary finish() {
    if (csv_) csv_->finish();
    if (trajectories_) trajectories_->finish();
    return std::move(summary_);
  }

 private:
  void count(const v1::CandidateResult& candidate, const v1::RelaxationResult* relaxation, const std::string& status, const std::string& detail) {
    ++summary_.rows;
    ++summary_.status[status];
    if (relaxation) summary_.steps += relaxation->end().steps();
    if (status != "CONVERGED" && summary_.first_failures.size() < kShownFailures)
      summary_.first_failures.push_back(status + " " + (candidate.id().empty() ? std::to_string(candidate.ordinal()) : candidate.id()) + ": " + detail);
  }

  void add_trajectory(const v1::RelaxationResult& relaxation, const std::string& file) {
    for (int step = 0; step < relaxation.energy_per_atom_size(); ++step) {
      trajectories_->cell(file.empty() ? relaxation.id() : file);
      trajectories_->cell(std::to_string(step));
      trajectories_->cell(number_text(relaxation.energy_per_atom(step)));
      trajectories_->cell(number_text(relaxation.largest_force(step)));
      trajectories_->cell(number_text(relaxation.volume(step)));
      trajectories_->end_row();
    }
  }

  std::string value_of(const v1::CandidateResult& candidate, const ValueColumn& column) const {
    for (const auto& outcome : candidate.outcomes()) {
      if (outcome.model_version() == screened_.models[column.model].name() && static_cast<int>(column.column) < outcome.value_size())
        return number_text(outcome.value(static_cast<int>(column.column)));
    }
    return {};
  }

  const Screened& screened_;
  const v1::Screening& screening_;
  std::filesystem::path folder_;
  std::vector<ValueColumn> values_;  // of models other than the one that relaxed
  bool decomposition_;
  std::optional<CsvWriter> csv_, trajectories_;
  FileNames names_;
  RelaxedSummary summary_;
};

}  // namespace

RelaxedSummary write_relaxed_folder(Connection& connection, const Screened& screened, const std::filesystem::path& folder, bool trajectories) {
  if (!folder.empty()) check_relaxed_folder(folder);
  Relaxations relaxations(connection, screened.screening.name(), trajectories);
  Writer writer(screened, folder, trajectories);
  each_candidate(connection, screened, true, [&](const v1::CandidateResult& candidate) { writer.add(candidate, relaxations.of(candidate.ordinal())); });
  return writer.finish();
}

void check_relaxed_folder(const std::filesystem::path& folder, const std::filesystem::path& input) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_directory(folder, error)) throw Failure("the output " + folder.string() + " is no folder; name one with -o");
  if (!input.empty()) {
    const fs::path holds_input = fs::is_directory(input) ? input : fs::absolute(input).parent_path();
    if (fs::equivalent(folder, holds_input, error))
      throw Failure("the output " + folder.string() + " is the input's own folder, whose files would be lost; name another with -o");
  }
  fs::create_directories(folder, error);
  if (error || access(folder.c_str(), W_OK) != 0)
    throw Failure("the output " + folder.string() + " cannot be written (" + (error ? error.message() : std::string(std::strerror(errno))) + "); name another with -o");
}

std::string relaxed_text(const RelaxedSummary& summary) {
  std::string text = std::to_string(summary.rows) + (summary.rows == 1 ? " row:" : " rows:");
  const char* between = " ";
  for (const auto& [status, count] : summary.status) {
    text += between + std::to_string(count) + " " + status;
    between = ", ";
  }
  text += "; " + std::to_string(summary.steps) + " steps\n";
  for (const std::string& failure : summary.first_failures) text += wrapped("  " + visible(failure), kTextWidth, 4);
  std::int64_t failures = 0;
  for (const auto& [status, count] : summary.status) failures += status == "CONVERGED" ? 0 : count;
  const auto more = failures - static_cast<std::int64_t>(summary.first_failures.size());
  if (more > 0) text += "  … and " + std::to_string(more) + " more; relaxed.csv names them all\n";
  return text;
}

nlohmann::ordered_json to_json(const RelaxedSummary& summary) {
  return {{"rows", summary.rows}, {"status", summary.status}, {"steps", summary.steps}, {"files", summary.files}};
}

}  // namespace furui::cli
