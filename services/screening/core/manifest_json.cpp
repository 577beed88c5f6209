// manifest.json to Manifest, with every complaint naming its key.
#include "core/manifest.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "core/calibration_json.h"  // for calibration_of
#include "core/error.h"             // for Error
#include "core/manifest_keys.h"     // for member, text, complain

namespace furui {

using namespace manifest_keys;

namespace {

constexpr std::int64_t kMostTrainingMolecules = 1'000'000;

std::vector<std::uint8_t> atomic_numbers(const Json& object, const std::string& where, const char* key) {
  const Json* list = optional_member(object, key);
  if (list == nullptr) return {};
  if (!list->is_array()) complain(where + key, "a list of atomic numbers");
  std::vector<std::uint8_t> result;
  for (const Json& entry : *list) result.push_back(static_cast<std::uint8_t>(count(entry, where + key, 0, 118)));
  return result;
}

std::optional<double> bound(const Json& object, const std::string& where, const char* key) {
  const Json* value = optional_member(object, key);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number()) complain(where + key, "a number, or null");
  return value->get<double>();
}

Task task_of(const std::string& name, const std::string& where) {
  if (name == "regression") return Task::kRegression;
  if (name == "binary") return Task::kBinary;
  if (name == "multiclass") return Task::kMulticlass;
  complain(where + "task", "regression, binary or multiclass, not '" + name + "'");
}

Direction direction_of(const std::string& name, const std::string& where) {
  if (name.empty() || name == "none") return Direction::kNone;
  if (name == "higher") return Direction::kHigher;
  if (name == "lower") return Direction::kLower;
  complain(where + "direction", "higher, lower or none, not '" + name + "'");
}

/// A difference that is tolerated, in the output's own unit.
std::optional<double> tolerance_of(const Json& object, const std::string& where) {
  const std::optional<double> value = bound(object, where, "tolerance");
  if (value && !(*value > 0)) complain(where + "tolerance", "a number above 0, in the output's unit");
  return value;
}

void read_quality(const Json& quality, const std::string& where, Property& property) {
  if (!quality.is_object()) complain(where, "an object of metric to value");
  property.quality_dataset = text_or_empty(quality, where + ".", "dataset");
  if (const Json* rows = optional_member(quality, "n"))
    property.quality_rows = count(*rows, where + ".n", 0, std::int64_t{1} << 53);
  for (const auto& [metric, value] : quality.items()) {
    if (metric == "n" || metric == "dataset") continue;
    if (!value.is_number()) complain(where + "." + metric, "a number");
    property.quality[metric] = value.get<double>();
  }
}

Property property_of(const Json& object, const std::string& where) {
  if (!object.is_object()) complain(where, "an object");
  Property property;
  property.name = text(object, where, "name");
  if (property.name.empty()) complain(where + "name", "a name that is not empty");
  property.title = text_or_empty(object, where, "title");
  property.unit = text_or_empty(object, where, "unit");
  property.task = task_of(text(object, where, "task"), where);
  property.classes = texts(object, where, "classes");
  if (property.task == Task::kMulticlass && property.classes.size() < 2)
    complain(where + "classes", "two or more class names for a multiclass property");
  property.direction = direction_of(text_or_empty(object, where, "direction"), where);
  property.lower_bound = bound(object, where, "lower_bound");
  property.upper_bound = bound(object, where, "upper_bound");
  property.species = text_or_empty(object, where, "species");
  if (property.lower_bound && property.upper_bound && *property.lower_bound > *property.upper_bound)
    complain(where + "lower_bound", "a number not above 'upper_bound'");
  if (const Json* has_std = optional_member(object, "has_std")) {
    if (!has_std->is_boolean()) complain(where + "has_std", "true or false");
    property.has_std = has_std->get<bool>();
  }
  property.tolerance = tolerance_of(object, where);
  if (const Json* quality = optional_member(object, "quality")) read_quality(*quality, where + "quality", property);
  if (const Json* calibration = optional_member(object, "calibration"))
    property.calibration = calibration_of(*calibration, where + "calibration", property);
  return property;
}

Field field_of(const Json& object, const std::string& where) {
  if (!object.is_object()) complain(where, "an object");
  Field field;
  field.name = text(object, where, "name");
  if (field.name.empty()) complain(where + "name", "a name that is not empty");
  field.title = text_or_empty(object, where, "title");
  field.unit = text_or_empty(object, where, "unit");
  const Json& shape = member(object, where, "shape");
  if (!shape.is_array() || shape.empty()) complain(where + "shape", "a list of numbers and \"sites\"");
  for (const Json& size : shape)
    field.shape.push_back(size == "sites" ? "sites" : std::to_string(count(size, where + "shape", 1, 1'000'000)));
  const std::optional<double> tolerance = tolerance_of(object, where);
  if (!tolerance) complain(where + "tolerance", "a number above 0, in the output's unit");
  field.tolerance = *tolerance;
  if (const Json* quality = optional_member(object, "quality")) {
    Property read;
    read_quality(*quality, where + "quality", read);
    field.quality = std::move(read.quality);
    field.quality_dataset = std::move(read.quality_dataset);
  }
  return field;
}

Network network_of(const Json& object, const std::string& where) {
  if (!object.is_object()) complain(where, "an object");
  Network network;
  network.name = text(object, where, "name");
  network.architecture = text(object, where, "architecture");
  const Json* parameters = optional_member(object, "parameters");
  if (parameters != nullptr && !parameters->is_object()) complain(where + "parameters", "an object");
  network.parameters_json = parameters == nullptr ? "{}" : parameters->dump();
  if (const Json* members = optional_member(object, "members"))
    network.members = static_cast<int>(count(*members, where + "members", 0, 1000));
  network.properties = texts(object, where, "properties");
  return network;
}

/// JSON of bounded size and depth: a package may come from anyone, and deep nesting exhausts the stack when written.
Json parse_bounded(std::string_view json) {
  constexpr std::size_t kMaxBytes = std::size_t{16} << 20;
  constexpr int kMaxDepth = 32;
  if (json.size() > kMaxBytes) throw Error(ErrorCode::kInvalidArgument, "manifest.json has more than 16 MiB");
  const auto shallow = [](int depth, Json::parse_event_t, Json&) {
    if (depth > kMaxDepth) throw Error(ErrorCode::kInvalidArgument, "manifest.json is nested more than 32 deep");
    return true;
  };
  try {
    return Json::parse(json, shallow);
  } catch (const Json::exception& error) {
    throw Error(ErrorCode::kInvalidArgument, std::string("manifest.json is not JSON: ") + error.what());
  }
}

void read_properties(const Json& root, Manifest& manifest) {
  const Json& properties = member(root, "", "properties");
  if (!properties.is_array() || properties.empty()) complain("properties", "a list that is not empty");
  std::set<std::string> names;
  for (std::size_t i = 0; i < properties.size(); ++i) {
    const std::string where = "properties[" + std::to_string(i) + "].";
    manifest.properties.push_back(property_of(properties[i], where));
    if (!names.insert(manifest.properties.back().name).second)
      complain(where + "name", "a name of its own, but '" + manifest.properties.back().name + "' is there twice");
  }
  std::set<std::string> columns;
  for (const Column& column : manifest.columns()) {
    if (!columns.insert(column.name).second)
      complain("properties[" + std::to_string(column.property) + "].classes", "columns of their own, but '" + column.name + "' is there twice");
  }
}

void read_fields(const Json& root, Manifest& manifest) {
  const Json* fields = optional_member(root, "fields");
  if (fields == nullptr) return;
  if (!fields->is_array()) complain("fields", "a list");
  for (std::size_t i = 0; i < fields->size(); ++i) {
    const std::string where = "fields[" + std::to_string(i) + "].";
    Field field = field_of((*fields)[i], where);
    if (manifest.find_field(field.name) != nullptr || manifest.find_property(field.name) != nullptr)
      complain(where + "name", "a name of its own, but '" + field.name + "' is there twice");
    manifest.fields.push_back(std::move(field));
  }
}

void read_networks(const Json& root, Manifest& manifest) {
  const Json& networks = member(root, "", "networks");
  if (!networks.is_array() || networks.empty()) complain("networks", "a list that is not empty");
  std::set<std::string> predicted;
  for (std::size_t i = 0; i < networks.size(); ++i) {
    const std::string where = "networks[" + std::to_string(i) + "].";
    manifest.networks.push_back(network_of(networks[i], where));
    for (const std::string& name : manifest.networks.back().properties) {
      if (manifest.find_property(name) == nullptr) complain(where + "properties", "names from 'properties', not '" + name + "'");
      if (!predicted.insert(name).second)
        complain(where + "properties", "each property in one network only, once; '" + name + "' is there twice");
    }
  }
  for (const Property& property : manifest.properties) {
    if (predicted.count(property.name) == 0) complain("networks", "a network that predicts '" + property.name + "'");
  }
}

TrainingSet training_set_of(const Json& object, const std::string& key) {
  if (!object.is_object()) complain(key, "an object, not " + excerpt(object));
  const std::string where = key + ".";
  TrainingSet training;
  training.file = text(object, where, "file");
  training.fingerprint = text(object, where, "fingerprint");
  training.molecules = count(member(object, where, "molecules"), where + "molecules", 1, kMostTrainingMolecules);
  training.in = number(member(object, where, "in"), where + "in", "a Tanimoto similarity in [0, 1]", 0, 1);
  training.borderline = number(member(object, where, "borderline"), where + "borderline", "a Tanimoto similarity in [0, 1], not above 'in'", 0, training.in);
  return training;
}

void read_domain(const Json& root, Manifest& manifest) {
  manifest.refused_elements = atomic_numbers(root, "", "refused_elements");
  const Json* domain = optional_member(root, "domain");
  if (domain == nullptr) return;
  if (!domain->is_object()) complain("domain", "an object");
  manifest.domain_elements = atomic_numbers(*domain, "domain.", "elements");
  if (const Json* size = optional_member(*domain, "max_heavy_atoms"))
    manifest.domain_max_heavy_atoms = static_cast<int>(count(*size, "domain.max_heavy_atoms", 1, 1'000'000));
  if (const Json* training = optional_member(*domain, "training")) manifest.training = training_set_of(*training, "domain.training");
}

void read_licence(const Json& root, Manifest& manifest) {
  manifest.citation = texts(root, "", "citation");
  const Json* licence = optional_member(root, "licence");
  if (licence == nullptr) return;
  if (!licence->is_object()) complain("licence", "an object");
  manifest.licence_code = text_or_empty(*licence, "licence.", "code");
  manifest.licence_weights = text_or_empty(*licence, "licence.", "weights");
}

void read_files(const Json& root, Manifest& manifest) {
  const Json& files = member(root, "", "files");
  if (!files.is_object()) complain("files", "an object of file name to SHA-256");
  const auto hexadecimal = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  for (const auto& [name, value] : files.items()) {
    const std::string digest = value.is_string() ? value.get<std::string>() : std::string();
    if (digest.size() != 64 || !std::all_of(digest.begin(), digest.end(), hexadecimal))
      complain("files." + name, "a SHA-256 of 64 lower-case hexadecimal digits");
    if (name.empty() || name[0] == '.' || name.find_first_of(std::string("/\\\0", 3)) != std::string::npos || name == "manifest.json")
      complain("files." + name, "a plain name of a file beside manifest.json");
    manifest.files[name] = digest;
  }
}

}  // namespace

