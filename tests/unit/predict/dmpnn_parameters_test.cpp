// A network's parameters: each value has its place, each mistake its name.
#include "predict/dmpnn_parameters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/error.h"  // for Error

namespace furui {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

json good() {
  return json::parse(R"({"messages":"bond","featurizer":"v2","atom_features":72,"bond_features":14,"depth":3,
    "hidden":300,"bias":false,"undirected":false,"activation":"relu","aggregation":"norm","aggregation_norm":100,
    "batch_norm":false,"ffn_layers":2,"ffn_hidden":300,"ffn_activation":"relu","output":"binary","unscaled":false})");
}

std::string complaint(const json& parameters) {
  try {
    parse_dmpnn_parameters(parameters.dump(), "tox");
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("'tox'"));
    return error.field();
  }
  return "";
}

TEST(DmpnnParameters, reads_what_models_readme_lists) {
  const DmpnnParameters p = parse_dmpnn_parameters(good().dump(), "tox");
  EXPECT_FALSE(p.plan.atom_messages);
  EXPECT_EQ(p.plan.depth, 3);
  EXPECT_EQ(p.hidden, 300u);
  EXPECT_EQ(p.aggregation_norm, 100);
  EXPECT_THAT(p.ffn_hidden, ElementsAre(300, 300));
  json list = good();
  list["ffn_hidden"] = {64, 32};
  EXPECT_THAT(parse_dmpnn_parameters(list.dump(), "tox").ffn_hidden, ElementsAre(64, 32));
}

TEST(DmpnnParameters, names_the_wrong_one) {
  const std::pair<const char*, json> wrong[] = {
      {"messages", "edge"},     {"featurizer", "v3"},   {"atom_features", 133}, {"depth", 0},
      {"depth", "three"},       {"hidden", -1},         {"bias", 1},            {"activation", "mish"},
      {"aggregation", "max"},   {"aggregation_norm", 0}, {"batch_norm", nullptr}, {"ffn_hidden", {1, 2, 3}},
      {"ffn_layers", 1.5},      {"output", "spectral"}, {"output", "multiclass"}, {"undirected_", true},
      {"activation_parameters", {{"alpha", 1}}},
  };
  for (const auto& [key, value] : wrong) {
    json bad = good();
    bad[key] = value;
    const std::string named = key == std::string("output") && value == "multiclass" ? "classes" : key;
    EXPECT_EQ(complaint(bad), "networks.tox.parameters." + named) << key << " " << value;
  }
  const json all = good();
  for (const auto& [key, value] : all.items()) {
    if (key == "atom_features" || key == "bond_features") continue;  // checks only
    json bad = good();
    bad.erase(key);
    EXPECT_NE(complaint(bad), "") << key;
  }
}

TEST(DmpnnParameters, needs_the_slope_of_a_leaky_relu) {
  json p = good();
  p["activation"] = "leaky_relu";
  EXPECT_EQ(complaint(p), "networks.tox.parameters.activation_parameters");
  p["activation_parameters"] = {{"negative_slope", 0.1}};
  EXPECT_FLOAT_EQ(parse_dmpnn_parameters(p.dump(), "tox").activation.parameter, 0.1f);
}

}  // namespace
}  // namespace furui
