// Fingerprints of the candidates, each searched among those of the package.
#include "pipeline/training_domain.h"

#include <algorithm>
#include <vector>

#include "core/error.h"                     // for Error
#include "core/number_text.h"               // for formatted
#include "molecule/circular_fingerprint.h"  // for circular_fingerprint, kFingerprintKind
#include "pipeline/fingerprint_file.h"      // for parse_fingerprints

namespace furui {
namespace {

constexpr std::size_t kRowsPerBlock = 64;

std::vector<Fingerprint> fingerprints_of(const Manifest& manifest, std::string_view bytes) {
  const TrainingSet& training = *manifest.training;
  if (training.fingerprint != kFingerprintKind) {
    throw Error(ErrorCode::kInvalidArgument, "model '" + manifest.name + "': domain.training.fingerprint is '" + training.fingerprint +
                                                 "'; known: " + kFingerprintKind);
  }
  std::vector<Fingerprint> fingerprints = parse_fingerprints(bytes);
  if (fingerprints.size() != static_cast<std::size_t>(training.molecules)) {
    throw Error(ErrorCode::kInvalidArgument, "model '" + manifest.name + "': the manifest says " + std::to_string(training.molecules) +
                                                 " training molecules, " + training.file + " has " + std::to_string(fingerprints.size()));
  }
  return fingerprints;
}

}  // namespace

Domain grade_of(const TrainingSet& training, double similarity) {
  if (similarity >= training.in) return Domain::kIn;
  return similarity >= training.borderline ? Domain::kBorderline : Domain::kOut;
}

std::string nearness_text(const Manifest& manifest, double similarity) {
  return "nearest training molecule of model " + manifest.name + " has Tanimoto " + formatted("%.3f", similarity) + "; borderline from " +
         formatted("%.3f", manifest.training->borderline) + ", in from " + formatted("%.3f", manifest.training->in);
}

TrainingDomain::TrainingDomain(const Manifest& manifest, std::string_view bytes, int threads)
    : manifest_(manifest),
      index_(fingerprints_of(manifest, bytes)),
      threads_(std::make_unique<ThreadPool>(threads > 0 ? threads : usable_cores())) {}

void TrainingDomain::grade(std::span<const MoleculeGraph* const> graphs, Predictions& predictions) const {
  predictions.domain_note.resize(predictions.rows);
  threads_->for_each((predictions.rows + kRowsPerBlock - 1) / kRowsPerBlock, [&](std::size_t block, int) {
    const std::size_t end = std::min(predictions.rows, (block + 1) * kRowsPerBlock);
    for (std::size_t row = block * kRowsPerBlock; row < end; ++row) {
      if (predictions.rejection[row] || predictions.domain[row] == Domain::kOut) continue;
      const double similarity = index_.nearest(circular_fingerprint(*graphs[row]), manifest_.training->in);
      predictions.domain[row] = grade_of(*manifest_.training, similarity);
      if (predictions.domain[row] != Domain::kIn) predictions.domain_note[row] = nearness_text(manifest_, similarity);
    }
  });
}

}  // namespace furui
