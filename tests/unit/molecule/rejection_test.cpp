// What a chemist is told about a structure that cannot be read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "molecule/read_molecule.h"

namespace furui {
namespace {

using testing::HasSubstr;

Rejection rejection_of(std::string_view raw, const ReadOptions& options = {}) {
  auto read = read_molecule(raw, options);
  if (auto* rejection = std::get_if<Rejection>(&read)) return *rejection;
  ADD_FAILURE() << raw << " was read";
  return {};
}

TEST(Rejection, of_an_empty_row_is_empty) {
  for (const char* raw : {"", " ", "\t\r\n"}) EXPECT_EQ(rejection_of(raw).reason, Reason::kEmpty);
}

TEST(Rejection, of_a_valence_counts_the_bonds_and_says_what_is_possible) {
  const Rejection nitrogen = rejection_of("CCCCCCN(C)(C)C");
  EXPECT_EQ(nitrogen.reason, Reason::kValenceError);
  EXPECT_EQ(nitrogen.detail, "atom 7: nitrogen with 4 bonds; neutral nitrogen takes at most 3");
  EXPECT_EQ(rejection_of("C[N+](C)(C)(C)C").detail,
            "atom 2: nitrogen with 5 bonds; nitrogen with charge +1 takes at most 4");
  EXPECT_EQ(rejection_of("F(C)C").detail, "atom 1: fluorine with 2 bonds; neutral fluorine takes at most 1");
}

TEST(Rejection, counts_atoms_as_the_user_wrote_them_hydrogens_included) {
  EXPECT_THAT(rejection_of("[H]C([H])([H])N(C)(C)C").detail, HasSubstr("atom 5: nitrogen"));
}

TEST(Rejection, of_an_impossible_aromatic_ring_names_its_atoms) {
  const Rejection rejection = rejection_of("Cc1ncnc1");
  EXPECT_EQ(rejection.reason, Reason::kKekulizeError);
  EXPECT_THAT(rejection.detail, HasSubstr("cannot kekulize the aromatic atoms 2, 3, 4, 5, 6"));
  EXPECT_EQ(rejection_of("Ccc").reason, Reason::kKekulizeError);
}

TEST(Rejection, of_a_typing_error_says_where) {
  EXPECT_EQ(rejection_of("CC(C").detail, "character 3: the branch opened here is never closed");
  EXPECT_EQ(rejection_of("c1ccccc").detail, "character 2: ring bond 1 is opened here and never closed");
  EXPECT_EQ(rejection_of("CZnC").detail, "character 2: 'Z' is no atom outside brackets; write [Zn]");
  EXPECT_EQ(rejection_of("aspirin").reason, Reason::kParseError);
  EXPECT_EQ(rejection_of(std::string_view("CC\0CC", 5)).detail, "character 3: a NUL byte is no text");
}

TEST(Rejection, of_bytes_that_are_no_text_names_the_byte) {
  const Rejection rejection = rejection_of("CC\x83\x41O");
  EXPECT_EQ(rejection.reason, Reason::kBadEncoding);
  EXPECT_EQ(rejection.detail, "byte 3 (0x83) is no text in UTF-8; save the list as UTF-8 and send it again");
  ReadOptions molblock;
  molblock.notation = Notation::kMolblock;
  EXPECT_EQ(rejection_of("title\n\n\n  1  0 \xff\n", molblock).reason, Reason::kBadEncoding);
  EXPECT_EQ(rejection_of("CC\xff |$R;;$|").reason, Reason::kBadEncoding);
}

// RDKit's parser stops in silence at the first byte beyond ASCII: each of these would be read as a smaller molecule.
TEST(Rejection, of_a_character_beyond_ascii_names_it) {
  EXPECT_EQ(rejection_of("CCé").detail, "character 3: 'é' does not belong here");
  EXPECT_EQ(rejection_of("CC＝O").detail, "character 3: '＝' is a full-width character; write '='");
  EXPECT_EQ(rejection_of("ＣCO").detail, "character 1: 'Ｃ' is a full-width character; write 'C'");
  EXPECT_EQ(rejection_of("CC\x01").detail, "character 3: a character that cannot be printed does not belong here");
  for (const char* raw : {"CCé", "CC＝O", "CC\x01", "CCO　水", "CC\x7fO"}) EXPECT_EQ(rejection_of(raw).reason, Reason::kParseError) << raw;
}

TEST(Rejection, of_a_row_whose_cells_do_not_fit_says_what_to_do) {
  ReadOptions row;
  row.notation = Notation::kRow;
  const Rejection rejection = rejection_of("CCO,a,b,c", row);
  EXPECT_EQ(rejection.reason, Reason::kParseError);
  EXPECT_THAT(rejection.detail, HasSubstr("more cells than the table has columns"));
  EXPECT_EQ(rejection_of("CCO,ethanol").detail,
            "character 4: a comma does not belong here; in a table put quotes around a cell that holds one");
  EXPECT_EQ(rejection_of("C[C,N]").reason, Reason::kUnsupportedFeature);
}

TEST(Rejection, of_a_character_that_is_not_seen_gives_its_number) {
  EXPECT_EQ(rejection_of("C\xe2\x80\x8b" "C").detail, "character 2: the invisible character U+200B does not belong here");
  EXPECT_EQ(rejection_of("CC\xc2\xa0").detail, "character 3: the invisible character U+00A0 does not belong here");
}

TEST(Rejection, of_two_bonds_in_a_row_says_where) {
  EXPECT_EQ(rejection_of("C==C").detail, "character 3: a second bond, and no atom between the two");
}

TEST(Rejection, of_what_is_no_single_molecule_is_an_unsupported_feature) {
  EXPECT_EQ(rejection_of("CCO>>CC=O").reason, Reason::kUnsupportedFeature);
  EXPECT_EQ(rejection_of("[C,N]CC").reason, Reason::kUnsupportedFeature);
  EXPECT_EQ(rejection_of("C~C").reason, Reason::kUnsupportedFeature);
  EXPECT_THAT(rejection_of("*CC |$_R1;;$|").detail, HasSubstr("R group"));
  EXPECT_THAT(rejection_of("*CC* |$star_e;;;star_e$,Sg:n:1,2::ht|").detail, HasSubstr("polymer"));
}

TEST(Rejection, of_a_giant_comes_before_anything_expensive) {
  ReadOptions options;
  const auto start = std::chrono::steady_clock::now();
  const Rejection chain = rejection_of(std::string(3000, 'C'));
  EXPECT_EQ(chain.reason, Reason::kTooLarge);
  EXPECT_EQ(chain.detail, "3000 heavy atoms; the limit is 500");
  EXPECT_EQ(rejection_of(std::string(5000, 'C')).detail, "5000 bytes of SMILES; the limit is 4096");
  std::string hydrogens;
  for (int i = 0; i < 1000; ++i) hydrogens += "[H].";
  options.limits.max_heavy_atoms = 100;
  EXPECT_EQ(rejection_of(hydrogens + "C", options).reason, Reason::kTooLarge);
  // RDKit alone needs seconds for the first; a hundred times what the checks take is no timed assertion of speed.
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
}

TEST(Rejection, says_when_an_extension_cannot_be_read) {
  EXPECT_THAT(rejection_of("CCO |$;;|").detail, HasSubstr("CXSMILES"));
}

}  // namespace
}  // namespace furui
