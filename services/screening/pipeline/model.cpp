// Telling the two kinds of packages apart, and finding each descriptor by its name.
#include "pipeline/model.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

#include "core/error.h"              // for Error
#include "core/hull_parameters.h"    // for hull_parameters
#include "crystal/symmetry.h"        // for spglib_version
#include "molecule/read_molecule.h"  // for descriptor_names, molecule_environment
#include "pipeline/calibrate.h"      // for scales_std
#include "pipeline/described_crystals.h"  // for describe_crystals
#include "pipeline/duplicates.h"     // for kDuplicatesVersion
#include "stability/stability.h"     // for kHullVersion

namespace furui {
namespace {

constexpr const char* kDescriptors = "descriptors";

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(ErrorCode::kInvalidArgument, "the model package has no " + path.filename().string());
  return {std::istreambuf_iterator<char>(file), {}};
}

CandidateKind kind_of(const Manifest& manifest) {
  if (manifest.input == "molecule") return CandidateKind::kMolecule;
  if (manifest.input == "crystal") return CandidateKind::kCrystal;
  if (manifest.input == "composition") return CandidateKind::kComposition;
  throw Error(ErrorCode::kInvalidArgument, "model '" + manifest.name + "': input is '" + manifest.input +
                                               "', expected molecule, crystal or composition");
}

std::vector<std::size_t> find_descriptors(const Manifest& manifest) {
  const std::vector<std::string>& known = descriptor_names();
  std::vector<std::size_t> found;
  for (const Property& property : manifest.properties) {
    const auto name = std::find(known.begin(), known.end(), property.name);
    if (name == known.end()) {
      throw Error(ErrorCode::kInvalidArgument,
                  "model '" + manifest.name + "': no descriptor is named '" + property.name + "'");
    }
    found.push_back(static_cast<std::size_t>(name - known.begin()));
  }
  return found;
}

/// throws Error{INVALID_ARGUMENT} where a calibrator scales a standard deviation that no network gives
void check_calibration(const Manifest& manifest, const Predictor* predictor) {
  const std::vector<Column> columns = manifest.columns();
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const Property& property = manifest.properties[columns[c].property];
    if (!property.calibration) continue;
    const std::string whose = "model '" + manifest.name + "': property '" + property.name + "' ";
    if (predictor == nullptr)
      throw Error(ErrorCode::kInvalidArgument, whose + "is computed, not predicted; take its 'calibration' out of the manifest");
    if (scales_std(*property.calibration) && !predictor->states_std(c)) {
      throw Error(ErrorCode::kInvalidArgument, whose + "has a calibration that scales a standard deviation, and its network gives none; "
                                                       "expected split-conformal with 'scaled' false");
    }
  }
}

}  // namespace

std::unique_ptr<Model> Model::load(const std::filesystem::path& package, const DeviceOptions& device) {
  auto model = std::make_unique<Model>();
  model->manifest_ = parse_manifest(read_file(package / "manifest.json"));
  model->columns_ = model->manifest_.columns().size();
  model->kind_ = kind_of(model->manifest_);
  const auto& networks = model->manifest_.networks;
  if (!networks.empty() && std::all_of(networks.begin(), networks.end(),
                                       [](const Network& network) { return network.architecture == kDescriptors; })) {
    if (model->kind_ != CandidateKind::kMolecule)
      model->crystal_predictor_ = describe_crystals(model->manifest_, read_file(package / "elements.csv"));
    else model->descriptors_ = find_descriptors(model->manifest_);
  } else if (hull_parameters(model->manifest_)) {
    model->references_ = std::make_unique<ReferenceStates>(parse_reference_states(read_file(package / "references.json")));
  } else if ((model->duplicates_ = duplicate_parameters(model->manifest_))) {
    // Nothing to load.
  } else {
    model->device_ = resolve_device(device.device);
    if (model->kind_ == CandidateKind::kCrystal) model->crystal_predictor_ = CrystalPredictor::load(package, device);
    else model->predictor_ = Predictor::load(package, device);
  }
  if (model->predictor_ && model->manifest_.training)
    model->training_ = std::make_unique<TrainingDomain>(model->manifest_, read_file(package / model->manifest_.training->file), device.threads);
  check_calibration(model->manifest_, model->predictor());
  return model;
}

std::map<std::string, std::string> Model::environment() const {
  if (references_) return {{"hull", kHullVersion}};
  if (duplicates_) return {{"duplicates", kDuplicatesVersion}, {"spglib", spglib_version()}};
  if (crystal_predictor_ && manifest_.networks[0].architecture == kDescriptors) return {{"spglib", spglib_version()}};
  std::map<std::string, std::string> versions = molecule_environment();
  if (predictor_ || crystal_predictor_) versions.merge(predict_environment(device_));
  return versions;
}

}  // namespace furui
