// Filters on structure and diverse picks, through real readers.
#include "pipeline/structure_filters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/crystal.h"
#include "core/error.h"
#include "core/molecule_graph.h"
#include "pipeline/child_programs.h"
#include "pipeline/diverse_picks.h"

namespace furui {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class StructureFiltersTest : public ::testing::Test {
 protected:
  StructureFiltersTest() {
    ChildOptions children;
    children.warm = false;
    children.reader.cpu = std::chrono::milliseconds(500);
    spawner_ = start_spawner(children);
    ReaderPoolOptions options;
    options.readers = 2;
    options.limits = children.reader;
    pool_ = std::make_unique<ReaderPool>(*spawner_, kReaderProgram, options);
  }

  std::vector<StoredGraph> graphs(const std::vector<std::string>& smiles) {
    contents_.clear();
    for (const std::string& text : smiles)
      contents_.push_back(serialize(std::get<MoleculeReading>(read_molecule(text, {})).graph));
    std::vector<StoredGraph> graphs;
    for (std::size_t i = 0; i < contents_.size(); ++i) graphs.push_back({i, contents_[i]});
    return graphs;
  }

  static Profile profile(const std::string& filters) { return parse_profile("name = \"p\"\n" + filters); }

  /// Flags of each filter.
  std::vector<std::vector<std::uint8_t>> failed(const Profile& profile, const std::vector<std::string>& smiles) {
    filters_.emplace(profile, smiles.size(), *pool_);
    filters_->look(graphs(smiles));
    std::vector<std::vector<std::uint8_t>> flags;
    for (auto& [filter, of] : filters_->take_failed()) flags.push_back(std::move(of));
    return flags;
  }

  std::string refusal(const std::string& filters) {
    try {
      check_patterns(profile(filters), *pool_);
      return "none";
    } catch (const Error& error) {
      return std::string(to_string(error.code())) + " " + error.field() + ": " + error.what();
    }
  }