Manifest parse_manifest(std::string_view json) {
  const Json root = parse_bounded(json);
  if (!root.is_object()) complain("", "an object");
  if (member(root, "", "format") != 1) complain("format", "1");

  Manifest manifest;
  manifest.identity = sha256(json);
  manifest.name = text(root, "", "name");
  static const std::regex kName("[a-z][a-z0-9-]{0,62}");
  if (!std::regex_match(manifest.name, kName))
    complain("name", "a lower-case letter, then up to 62 of a-z, 0-9 and '-', not '" + manifest.name + "'");
  manifest.version = text(root, "", "version");
  static const std::regex kVersion("[A-Za-z0-9][A-Za-z0-9._+-]{0,62}");
  if (!std::regex_match(manifest.version, kVersion)) complain("version", "up to 63 of A-Z, a-z, 0-9, '.', '_', '+' and '-'");
  manifest.title = text_or_empty(root, "", "title");
  manifest.input = text(root, "", "input");
  if (manifest.input != "molecule" && manifest.input != "crystal" && manifest.input != "composition")
    complain("input", "molecule, crystal or composition, not '" + manifest.input + "'");
  if (const Json* mixed = optional_member(root, "mixed_sites")) {
    if (!mixed->is_boolean() || (*mixed && manifest.input != "crystal")) complain("mixed_sites", "true or false, and true of the input crystal only");
    manifest.mixed_sites = *mixed;
  }
  read_properties(root, manifest);
  read_fields(root, manifest);
  read_networks(root, manifest);
  read_domain(root, manifest);
  read_licence(root, manifest);
  if (const Json* tolerance = optional_member(root, "tolerance")) {
    if (!tolerance->is_number()) complain("tolerance", "a number in (0, 1]");
    manifest.tolerance = tolerance->get<double>();
  }
  if (!(manifest.tolerance > 0 && manifest.tolerance <= 1)) complain("tolerance", "a number in (0, 1]");
  read_files(root, manifest);
  if (manifest.training && !manifest.files.contains(manifest.training->file))
    complain("domain.training.file", "a file that 'files' lists, not '" + manifest.training->file + "'");
  return manifest;
}

}  // namespace furui
