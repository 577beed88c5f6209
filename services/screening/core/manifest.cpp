// manifest.json to Manifest, with every complaint naming its key.
#include "core/manifest.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "core/error.h"  // for Error

namespace furui {
namespace {

using Json = nlohmann::json;

[[noreturn]] void complain(const std::string& key, const std::string& expected) {
  throw Error(ErrorCode::kInvalidArgument,
              "manifest.json: '" + key + "': expected " + expected + "; see models/README.md")
      .with_field(key);
}

const Json& member(const Json& object, const std::string& where, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) complain(where + key, "a value, but the key is absent");
  return *found;
}

std::string text(const Json& object, const std::string& where, const char* key) {
  const Json& value = member(object, where, key);
  if (!value.is_string()) complain(where + key, "a string");
  return value.get<std::string>();
}

std::string text_or_empty(const Json& object, const std::string& where, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return {};
  return text(object, where, key);
}

std::vector<std::string> texts(const Json& object, const std::string& where, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) return {};
  if (!found->is_array()) complain(where + key, "a list of strings");
  std::vector<std::string> result;
  for (const Json& entry : *found) {
    if (!entry.is_string()) complain(where + key, "a list of strings");
    result.push_back(entry.get<std::string>());
  }
  return result;
}

std::vector<std::uint8_t> atomic_numbers(const Json& object, const std::string& where, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) return {};
  std::vector<std::uint8_t> result;
  if (!found->is_array()) complain(where + key, "a list of atomic numbers");
  for (const Json& entry : *found) {
    if (!entry.is_number_integer() || entry < 0 || entry > 118) complain(where + key, "atomic numbers from 0 to 118");
    result.push_back(entry.get<std::uint8_t>());
  }
  return result;
}

std::optional<double> bound(const Json& object, const std::string& where, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return std::nullopt;
  if (!found->is_number()) complain(where + key, "a number, or null");
  return found->get<double>();
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
  property.has_std = object.value("has_std", false);
  if (const auto quality = object.find("quality"); quality != object.end() && quality->is_object()) {
    for (const auto& [metric, value] : quality->items()) {
      if (value.is_number() && metric != "n") property.quality[metric] = value.get<double>();
    }
    property.quality_dataset = text_or_empty(*quality, where + "quality.", "dataset");
    property.quality_rows = quality->value("n", std::int64_t{0});
  }
  return property;
}

Network network_of(const Json& object, const std::string& where) {
  if (!object.is_object()) complain(where, "an object");
  Network network;
  network.name = text(object, where, "name");
  network.architecture = text(object, where, "architecture");
  network.parameters_json = object.value("parameters", Json::object()).dump();
  network.members = object.value("members", 0);
  if (network.members < 0 || network.members > 1000) complain(where + "members", "a count from 0 to 1000");
  network.properties = texts(object, where, "properties");
  return network;
}

}  // namespace

const char* to_string(Task task) {
  switch (task) {
    case Task::kRegression: return "regression";
    case Task::kBinary: return "binary";
    case Task::kMulticlass: return "multiclass";
  }
  return "unknown";
}

const char* to_string(Direction direction) {
  switch (direction) {
    case Direction::kNone: return "none";
    case Direction::kHigher: return "higher";
    case Direction::kLower: return "lower";
  }
  return "unknown";
}

std::vector<Column> Manifest::columns() const {
  std::vector<Column> result;
  for (std::size_t p = 0; p < properties.size(); ++p) {
    if (properties[p].task == Task::kMulticlass) {
      for (const std::string& label : properties[p].classes) result.push_back({properties[p].name + "." + label, p});
    } else {
      result.push_back({properties[p].name, p});
    }
  }
  return result;
}

const Property* Manifest::find_property(std::string_view wanted) const {
  const auto found = std::find_if(properties.begin(), properties.end(),
                                  [&](const Property& property) { return property.name == wanted; });
  return found == properties.end() ? nullptr : &*found;
}

Manifest parse_manifest(std::string_view json) {
  Json root;
  try {
    root = Json::parse(json);
  } catch (const Json::parse_error& error) {
    throw Error(ErrorCode::kInvalidArgument, std::string("manifest.json is not JSON: ") + error.what());
  }
  if (!root.is_object()) complain("", "an object");
  if (root.value("format", 0) != 1) complain("format", "1");

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

  const Json& properties = member(root, "", "properties");
  if (!properties.is_array() || properties.empty()) complain("properties", "a list that is not empty");
  std::set<std::string> names;
  for (std::size_t i = 0; i < properties.size(); ++i) {
    const std::string where = "properties[" + std::to_string(i) + "].";
    manifest.properties.push_back(property_of(properties[i], where));
    if (!names.insert(manifest.properties.back().name).second)
      complain(where + "name", "a name of its own, but '" + manifest.properties.back().name + "' is there twice");
  }

  const Json& networks = member(root, "", "networks");
  if (!networks.is_array() || networks.empty()) complain("networks", "a list that is not empty");
  std::set<std::string> predicted;
  for (std::size_t i = 0; i < networks.size(); ++i) {
    const std::string where = "networks[" + std::to_string(i) + "].";
    manifest.networks.push_back(network_of(networks[i], where));
    for (const std::string& name : manifest.networks.back().properties) {
      if (names.count(name) == 0) complain(where + "properties", "names from 'properties', not '" + name + "'");
      if (!predicted.insert(name).second) complain(where + "properties", "each property in one network only, but '" + name + "' is in two");
    }
  }
  for (const std::string& name : names) {
    if (predicted.count(name) == 0) complain("networks", "a network that predicts '" + name + "'");
  }

  if (const auto domain = root.find("domain"); domain != root.end() && domain->is_object()) {
    manifest.domain_elements = atomic_numbers(*domain, "domain.", "elements");
    if (const auto size = domain->find("max_heavy_atoms"); size != domain->end() && size->is_number_integer())
      manifest.domain_max_heavy_atoms = size->get<int>();
  }
  manifest.refused_elements = atomic_numbers(root, "", "refused_elements");
  if (const auto licence = root.find("licence"); licence != root.end() && licence->is_object()) {
    manifest.licence_code = text_or_empty(*licence, "licence.", "code");
    manifest.licence_weights = text_or_empty(*licence, "licence.", "weights");
  }
  manifest.citation = texts(root, "", "citation");
  manifest.tolerance = root.value("tolerance", 1e-5);
  if (!(manifest.tolerance > 0 && manifest.tolerance <= 1)) complain("tolerance", "a number in (0, 1]");
  const Json& files = member(root, "", "files");
  if (!files.is_object()) complain("files", "an object of file name to SHA-256");
  for (const auto& [name, digest] : files.items()) {
    if (!digest.is_string() || digest.get<std::string>().size() != 64) complain("files." + name, "a SHA-256 in hexadecimal");
    if (name.empty() || name.find('/') != std::string::npos || name[0] == '.') complain("files." + name, "a plain file name");
    manifest.files[name] = digest.get<std::string>();
  }
  return manifest;
}

}  // namespace furui
