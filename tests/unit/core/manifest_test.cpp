// manifest.json is read as models/README.md states it, and a wrong one is refused by the name of its key.
#include "core/manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/error.h"  // for Error

namespace furui {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Json = nlohmann::json;

Json whole() {
  return Json::parse(R"json({
    "format": 1, "name": "toy-2", "version": "1.0+b_2", "title": "A toy", "input": "molecule",
    "properties": [
      {"name": "logS", "title": "Solubility", "unit": "log10(mol/L)", "task": "regression", "direction": "higher",
       "lower_bound": -15, "upper_bound": null, "species": "human", "has_std": true,
       "quality": {"R2": 0.8, "MAE": 0.7, "dataset": "AqSolDB", "n": 9980}},
      {"name": "odour", "unit": "1", "task": "multiclass", "shape": [3], "classes": ["rose", "tar", "none"], "direction": "none"},
      {"name": "toxic", "unit": "1", "task": "binary", "direction": "lower", "has_std": false, "quality": {}}],
    "networks": [
      {"name": "first", "architecture": "dmpnn", "parameters": {"depth": 3}, "members": 5, "properties": ["toxic", "logS"]},
      {"name": "second", "architecture": "descriptors", "properties": ["odour"]}],
    "domain": {"elements": [1, 6, 118], "max_heavy_atoms": 120,
               "training": {"file": "weights.safetensors", "fingerprint": "morgan-2-2048", "molecules": 902, "in": 0.4, "borderline": 0.25}}, "refused_elements": [0],
    "licence": {"code": "MIT", "weights": "CC-BY-4.0"}, "citation": ["A. Author 2024"],
    "source": {"package": "toy", "version": "1"}, "reference": {"torch": "2.13.0"}, "tolerance": 1e-4,
    "files": {"weights.safetensors": "00000000000000000000000000000000000000000000000000000000000000ff"}})json");
}

/// The complaint about a manifest in which the value at this JSON pointer was replaced.
Error complaint(const std::string& pointer, const Json& value) {
  Json manifest = whole();
  manifest[Json::json_pointer(pointer)] = value;
  try {
    parse_manifest(manifest.dump());
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
    return error;
  }
  ADD_FAILURE() << "no error for " << pointer << " = " << value;
  return Error(ErrorCode::kAborted, "");
}

TEST(Manifest, IsReadWhole) {
  const std::string text = whole().dump();
  const Manifest manifest = parse_manifest(text);
  EXPECT_EQ(manifest.name, "toy-2");
  EXPECT_EQ(manifest.version, "1.0+b_2");
  EXPECT_EQ(manifest.title, "A toy");
  EXPECT_EQ(manifest.input, "molecule");
  EXPECT_EQ(manifest.identity, sha256(text));
  EXPECT_THAT(manifest.domain_elements, ElementsAre(1, 6, 118));
  EXPECT_EQ(manifest.domain_max_heavy_atoms, 120);
  ASSERT_TRUE(manifest.training);
  EXPECT_EQ(manifest.training->fingerprint, "morgan-2-2048");
  EXPECT_EQ(manifest.training->molecules, 902);
  EXPECT_EQ(manifest.training->in, 0.4);
  EXPECT_EQ(manifest.training->borderline, 0.25);
  EXPECT_THAT(manifest.refused_elements, ElementsAre(0));
  EXPECT_EQ(manifest.licence_code, "MIT");
  EXPECT_EQ(manifest.licence_weights, "CC-BY-4.0");
  EXPECT_THAT(manifest.citation, ElementsAre("A. Author 2024"));
  EXPECT_EQ(manifest.tolerance, 1e-4);
  EXPECT_EQ(manifest.files.at("weights.safetensors").substr(60), "00ff");
}