  std::unique_ptr<Spawner> spawner_;
  std::unique_ptr<ReaderPool> pool_;
  std::vector<std::string> contents_;
  std::optional<StructureFilters> filters_;
};

TEST_F(StructureFiltersTest, LookForPatternsAndSayWhere) {
  const Profile wanted = profile("[[filter]]\nsmarts = [\"[N+](=O)[O-]\", \"[Cl]\"]\n[[filter]]\nrequired_smarts = [\"c1ccccc1\", \"O\"]\n");
  const auto flags = failed(wanted, {"Cc1ccc([N+](=O)[O-])cc1", "c1ccccc1O", "CCCl", "CCO"});
  EXPECT_THAT(flags, ElementsAre(ElementsAre(1, 0, 1, 0), ElementsAre(0, 0, 1, 1)));
  EXPECT_EQ(filters_->why(0, 0), "[N+](=O)[O-] matches atoms 6, 7 and 8");
  EXPECT_EQ(filters_->why(0, 2), "[Cl] matches atom 3");
  EXPECT_EQ(filters_->why(1, 3), "c1ccccc1 does not match");
  EXPECT_EQ(filters_->why(0, 1), "");
}

TEST_F(StructureFiltersTest, LookAtElements) {
  const Profile wanted = profile("[[filter]]\nelements = [\"C\", \"O\"]\n[[filter]]\nforbidden_elements = [\"Si\", \"B\"]\n[[filter]]\nforbidden_elements = [\"H\"]\n");
  const auto flags = failed(wanted, {"CCO", "C[Si](C)(C)C", "CCN", "[2H]C([2H])([2H])O", "FC(F)(F)F"});
  EXPECT_THAT(flags, ElementsAre(ElementsAre(0, 1, 1, 0, 1), ElementsAre(0, 1, 0, 0, 0), ElementsAre(1, 1, 1, 1, 0)));
  EXPECT_EQ(filters_->why(0, 1), "atom 2 is Si");
  EXPECT_EQ(filters_->why(1, 1), "atom 2 is Si");
  EXPECT_EQ(filters_->why(2, 0), "atom 1 has hydrogen");
}

TEST_F(StructureFiltersTest, LookForAlertsWhereNobodyDid) {
  const Profile wanted = profile("[[filter]]\nalerts = [\"BRENK\"]\n[[filter]]\nalerts = [\"PAINS\"]\n[[filter]]\nsmarts = [\"CCO\"]\n");
  StructureFilters filters(wanted, 2, *pool_, true);
  filters.look(graphs({"Cc1ccc([N+](=O)[O-])cc1", "CCO"}));
  const auto flags = filters.take_failed();
  EXPECT_THAT(flags.at(0), ElementsAre(1, 0));
  EXPECT_THAT(flags.at(1), ElementsAre(0, 0));
  EXPECT_THAT(flags.at(2), ElementsAre(0, 1));
  EXPECT_THAT(filters.why(0, 0), HasSubstr("BRENK rule "));
  EXPECT_THAT(filters.why(0, 0), HasSubstr(" matches atoms "));
  EXPECT_EQ(StructureFilters(wanted, 2, *pool_).take_failed().count(0), 0U) << "they are stored";
}

TEST_F(StructureFiltersTest, ACandidateThatNobodyLookedAtFails) {
  const Profile wanted = profile("[[filter]]\nsmarts = [\"Br\"]\n");
  StructureFilters filters(wanted, 3, *pool_);
  EXPECT_TRUE(filters.asks());
  auto some = graphs({"CCO", "CBr"});
  some[1].row = 2;
  filters.look(some);
  EXPECT_THAT(filters.take_failed().at(0), ElementsAre(0, 1, 1));
}

TEST_F(StructureFiltersTest, UnreadablePatternsAreRefusedWithTheirLine) {
  EXPECT_EQ(refusal("[[filter]]\nsmarts = [\"C=O\"]\n"), "none");
  EXPECT_THAT(refusal("[[filter]]\nsmarts = [\"C=O\", \"c1ccccc\"]\n"), HasSubstr("INVALID_ARGUMENT filter[0].smarts: profile 'p' line 3: the pattern 'c1ccccc' is no SMARTS"));
  EXPECT_THAT(refusal("[[filter]]\nsmarts = [\"C\"]\n[[filter]]\nrequired_smarts = [\"C\uff1dO\"]\n"), HasSubstr("filter[1].required_smarts: profile 'p' line 5: the pattern 'C\uff1dO' has a character beyond ASCII after 1 bytes"));
}

TEST_F(StructureFiltersTest, ASearchBeyondTheLimitsCostsTheCandidateAlone) {
  // Chains of 40 atoms through a fullerene are without number, and none of them ends outside a ring.
  std::string pattern = "[#6;R]";
  for (int i = 0; i < 40; ++i) pattern += "~[#6;R]";
  pattern += "~[#6;R0]";
  const std::string fullerene =
      "c12c3c4c5c1c1c6c7c2c2c8c3c3c9c4c4c%10c5c5c1c1c6c6c%11c7c2c2c7c8c3c3c8c9c4c4c9c%10c5c5c1c1c6c6c%11c2c2c7c3c3c8c4c4c9c5c1c1c6c2c3c41";
  const auto flags = failed(profile("[[filter]]\nsmarts = [\"" + pattern + "\"]\n"), {"CCO", fullerene, "CC"});
  EXPECT_THAT(flags, ElementsAre(ElementsAre(0, 1, 0)));
  EXPECT_THAT(filters_->why(0, 1), HasSubstr("it could not be searched: describing it: no answer after 0.5 s of CPU time"));
}

TEST_F(StructureFiltersTest, DomainsFailBeyondWhatTheFilterAllows) {
  const Profile wanted = profile("[[filter]]\ndomain = \"in\"\n[[filter]]\ndomain = \"borderline\"\n");
  const std::vector<Domain> domain{Domain::kUnknown, Domain::kIn, Domain::kBorderline, Domain::kOut};
  const auto flags = failed_domain(wanted, domain);
  EXPECT_THAT(flags.at(0), ElementsAre(0, 0, 1, 1));
  EXPECT_THAT(flags.at(1), ElementsAre(0, 0, 0, 1));
}

TEST_F(StructureFiltersTest, PicksAreFarApart) {
  Diversity diversity;
  diversity.pick = 3;
  const std::vector<std::string> best{"c1ccccc1CC", "c1ccccc1CCC", "c1ccccc1CCCC", "OC(=O)CCCCC", "C1CCNCC1"};
  const std::vector<DiversePick> picks = pick_from_best(diversity, graphs(best), *pool_);
  ASSERT_EQ(picks.size(), 3U);
  EXPECT_EQ(picks[0].row, 0U);
  EXPECT_TRUE(std::isnan(picks[0].similarity));
  EXPECT_EQ(std::set<std::size_t>({picks[1].row, picks[2].row}), std::set<std::size_t>({3, 4}));
  EXPECT_LT(picks[2].similarity, 0.3F);
  EXPECT_EQ(picks[1].group, "");
}

TEST_F(StructureFiltersTest, PicksOfScaffoldsAndClustersKeepTheirQuota) {
  const std::vector<std::string> best{"c1ccccc1C(C)C", "c1ccccc1CC(C)C", "CCO", "CCCO", "C1CCNCC1C", "c1ccccc1CCC(C)C"};
  Diversity diversity;
  diversity.pick = 4;
  diversity.method = PickMethod::kScaffold;
  auto picks = pick_from_best(diversity, graphs(best), *pool_);
  ASSERT_EQ(picks.size(), 3U) << "there are no more scaffolds";
  EXPECT_EQ(picks[0].group, "c1ccccc1");
  EXPECT_EQ(picks[1].group, "no ring");
  EXPECT_EQ(picks[1].row, 2U);
  EXPECT_EQ(picks[2].group, "C1CCNCC1");
  diversity.most = 2;
  EXPECT_EQ(pick_from_best(diversity, graphs(best), *pool_).size(), 4U);
  diversity.most = 1;
  diversity.method = PickMethod::kCluster;
  diversity.similarity = 0.4;
  picks = pick_from_best(diversity, graphs(best), *pool_);
  EXPECT_EQ(picks[0].group, "cluster of 2");
  for (std::size_t i = 1; i < picks.size(); ++i) EXPECT_LT(picks[i].similarity, 0.4F);
}

TEST_F(StructureFiltersTest, PicksComeOfTheBestOnly) {
  Diversity diversity;
  diversity.pick = 2;
  diversity.from = 2;
  const auto picks = pick_from_best(diversity, graphs({"c1ccccc1C", "c1ccccc1CC", "CCO"}), *pool_);
  ASSERT_EQ(picks.size(), 2U);
  EXPECT_EQ(picks[1].row, 1U);
  EXPECT_TRUE(pick_from_best(diversity, {}, *pool_).empty());
}

TEST_F(StructureFiltersTest, CrystalsHaveElementsAndFormulasButNoPatterns) {
  const Profile wanted = profile("[[filter]]\nforbidden_elements = [\"Cl\"]\n[[filter]]\nsmarts = [\"[Na+]\"]\n[[filter]]\nrequired_smarts = [\"C\"]\n");
  const Matrix3 cube{{{4, 0, 0}, {0, 4, 0}, {0, 0, 4}}};
  const std::string salt = serialize(Crystal{cube, {11, 17}, {{0, 0, 0}, {0.5, 0.5, 0.5}}}), oxide = serialize(Crystal{cube, {12, 8}, {{0, 0, 0}, {0.5, 0.5, 0.5}}});
  StructureFilters filters(wanted, 3, *pool_);
  std::vector<StoredGraph> mixed = graphs({"C"});
  mixed.push_back({1, salt});
  mixed.push_back({2, oxide});
  filters.look(mixed);
  const auto flags = filters.take_failed();
  EXPECT_THAT(flags.at(0), ElementsAre(0, 1, 0));
  EXPECT_THAT(flags.at(1), ElementsAre(0, 0, 0));
  EXPECT_THAT(flags.at(2), ElementsAre(0, 1, 1));
  EXPECT_EQ(filters.why(0, 1), "it contains Cl");
  Diversity diversity;
  diversity.pick = 5;
  diversity.method = PickMethod::kFormula;
  mixed.push_back({3, salt});
  const auto picks = pick_from_best(diversity, mixed, *pool_);
  ASSERT_EQ(picks.size(), 3U);
  EXPECT_EQ(picks[0].group, "CH4");
  EXPECT_EQ(picks[1].group, "NaCl");
  diversity.method = PickMethod::kMaxMin;
  EXPECT_EQ(pick_from_best(diversity, mixed, *pool_).size(), 1U) << "crystals have no fingerprint";
}

}  // namespace
}  // namespace furui
