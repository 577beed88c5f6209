// Real molecules from ../shared/data for tests that compare on many.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace furui {

/// Every `step`-th SMILES of the CSV files under ../shared/data/molecules; empty where a clone stands alone.
/// $FURUI_TEST_ALL_MOLECULES set takes every one.
std::vector<std::string> shared_molecules(std::size_t step);

}  // namespace furui

/// Says that a test skips where there are no shared molecules.
#define FURUI_SKIP_WITHOUT(molecules) \
  if ((molecules).empty()) GTEST_SKIP() << "../shared/data/molecules is not here: nothing to compare on"
