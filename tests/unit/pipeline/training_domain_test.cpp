// A package that carries its training molecules: the file is held to the manifest, candidates are graded by nearness.
#include "pipeline/training_domain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cstring>

#include "../predict/golden_cases.h"         // for ChangedPackage, graphs
#include "core/error.h"                      // for Error
#include "molecule/circular_fingerprint.h"   // for circular_fingerprint
#include "pipeline/fingerprint_file.h"       // for parse_fingerprints
#include "pipeline/model.h"                  // for Model
#include "pipeline/screen_chunk.h"           // for predict_chunk

namespace furui {
namespace {

using testing::HasSubstr;
using Json = nlohmann::json;

std::string file_of(std::vector<Fingerprint> fingerprints) {
  const auto bits = [](const Fingerprint& f) {
    int count = 0;
    for (const std::uint64_t word : f) count += std::popcount(word);
    return count;
  };
  std::stable_sort(fingerprints.begin(), fingerprints.end(), [&](const Fingerprint& a, const Fingerprint& b) { return bits(a) < bits(b); });
  const std::uint32_t header[2] = {1, static_cast<std::uint32_t>(fingerprints.size())};
  std::string bytes = "FURUI-FP";
  bytes.append(reinterpret_cast<const char*>(header), sizeof header);
  for (const Fingerprint& fingerprint : fingerprints) bytes.append(reinterpret_cast<const char*>(fingerprint.data()), 256);
  return bytes;
}

/// The golden set's molecules of these places.
std::vector<Fingerprint> golden_fingerprints(std::size_t first, std::size_t last) {
  const auto graphs = golden::graphs();
  std::vector<Fingerprint> result;
  for (std::size_t i = first; i < last; ++i) result.push_back(circular_fingerprint(graphs[i]));
  return result;
}

Manifest manifest_of(std::int64_t molecules) {
  Manifest manifest;
  manifest.name = "mine";
  manifest.training = TrainingSet{"training_fingerprints.bin", "morgan-2-2048", molecules, 0.412, 0.3};
  return manifest;
}

std::string complaint(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
    return error.what();
  }
  return "no complaint";
}

TEST(FingerprintFile, GivesTheFingerprintsThatWereWritten) {
  const std::vector<Fingerprint> read = parse_fingerprints(file_of(golden_fingerprints(0, 9)));
  ASSERT_EQ(read.size(), 9U);
  for (const Fingerprint& one : golden_fingerprints(0, 9)) EXPECT_NE(std::find(read.begin(), read.end(), one), read.end());
  EXPECT_TRUE(parse_fingerprints(file_of({})).empty());
}

TEST(FingerprintFile, ThatIsNoneIsRefused) {
  const std::string whole = file_of(golden_fingerprints(0, 9));
  std::string changed = whole;
  EXPECT_THAT(complaint([&] { parse_fingerprints(""); }), HasSubstr("begins with FURUI-FP"));
  EXPECT_THAT(complaint([&] { parse_fingerprints(whole.substr(0, whole.size() - 1)); }), HasSubstr("expected 9 fingerprints of 256 bytes, got 2303 bytes"));
  changed[8] = 2;
  EXPECT_THAT(complaint([&] { parse_fingerprints(changed); }), HasSubstr("expected version 1, got 2"));
  changed = whole;
  std::swap_ranges(changed.begin() + 16, changed.begin() + 272, changed.end() - 256);
  EXPECT_THAT(complaint([&] { parse_fingerprints(changed); }), HasSubstr("fewer bits first"));
}

TEST(TrainingDomain, GradesByTheThresholdsThemselvesIncluded) {
  const Manifest manifest = manifest_of(1);
  EXPECT_EQ(grade_of(*manifest.training, 0.412), Domain::kIn);
  EXPECT_EQ(grade_of(*manifest.training, 0.4119), Domain::kBorderline);
  EXPECT_EQ(grade_of(*manifest.training, 0.3), Domain::kBorderline);
  EXPECT_EQ(grade_of(*manifest.training, 0.2999), Domain::kOut);
  EXPECT_EQ(nearness_text(manifest, 0.23077), "nearest training molecule of model mine has Tanimoto 0.231; borderline from 0.300, in from 0.412");
}

TEST(TrainingDomain, IsHeldToItsManifest) {
  const std::string bytes = file_of(golden_fingerprints(0, 9));
  EXPECT_THAT(complaint([&] { TrainingDomain(manifest_of(8), bytes, 1); }), HasSubstr("says 8 training molecules, training_fingerprints.bin has 9"));
  Manifest other = manifest_of(9);
  other.training->fingerprint = "maccs";
  EXPECT_THAT(complaint([&] { TrainingDomain(other, bytes, 1); }), HasSubstr("'maccs'; known: morgan-2-2048"));
}

TEST(TrainingDomain, LeavesWhatIsRejectedOrOutByItsElements) {
  const auto graphs = golden::graphs();
  Predictions predictions;
  predictions.rows = graphs.size();
  predictions.domain.assign(graphs.size(), Domain::kUnknown);
  predictions.rejection.resize(graphs.size());
  predictions.domain[1] = Domain::kOut;
  predictions.domain_note.resize(graphs.size());
  predictions.domain_note[1] = "an element";
  predictions.rejection[2] = Rejection{Stage::kPredict, Reason::kUnsupportedElement, ""};
  const auto all = golden_fingerprints(0, graphs.size());
  TrainingDomain(manifest_of(static_cast<std::int64_t>(all.size())), file_of(all), 2).grade(golden::views(graphs), predictions);
  EXPECT_EQ(predictions.domain[1], Domain::kOut);
  EXPECT_EQ(predictions.domain_note[1], "an element");
  EXPECT_EQ(predictions.domain[2], Domain::kUnknown);
  EXPECT_EQ(predictions.domain[3], Domain::kIn) << "a training molecule itself";
  EXPECT_EQ(predictions.domain_note[3], "");
}

TEST(TrainingDomain, OfAPackageGradesWhatIsPredictedAndChangesNoValue) {
  const auto graphs = golden::graphs();
  const std::size_t half = graphs.size() / 2;
  const std::string bytes = file_of(golden_fingerprints(0, half));
  const golden::ChangedPackage package("binary", [&](Json& manifest, std::string&) {
    manifest["domain"]["training"] = {{"file", "training_fingerprints.bin"}, {"fingerprint", "morgan-2-2048"}, {"molecules", half}, {"in", 0.6}, {"borderline", 0.2}};
    manifest["files"]["training_fingerprints.bin"] = to_hex(sha256(bytes));
  });
  std::ofstream(package.path() / "training_fingerprints.bin", std::ios::binary) << bytes;
  DeviceOptions device;
  device.device = "cpu";
  const auto model = Model::load(package.path(), device), plain = Model::load(golden::folder() / "binary", device);
  std::vector<Candidate> candidates(graphs.size());
  std::vector<ChunkReading> readings(graphs.size());
  for (std::size_t i = 0; i < graphs.size(); ++i) {
    readings[i].reading.emplace();
    readings[i].reading->molecule.graph = graphs[i];
  }
  const Predictions ours = predict_chunk(*model, candidates, readings), raw = predict_chunk(*plain, candidates, readings);
  EXPECT_EQ(ours.value, raw.value);
  EXPECT_EQ(ours.std, raw.std);
  std::array<int, 4> grades{};
  for (std::size_t i = 0; i < graphs.size(); ++i) {
    ++grades[static_cast<std::size_t>(ours.domain[i])];
    if (raw.domain[i] == Domain::kOut) {
      EXPECT_EQ(ours.domain_note[i], raw.domain_note[i]);
    } else if (i < half) {
      EXPECT_EQ(ours.domain[i], Domain::kIn) << i;
    }
    EXPECT_EQ(ours.domain_note[i].empty(), ours.domain[i] == Domain::kIn) << i;
  }
  EXPECT_EQ(grades[0], 0);
  EXPECT_GT(grades[2], 0) << "or the border was not tested";
  EXPECT_GT(grades[3], 0);
}

}  // namespace
}  // namespace furui
