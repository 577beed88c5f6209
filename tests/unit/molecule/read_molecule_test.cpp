// Reading one candidate: what comes out, and which words a rejection uses.
#include "molecule/read_molecule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace furui {
namespace {

TEST(ReadMolecule, placeholder) {
  const auto r = read_molecule("CCO", {});
  ASSERT_TRUE(std::holds_alternative<MoleculeReading>(r));
}

}  // namespace
}  // namespace furui
