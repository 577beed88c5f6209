// What is written as extended XYZ is what extended XYZ reads.
#include "core/extxyz_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "crystal/extxyz.h"          // for read_extxyz
#include "crystal/extxyz_comment.h"  // for extxyz_entries, entry_of

namespace furui {
namespace {

Crystal skewed() { return {{{{3.1, 0, 0}, {-0.4, 2.9, 0.1}, {0.2, 0.3, 4.7}}}, {12, 8}, {{0.25, 0.5, 0.125}, {0, 0.75, 0.5}}}; }

TEST(ExtxyzText, ReadsBackWithItsKeys) {
  const std::string text = extxyz_text(skewed(), {{"id", "a \"b\" \\ c\nd"}}, {-11.5, {0.1F, 0, 0, 0, -0.25F, 0}, {160.21766F, 0, 0, 0, 0, 0, 0, 0, 0}, {1.5F, -2}});
  const auto read = read_extxyz(text, 10);
  ASSERT_TRUE(std::holds_alternative<ListedCrystal>(read)) << std::get<Rejection>(read).detail;
  const ListedCrystal& listed = std::get<ListedCrystal>(read);
  EXPECT_EQ(listed.lattice, skewed().lattice);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(listed.sites[i].atomic_number, skewed().atomic_numbers[i]);
    for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(listed.sites[i].fractional[k], skewed().fractional[i][k], 1e-9);
  }
  const std::string comment = text.substr(2, text.find('\n', 2) - 2);
  const auto entries = extxyz_entries(comment);
  EXPECT_EQ(*entry_of(entries, "energy"), "-11.5");
  EXPECT_EQ(*entry_of(entries, "id"), "a \"b\" \\ c d") << "one line";
  EXPECT_NEAR(std::stod(*entry_of(entries, "stress")), 1, 1e-6);
  EXPECT_EQ(*entry_of(entries, "properties"), "species:S:1:pos:R:3:forces:R:3:magmoms:R:1");
  EXPECT_THAT(text, testing::HasSubstr(" 0 -0.25 0 -2\n"));
}

TEST(ExtxyzText, HasNoColumnForWhatIsNotThere) {
  const std::string text = extxyz_text(skewed(), {}, {});
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("forces")));
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("energy")));
  EXPECT_TRUE(std::holds_alternative<ListedCrystal>(read_extxyz(text, 10)));
  EXPECT_THROW(extxyz_text(skewed(), {}, {{}, {1, 2}, {}, {}}), std::logic_error);
}

}  // namespace
}  // namespace furui
