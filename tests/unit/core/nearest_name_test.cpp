// The name that was meant is found, and no far-fetched one is offered.
#include "core/nearest_name.h"

#include <gtest/gtest.h>

#include <vector>

namespace furui {
namespace {

const std::vector<std::string> kKnown{"hERG", "AMES", "Solubility_AqSolDB", "Caco2_Wang", "logP"};

TEST(NearestName, CountsInsertionsDeletionsReplacementsAndSwaps) {
  EXPECT_EQ(edit_distance("", ""), 0u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);  // the textbook's pair
  EXPECT_EQ(edit_distance("weight", "wieght"), 1u);
  EXPECT_EQ(edit_distance("weights", "weight"), 1u);
  EXPECT_EQ(edit_distance("weight", "weights"), 1u);
  EXPECT_EQ(edit_distance("ca", "abc"), 3u);  // optimal string alignment, not full Damerau (2)
  EXPECT_EQ(edit_distance("abc", ""), 3u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("HERG", "herg"), 0u);
}

TEST(NearestName, FindsWhatWasMeant) {
  EXPECT_EQ(nearest_name("herg", kKnown), "hERG");
  EXPECT_EQ(nearest_name("hREG", kKnown), "hERG");
  EXPECT_EQ(nearest_name("Solubility_AqSolBD", kKnown), "Solubility_AqSolDB");
  EXPECT_EQ(nearest_name("caco2", kKnown), "");
  EXPECT_EQ(nearest_name("logS", kKnown), "logP");
  EXPECT_EQ(nearest_name("AMS", kKnown), "AMES");
}

TEST(NearestName, KnowsAbbreviations) {
  const std::vector<std::string> known{"Caco2_Wang", "CYP3A4_Veith", "CYP3A4_Substrate_CarbonMangels", "Half_Life_Obach", "Solubility_AqSolDB", "molecular_weight", "heavy_atoms"};
  EXPECT_EQ(did_you_mean("caco2", known), "; did you mean 'Caco2_Wang'?");
  EXPECT_EQ(did_you_mean("CYP3A4", known), "; did you mean 'CYP3A4_Veith' or 'CYP3A4_Substrate_CarbonMangels'?");
  EXPECT_EQ(did_you_mean("half_life", known), "; did you mean 'Half_Life_Obach'?");
  EXPECT_EQ(did_you_mean("HalfLife", known), "; did you mean 'Half_Life_Obach'?");
  EXPECT_EQ(did_you_mean("mol_weight", known), "; did you mean 'molecular_weight'?");
  EXPECT_EQ(did_you_mean("weight_mol", known), "");
  EXPECT_EQ(did_you_mean("_", known), "");
}

TEST(NearestName, OffersNothingFarFetched) {
  EXPECT_EQ(nearest_name("melting_point", kKnown), "");
  EXPECT_EQ(nearest_name("", kKnown), "");
  EXPECT_EQ(nearest_name("hERG", {}), "");
  EXPECT_EQ(nearest_name(std::string(100'000, 'h'), kKnown), "");
}

TEST(NearestName, TakesTheFirstOfEquals) {
  const std::vector<std::string> known{"abcdef1", "abcdef2"};
  EXPECT_EQ(nearest_name("abcdef", known), "abcdef1");
}

TEST(NearestName, EndsAMessage) {
  EXPECT_EQ(did_you_mean("herg", kKnown), "; did you mean 'hERG'?");
  EXPECT_EQ(did_you_mean("melting_point", kKnown), "");
}

}  // namespace
}  // namespace furui
