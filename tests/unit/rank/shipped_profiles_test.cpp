// The shipped profiles read, fit the shipped models, and hold to what their text promises.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>

#include "core/manifest.h"  // for parse_manifest
#include "rank/ranking.h"

namespace furui {
namespace {

const std::filesystem::path kModels = std::filesystem::path(FURUI_SOURCE_DIR) / "models";

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path.filename();
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The models whose properties shipped profiles ask for.
constexpr const char* kUsedModels[] = {"admet-ai", "descriptors", "chgnet-stability", "element-cost", "megnet"};

/// Properties of the shipped models as check_profile takes them, with the models' own statements.
std::map<std::string, std::pair<std::string, Property>> shipped_properties() {
  std::map<std::string, std::pair<std::string, Property>> properties;
  for (const char* model : kUsedModels) {
    const Manifest manifest = parse_manifest(text_of(kModels / model / "manifest.json"));
    for (const Property& property : manifest.properties) properties[property.name] = properties[std::string(model) + "/" + property.name] = {model, property};
  }
  return properties;
}

/// Manifests are written by the models' recipes; a checkout in which one was never made cannot be checked against it.
#define SKIP_WITHOUT_MANIFESTS()                                                                          \
  for (const char* model : kUsedModels) {                                                                 \
    if (!std::filesystem::exists(kModels / model / "manifest.json"))                                      \
      GTEST_SKIP() << "models/" << model << "/manifest.json is not there; its recipe beside it makes it"; \
  }

class ShippedProfile : public testing::TestWithParam<const char*> {
 protected:
  const Profile profile = parse_profile(text_of(kModels / "profiles" / (std::string(GetParam()) + ".toml")));
};

TEST_P(ShippedProfile, IsNamedAsItsFileAndSaysWhatItIsFor) {
  EXPECT_EQ(profile.name, GetParam());
  EXPECT_FALSE(profile.title.empty());
  EXPECT_GT(profile.description.size(), 200u);
  EXPECT_EQ(profile.title.find('\n'), std::string::npos);
  EXPECT_EQ(profile.description.find("  "), std::string::npos) << "a line that continues brings its blanks along";
}

TEST_P(ShippedProfile, FitsTheShippedModels) {
  SKIP_WITHOUT_MANIFESTS();
  std::map<std::string, std::string> offered;
  for (const auto& [name, property] : shipped_properties()) offered[name] = property.second.unit;
  EXPECT_NO_THROW(check_profile(profile, offered));
}

TEST_P(ShippedProfile, RestsOnEndpointsThatTheirModelsPredictWell) {
  SKIP_WITHOUT_MANIFESTS();
  const auto properties = shipped_properties();
  for (const Objective& objective : profile.objectives) {
    const auto found = properties.find(objective.property);
    ASSERT_NE(found, properties.end()) << objective.property;
    const auto& quality = found->second.second.quality;
    for (const auto& [metric, least] : {std::pair<const char*, double>{"R2", 0.5}, {"AUROC", 0.75}}) {
      const auto published = quality.find(metric);
      if (published == quality.end()) continue;
      EXPECT_GT(published->second, least) << objective.property << " " << metric;
    }
  }
}

TEST_P(ShippedProfile, PrefersTheDirectionThatTheModelStates) {
  SKIP_WITHOUT_MANIFESTS();
  const auto properties = shipped_properties();
  for (const Objective& objective : profile.objectives) {
    const Property& property = properties.at(objective.property).second;
    if (property.direction == Direction::kNone || objective.transform.type != "logistic") continue;
    const bool rises = objective.transform.parameters.at("good") > objective.transform.parameters.at("bad");
    EXPECT_EQ(rises, property.direction == Direction::kHigher) << objective.property;
  }
}

INSTANTIATE_TEST_SUITE_P(Profiles, ShippedProfile, testing::Values("oral-drug-like", "cns", "soluble-and-safe", "stable-semiconductor"),
                         [](const auto& test) {
                           std::string name = test.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(ShippedProfiles, AreAllTested) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kModels / "profiles")) files += entry.path().extension() == ".toml";
  EXPECT_EQ(files, 4u);
}

}  // namespace
}  // namespace furui
