// Filters read as a chemist would say them.
#include <gtest/gtest.h>

#include "rank/ranking.h"

namespace furui {
namespace {

Filter range(std::optional<double> min, std::optional<double> max, const std::string& unit = "") {
  Filter filter;
  filter.property = "hERG";
  filter.unit = unit;
  filter.min = min;
  filter.max = max;
  return filter;
}

TEST(DescribeFilter, SaysTheLimits) {
  EXPECT_EQ(describe(range({}, 0.5)), "hERG at most 0.5");
  EXPECT_EQ(describe(range(-6, {})), "hERG at least -6");
  EXPECT_EQ(describe(range(0.1, 0.5)), "hERG from 0.1 to 0.5");
  EXPECT_EQ(describe(range(0, 0)), "hERG exactly 0");
}

TEST(DescribeFilter, SaysTheUnitUnlessItIsOne) {
  EXPECT_EQ(describe(range(-6, {}, "log10(mol/L)")), "hERG at least -6 log10(mol/L)");
  EXPECT_EQ(describe(range({}, 0.5, "1")), "hERG at most 0.5");
}

TEST(DescribeFilter, SaysTheCatalogues) {
  Filter filter;
  filter.alerts = {"PAINS"};
  EXPECT_EQ(describe(filter), "no PAINS alert");
  filter.alerts = {"PAINS", "BRENK"};
  EXPECT_EQ(describe(filter), "no PAINS or BRENK alert");
  filter.alerts = {"PAINS", "BRENK", "NIH"};
  EXPECT_EQ(describe(filter), "no PAINS, BRENK or NIH alert");
}

TEST(DescribeFilter, SaysWhatTheStructureMustBe) {
  const auto text = [](auto set) {
    Filter filter;
    set(filter);
    return describe(filter);
  };
  EXPECT_EQ(text([](Filter& f) { f.smarts = {"C=O", "[N+]"}; }), "no match of C=O or [N+]");
  EXPECT_EQ(text([](Filter& f) { f.required_smarts = {"c1ccccc1"}; }), "matches c1ccccc1");
  EXPECT_EQ(text([](Filter& f) { f.elements = {6, 7, 8}; }), "no element but H, C, N and O");
  EXPECT_EQ(text([](Filter& f) { f.forbidden_elements = {14, 5}; }), "no Si or B");
  EXPECT_EQ(text([](Filter& f) { f.domain = Domain::kIn; }), "in the models' domain");
  EXPECT_EQ(text([](Filter& f) { f.domain = Domain::kBorderline; }), "in the models' domain or borderline");
}

}  // namespace
}  // namespace furui