TEST(Manifest, ReadsFieldsAndTolerances) {
  Json json = whole();
  json["properties"][0]["tolerance"] = 0.25;
  json["fields"] = Json::parse(R"json([
    {"name": "forces", "title": "On atoms", "unit": "eV/angstrom", "shape": ["sites", 3], "tolerance": 1e-4,
     "quality": {"MAE": 0.07, "dataset": "MPtrj"}}])json");
  const Manifest manifest = parse_manifest(json.dump());
  EXPECT_EQ(manifest.properties[0].tolerance, 0.25);
  EXPECT_EQ(manifest.properties[1].tolerance, std::nullopt);
  const Field* forces = manifest.find_field("forces");
  ASSERT_NE(forces, nullptr);
  EXPECT_EQ(forces->title, "On atoms");
  EXPECT_EQ(forces->unit, "eV/angstrom");
  EXPECT_THAT(forces->shape, ElementsAre("sites", "3"));
  EXPECT_EQ(forces->tolerance, 1e-4);
  EXPECT_EQ(forces->quality.at("MAE"), 0.07);
  EXPECT_EQ(forces->quality_dataset, "MPtrj");
  EXPECT_EQ(manifest.find_field("stress"), nullptr);
  EXPECT_TRUE(parse_manifest(whole().dump()).fields.empty());
}

TEST(Manifest, RefusesFieldsThatSayTooLittle) {
  const auto field = [](const char* key, const Json& value) {
    Json one = {{"name", "forces"}, {"shape", {"sites", 3}}, {"tolerance", 1e-4}};
    one[key] = value;
    return Json::array({one});
  };
  EXPECT_EQ(complaint("/fields", 1).field(), "fields");
  EXPECT_EQ(complaint("/fields", field("name", "")).field(), "fields[0].name");
  EXPECT_EQ(complaint("/fields", field("name", "logS")).field(), "fields[0].name");
  EXPECT_EQ(complaint("/fields", field("shape", Json::array())).field(), "fields[0].shape");
  EXPECT_EQ(complaint("/fields", field("shape", {"atoms"})).field(), "fields[0].shape");
  EXPECT_EQ(complaint("/fields", field("tolerance", nullptr)).field(), "fields[0].tolerance");
  EXPECT_EQ(complaint("/fields", field("tolerance", -1)).field(), "fields[0].tolerance");
  EXPECT_EQ(complaint("/properties/0/tolerance", 0).field(), "properties[0].tolerance");
}

TEST(Manifest, ReadsAPropertyWithAllThatIsSaidOfIt) {
  const Manifest manifest = parse_manifest(whole().dump());
  const Property* property = manifest.find_property("logS");
  ASSERT_NE(property, nullptr);
  EXPECT_EQ(property->title, "Solubility");
  EXPECT_EQ(property->unit, "log10(mol/L)");
  EXPECT_EQ(property->task, Task::kRegression);
  EXPECT_EQ(property->direction, Direction::kHigher);
  EXPECT_EQ(property->lower_bound, -15);
  EXPECT_EQ(property->upper_bound, std::nullopt);
  EXPECT_EQ(property->species, "human");
  EXPECT_TRUE(property->has_std);
  EXPECT_EQ(property->quality, (std::map<std::string, double>{{"MAE", 0.7}, {"R2", 0.8}}));
  EXPECT_EQ(property->quality_dataset, "AqSolDB");
  EXPECT_EQ(property->quality_rows, 9980);
  EXPECT_EQ(manifest.find_property("logs"), nullptr);
}

TEST(Manifest, ReadsNetworksWithTheirParametersAsText) {
  const Manifest manifest = parse_manifest(whole().dump());
  ASSERT_EQ(manifest.networks.size(), 2u);
  EXPECT_EQ(manifest.networks[0].architecture, "dmpnn");
  EXPECT_EQ(manifest.networks[0].parameters_json, R"({"depth":3})");
  EXPECT_EQ(manifest.networks[0].members, 5);
  EXPECT_THAT(manifest.networks[0].properties, ElementsAre("toxic", "logS"));
  EXPECT_EQ(manifest.networks[1].parameters_json, "{}");
  EXPECT_EQ(manifest.networks[1].members, 0);
}

TEST(Manifest, AMulticlassPropertyHasAColumnAClass) {
  std::vector<std::string> names;
  std::vector<std::size_t> properties;
  for (const Column& column : parse_manifest(whole().dump()).columns()) {
    names.push_back(column.name);
    properties.push_back(column.property);
  }
  EXPECT_THAT(names, ElementsAre("logS", "odour.rose", "odour.tar", "odour.none", "toxic"));
  EXPECT_THAT(properties, ElementsAre(0, 1, 1, 1, 2));
}

