// Who keeps its name where two columns want the same.
#include "result_columns.h"

#include <gmock/gmock.h>

#include <set>

#include "candidates.h"  // for model_of

namespace furui::cli {
namespace {

using testing::ElementsAre;

TEST(ResultColumns, InputPlaceValuesAndStatusFollowEachOther) {
  const auto columns = result_columns({"name", "smiles"}, {model_of("admet-ai", "2.0.1", {"hERG"})}, {.crystals = false, .ranked = true, .fronts = false, .picks = false, .alerts = false});
  EXPECT_THAT(columns.header(), ElementsAre("name", "smiles", "rank", "score", "score_std", "meets_all", "in_top", "stays_in_top", "tie_group", "hERG", "hERG_std", "status", "reason", "detail"));
}

TEST(ResultColumns, WithoutAProfileThereIsNoRankAndNoScore) {
  const auto columns = result_columns({"smiles"}, {model_of("m", "1", {"logP"})}, {});
  EXPECT_THAT(columns.header(), ElementsAre("smiles", "logP", "logP_std", "status", "reason", "detail"));
}

TEST(ResultColumns, APropertyWithoutAnStdHasNoStdColumn) {
  auto model = model_of("m", "1", {"logP"});
  model.mutable_properties(0)->set_has_std(false);
  EXPECT_THAT(result_columns({}, {model}, {}).header(), ElementsAre("logP", "status", "reason", "detail"));
}

TEST(ResultColumns, AnInputColumnThatCollidesIsCalledInput) {
  const auto columns = result_columns({"NR-AR", "status", "score", "NR-AR_std", "smiles"}, {model_of("m", "1", {"NR-AR"})}, {.crystals = false, .ranked = true, .fronts = false, .picks = false, .alerts = false});
  EXPECT_THAT(columns.input, ElementsAre("input.NR-AR", "input.status", "input.score", "input.NR-AR_std", "smiles"));
}

TEST(ResultColumns, EveryNameIsThereOnceEvenWhereTheInputRepeatsItself) {
  const auto columns = result_columns({"a", "a", "input.a", "hERG", "input.hERG"}, {model_of("m", "1", {"hERG"})}, {.crystals = false, .ranked = true, .fronts = false, .picks = false, .alerts = false});
  const auto header = columns.header();
  EXPECT_EQ(std::set<std::string>(header.begin(), header.end()).size(), header.size());
}

TEST(ResultColumns, AlertsStandBetweenValuesAndStatusAndTakeTheirNameFromTheInput) {
  const auto columns = result_columns({"alerts", "smiles"}, {model_of("m", "1", {"hERG"})}, {.crystals = false, .ranked = false, .fronts = false, .picks = false, .alerts = true});
  EXPECT_THAT(columns.header(), ElementsAre("input.alerts", "smiles", "hERG", "hERG_std", "alerts", "status", "reason", "detail"));
  EXPECT_THAT(result_columns({"alerts"}, {}, {}).header(), ElementsAre("alerts", "status", "reason", "detail"));
}

TEST(ResultColumns, TwoProjectsModelsOfOneNameAndVersionCarryTheirProject) {
  auto own = model_of("m", "1", {"logP"});
  own.set_name("projects/team/models/m/versions/1");
  const auto columns = result_columns({}, {model_of("m", "1", {"logP"}), own}, {});
  EXPECT_EQ(columns.values[0].name, "shared/m/1/logP");
  EXPECT_EQ(columns.values[1].name, "team/m/1/logP");
}

TEST(ResultColumns, APropertyOfTwoModelsCarriesTheModelsName) {
  const auto columns = result_columns({}, {model_of("one", "1", {"logP", "hERG"}), model_of("two", "1", {"logP"})}, {});
  EXPECT_THAT(columns.header(), ElementsAre("one/logP", "one/logP_std", "hERG", "hERG_std", "two/logP", "two/logP_std", "status",
                                            "reason", "detail"));
}

TEST(ResultColumns, APropertyOfTwoVersionsOfAModelCarriesTheVersionToo) {
  const auto columns = result_columns({}, {model_of("m", "1.0", {"logP"}), model_of("m", "2.0", {"logP"})}, {});
  EXPECT_EQ(columns.values[0].name, "m/1.0/logP");
  EXPECT_EQ(columns.values[1].name, "m/2.0/logP");
}

TEST(ResultColumns, AClassOfAMulticlassPropertyTakesThePropertysUnitAndStd) {
  auto model = model_of("m", "1", {"phase"});
  model.clear_columns();
  for (const char* column : {"phase.solid", "phase.liquid"}) model.add_columns(column);
  model.mutable_properties(0)->set_unit("1");
  for (const char* name : {"solid", "liquid"}) model.mutable_properties(0)->add_classes(name);
  const auto columns = result_columns({}, {model}, {});
  EXPECT_EQ(columns.values[1].std_name, "phase.liquid_std");
  EXPECT_EQ(columns.values[1].unit, "1");
}

TEST(ResultColumns, OfFrontsStandAfterThePlace) {
  const auto columns = result_columns({"front"}, {}, {.crystals = false, .ranked = true, .fronts = true, .picks = false, .alerts = false});
  EXPECT_THAT(columns.header(), ElementsAre("input.front", "rank", "score", "score_std", "meets_all", "in_top", "stays_in_top", "tie_group", "front", "status", "reason", "detail"));
}

}  // namespace
}  // namespace furui::cli
