// AddCandidates: structured batches, checked, then committed one by one.
#include "api/request_checks.h"  // for limits
#include "api/resource_names.h"  // for parse_screening
#include "api/uploads.h"
#include "core/error.h"            // for Error
#include "store/screenings.h"     // for store_candidate_batch
#include "store/upload_digest.h"  // for batch_digest, which clients compute too

namespace furui::api {
namespace {

/// Where in a batch something is, for messages: ordinals only, never what stands there.
std::string place_of(int index) { return "batch.candidates[" + std::to_string(index) + "]"; }

[[noreturn]] void complain(const std::string& field, const std::string& what) {
  throw Error(ErrorCode::kInvalidArgument, "'" + field + "': " + what).with_field(field);
}

void read_crystal(v1::Crystal& message, const std::string& place, Candidate& candidate) {
  const auto take = [&](Notation notation, std::string* raw) {
    candidate.notation = notation;
    candidate.raw = std::move(*raw);
  };
  switch (message.notation_case()) {
    case v1::Crystal::kCif: return take(Notation::kCif, message.mutable_cif());
    case v1::Crystal::kPoscar: return take(Notation::kPoscar, message.mutable_poscar());
    case v1::Crystal::kExtxyz: return take(Notation::kExtxyz, message.mutable_extxyz());
    case v1::Crystal::kPymatgen: return take(Notation::kPymatgen, message.mutable_pymatgen());
    case v1::Crystal::kOptimade: return take(Notation::kOptimade, message.mutable_optimade());
    case v1::Crystal::NOTATION_NOT_SET: break;
  }
  complain(place + ".crystal", "expected cif, poscar, extxyz, pymatgen or optimade");
}

void read_structure(v1::Candidate& message, const std::string& place, Candidate& candidate) {
  switch (message.structure_case()) {
    case v1::Candidate::kMolecule:
      candidate.kind = CandidateKind::kMolecule;
      if (message.molecule().has_smiles()) {
        candidate.notation = Notation::kSmiles;
        candidate.raw = std::move(*message.mutable_molecule()->mutable_smiles());
      } else if (message.molecule().has_molblock()) {
        candidate.notation = Notation::kMolblock;
        candidate.raw = std::move(*message.mutable_molecule()->mutable_molblock());
      } else {
        complain(place + ".molecule", "expected smiles or molblock; set an empty smiles for a row without a structure");
      }
      return;
    case v1::Candidate::kCrystal:
      candidate.kind = CandidateKind::kCrystal;
      read_crystal(*message.mutable_crystal(), place, candidate);
      return;
    case v1::Candidate::kComposition:
      candidate.kind = CandidateKind::kComposition;
      candidate.notation = Notation::kFormula;
      candidate.raw = std::move(*message.mutable_composition()->mutable_formula());
      return;
    case v1::Candidate::STRUCTURE_NOT_SET: break;
  }
  complain(place, "expected a molecule, a crystal or a composition");
}

class AddCandidates final : public MessageSink<v1::AddCandidatesRequest> {
 public:
  AddCandidates(Database& database, CallMetrics& metrics, v1::AddCandidatesResponse* response)
      : database_(database), metrics_(metrics), response_(response) {}

  void take(v1::AddCandidatesRequest& message) override {
    if (message.has_start() && screening_ == 0) return start(message.start());
    if (message.has_batch() && screening_ != 0) return batch(*message.mutable_batch());
    throw Error(ErrorCode::kInvalidArgument, "expected 'start' in the first message of the stream and 'batch' in all others");
  }

  void end(Finisher finish) override {
    if (screening_ == 0)
      throw Error(ErrorCode::kInvalidArgument, "expected 'start' in the first message; the stream was empty").with_field("start");
    response_->set_committed_through(committed_through(database_, screening_));
    finish(nullptr);
  }

 private:
  void start(const v1::AddCandidatesRequest::Start& start) {
    const ScreeningName name = parse_screening(start.name(), "start.name");
    if (start.columns_size() > kMaxColumns)
      complain("start.columns", "expected at most " + std::to_string(kMaxColumns) + " columns, got " + std::to_string(start.columns_size()));
    for (int i = 0; i < start.columns_size(); ++i) {
      check_cell(start.columns(i), "start.columns[" + std::to_string(i) + "]", kMaxColumnNameBytes);
      columns_.push_back(start.columns(i));
    }
    screening_ = get_screening(database_, name.project, name.screening).id;
  }

  void batch(v1::AddCandidatesRequest::Batch& batch) {
    const std::size_t bytes = batch.ByteSizeLong();
    if (batch.candidates_size() < 1 || batch.candidates_size() > kMaxBatchCandidates)
      complain("batch.candidates", "expected 1 to " + std::to_string(kMaxBatchCandidates) + " candidates, got " +
                                       std::to_string(batch.candidates_size()));
    if (bytes > kMaxBatchBytes)
      complain("batch.candidates", "expected at most " + std::to_string(kMaxBatchBytes) + " bytes together, got " +
                                       std::to_string(bytes) + "; send smaller batches");
    if (batch.seq() < 0) complain("batch.seq", "expected 0 or more, got " + std::to_string(batch.seq()));

    std::vector<Candidate> candidates(static_cast<std::size_t>(batch.candidates_size()));
    for (int i = 0; i < batch.candidates_size(); ++i)
      candidates[static_cast<std::size_t>(i)] = read_candidate(*batch.mutable_candidates(i), i);
    const Sha256 digest = batch_digest(candidates);
    if (!batch.sha256().empty() && read_digest(batch.sha256(), "batch.sha256") != digest)
      complain("batch.sha256", "the digest does not fit the candidates of batch " + std::to_string(batch.seq()));
    store_candidate_batch(database_, screening_, batch.seq(), columns_, candidates, digest);
    metrics_.uploaded(bytes);
  }

  Candidate read_candidate(v1::Candidate& message, int index) const {
    const std::string place = place_of(index);
    Candidate candidate;
    read_structure(message, place, candidate);
    if (candidate.raw.size() > kMaxPartBytes)
      complain(place, "expected a structure of at most " + std::to_string(kMaxPartBytes) + " bytes, got " +
                          std::to_string(candidate.raw.size()));
    check_cell(message.id(), place + ".id", kMaxCandidateIdBytes);
    candidate.id = std::move(*message.mutable_id());
    if (static_cast<std::size_t>(message.fields_size()) > columns_.size())
      complain(place + ".fields", "expected at most " + std::to_string(columns_.size()) +
                                      " cells, as many as start.columns, got " + std::to_string(message.fields_size()));
    for (int i = 0; i < message.fields_size(); ++i) {
      check_cell(message.fields(i), place + ".fields[" + std::to_string(i) + "]", kMaxBatchBytes);
      candidate.fields.push_back(std::move(*message.mutable_fields(i)));
    }
    return candidate;
  }

  Database& database_;
  CallMetrics& metrics_;
  v1::AddCandidatesResponse* response_;
  std::int64_t screening_ = 0;
  std::vector<std::string> columns_;
};

}  // namespace

std::unique_ptr<MessageSink<v1::AddCandidatesRequest>> add_candidates(Database& database, CallMetrics& metrics,
                                                                      v1::AddCandidatesResponse* response) {
  return std::make_unique<AddCandidates>(database, metrics, response);
}

}  // namespace furui::api