TEST(Manifest, NeedsOnlyWhatIsNeeded) {
  Json manifest = whole();
  for (const char* key : {"title", "domain", "refused_elements", "licence", "citation", "source", "reference", "tolerance"})
    manifest.erase(key);
  EXPECT_EQ(parse_manifest(manifest.dump()).tolerance, 1e-5);
  for (const char* key : {"format", "name", "version", "input", "properties", "networks", "files"}) {
    Json lacking = manifest;
    lacking.erase(key);
    try {
      parse_manifest(lacking.dump());
      ADD_FAILURE() << key;
    } catch (const Error& error) {
      EXPECT_EQ(error.field(), key);
    }
  }
}

TEST(Manifest, ThatIsNoJsonIsRefused) {
  for (const char* text : {"", "{", "[]", "null", "7", "{\"format\": 1", "\xff\xfe", "{\"name\": \"\xff\"}"})
    EXPECT_THROW(parse_manifest(text), Error) << text;
}

TEST(Manifest, ThatIsNestedWithoutEndIsRefused) {
  Json manifest = whole();
  const std::string text = manifest.dump();
  const std::string deep = std::string(200'000, '[') + std::string(200'000, ']');
  EXPECT_THROW(parse_manifest(text.substr(0, text.size() - 1) + ",\"x\":" + deep + "}"), Error);
  EXPECT_THROW(parse_manifest(text + std::string(std::size_t{17} << 20, ' ')), Error);
}

struct Wrong {
  const char* pointer;
  const char* value;  // JSON
  const char* field;
};

class WrongManifest : public testing::TestWithParam<Wrong> {};

TEST_P(WrongManifest, IsRefusedByTheNameOfItsKey) {
  const Error error = complaint(GetParam().pointer, Json::parse(GetParam().value));
  EXPECT_EQ(error.field(), GetParam().field) << error.what();
  EXPECT_THAT(error.what(), HasSubstr(std::string("'") + GetParam().field + "'"));
}

INSTANTIATE_TEST_SUITE_P(Manifest, WrongManifest, testing::Values(
    Wrong{"/format", "2", "format"}, Wrong{"/format", "\"1\"", "format"}, Wrong{"/format", "null", "format"},
    Wrong{"/name", "\"Toy\"", "name"}, Wrong{"/name", "\"\"", "name"}, Wrong{"/name", "7", "name"},
    Wrong{"/name", "\"a/../b\"", "name"}, Wrong{"/name", "\"toy\\n\"", "name"},
    Wrong{"/version", "\"\"", "version"}, Wrong{"/version", "\"../1\"", "version"}, Wrong{"/version", "1.0", "version"},
    Wrong{"/title", "[]", "title"}, Wrong{"/input", "\"protein\"", "input"},
    Wrong{"/properties", "[]", "properties"}, Wrong{"/properties", "{}", "properties"},
    Wrong{"/properties/0", "7", "properties[0]."}, Wrong{"/properties/0/name", "\"\"", "properties[0].name"},
    Wrong{"/properties/2/name", "\"logS\"", "properties[2].name"}, Wrong{"/properties/0/task", "\"rank\"", "properties[0].task"},
    Wrong{"/properties/1/classes", "[\"one\"]", "properties[1].classes"},
    Wrong{"/properties/1/classes", "[\"rose\", \"rose\"]", "properties[1].classes"},
    Wrong{"/properties/1/classes", "\"rose\"", "properties[1].classes"},
    Wrong{"/properties/0/direction", "\"up\"", "properties[0].direction"},
    Wrong{"/properties/0/lower_bound", "\"-15\"", "properties[0].lower_bound"},
    Wrong{"/properties/0/upper_bound", "-16", "properties[0].lower_bound"},
    Wrong{"/properties/0/has_std", "\"yes\"", "properties[0].has_std"},
    Wrong{"/properties/0/quality", "[]", "properties[0].quality"},
    Wrong{"/properties/0/quality/n", "-1", "properties[0].quality.n"},
    Wrong{"/properties/0/quality/R2", "\"good\"", "properties[0].quality.R2"},
    Wrong{"/properties/0/quality/dataset", "7", "properties[0].quality.dataset"},
    Wrong{"/networks", "[]", "networks"}, Wrong{"/networks/0", "[]", "networks[0]."},
    Wrong{"/networks/0/architecture", "null", "networks[0].architecture"},
    Wrong{"/networks/0/parameters", "[]", "networks[0].parameters"},
    Wrong{"/networks/0/members", "\"5\"", "networks[0].members"}, Wrong{"/networks/0/members", "-1", "networks[0].members"},
    Wrong{"/networks/0/members", "18446744073709551615", "networks[0].members"},
    Wrong{"/networks/0/properties", "[\"toxic\"]", "networks"},
    Wrong{"/networks/0/properties", "[\"toxic\", \"logS\", \"logP\"]", "networks[0].properties"},
    Wrong{"/networks/0/properties", "[\"toxic\", \"logS\", \"logS\"]", "networks[0].properties"},
    Wrong{"/networks/1/properties", "[\"odour\", \"logS\"]", "networks[1].properties"},
    Wrong{"/domain", "[]", "domain"}, Wrong{"/domain/elements", "[119]", "domain.elements"},
    Wrong{"/domain/elements", "[-1]", "domain.elements"}, Wrong{"/domain/elements", "[6.5]", "domain.elements"},
    Wrong{"/domain/elements", "[18446744073709551615]", "domain.elements"},
    Wrong{"/domain/training", "[]", "domain.training"}, Wrong{"/domain/training/file", "\"other.bin\"", "domain.training.file"},
    Wrong{"/domain/training/fingerprint", "2", "domain.training.fingerprint"}, Wrong{"/domain/training/molecules", "0", "domain.training.molecules"},
    Wrong{"/domain/training/in", "1.5", "domain.training.in"}, Wrong{"/domain/training/borderline", "0.41", "domain.training.borderline"},
    Wrong{"/domain/max_heavy_atoms", "0", "domain.max_heavy_atoms"},
    Wrong{"/domain/max_heavy_atoms", "4294967297", "domain.max_heavy_atoms"},
    Wrong{"/refused_elements", "6", "refused_elements"}, Wrong{"/licence", "\"MIT\"", "licence"},
    Wrong{"/licence/code", "1", "licence.code"}, Wrong{"/citation", "[1]", "citation"},
    Wrong{"/tolerance", "0", "tolerance"}, Wrong{"/tolerance", "2", "tolerance"}, Wrong{"/tolerance", "\"1\"", "tolerance"},
    Wrong{"/files", "[]", "files"}, Wrong{"/files/weights.safetensors", "\"ff\"", "files.weights.safetensors"},
    Wrong{"/files/weights.safetensors", "\"zz000000000000000000000000000000000000000000000000000000000000ff\"", "files.weights.safetensors"},
    Wrong{"/files/weights.safetensors", "\"FF000000000000000000000000000000000000000000000000000000000000ff\"", "files.weights.safetensors"}));

TEST(Manifest, NamesNoFileOutsideItsFolder) {
  const std::string digest(64, '0');
  for (const char* name : {"../weights", "a/b", "a\\b", ".hidden", "", "manifest.json"}) {
    Json manifest = whole();
    manifest["files"][name] = digest;
    EXPECT_THROW(parse_manifest(manifest.dump()), Error) << name;
  }
  Json manifest = whole();
  manifest["files"][std::string("a\0b", 3)] = digest;
  EXPECT_THROW(parse_manifest(manifest.dump()), Error);
}

TEST(Manifest, ColumnsOfDifferentPropertiesMustNotMeet) {
  const Error error = complaint("/properties/2/name", "odour.tar");
  EXPECT_THAT(error.what(), HasSubstr("'odour.tar' is there twice"));
}

TEST(Manifest, TheShippedOnesAreRead) {
  const std::filesystem::path models = std::filesystem::path(FURUI_SOURCE_DIR) / "models";
  std::size_t read = 0;
  for (const auto& folder : std::filesystem::directory_iterator(models)) {
    std::ifstream file(folder.path() / "manifest.json", std::ios::binary);
    if (!file) continue;
    std::ostringstream text;
    text << file.rdbuf();
    EXPECT_EQ(parse_manifest(text.str()).name, folder.path().filename().string());
    ++read;
  }
  EXPECT_GT(read, 0u);
}

}  // namespace
}  // namespace furui
