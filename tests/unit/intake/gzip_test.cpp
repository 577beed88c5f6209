// Gzip: members, damage, bombs.
#include <gmock/gmock.h>

#include "gzip_bytes.h"
#include "reading.h"

namespace furui {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kList[] = "smiles,id\nCCO,a\nC,b\n";

TEST(Gzip, EveryFormatIsReadFromIt) {
  const Reading csv = read(gzip(kList), named("a.csv.gz"));
  EXPECT_TRUE(csv.summary.gzip);
  EXPECT_EQ(csv.summary.format, FileFormat::kCsv);
  EXPECT_THAT(csv.raws(), ElementsAre("CCO", "C"));
  EXPECT_THAT(read(gzip("CCO a\n"), named("A.SMI.GZ")).ids(), ElementsAre("a"));
  EXPECT_THAT(read(gzip(test_file("furigana.xlsx")), named("a.xlsx.gz")).ids(), ElementsAre("水"));
}

TEST(Gzip, MembersAreOneTextAndPaddingIsNone) {
  const std::string two = gzip("smiles,id\nCC") + gzip("O,a\nC,b\n") + std::string(512, '\0');
  EXPECT_THAT(read(two, named("a.csv")).raws(), ElementsAre("CCO", "C"));
  EXPECT_THAT(error_of(gzip(kList) + "more", named("a.csv")), HasSubstr("other bytes after its end"));
}

TEST(Gzip, CutOffOrDamagedBytesAreSaidSo) {
  const std::string packed = gzip(kList);
  for (std::size_t size = 2; size < packed.size(); ++size) {
    EXPECT_THAT(error_of(packed.substr(0, size), named("a.csv")), HasSubstr("ends early")) << size;
  }
  std::string damaged = packed;
  damaged[damaged.size() - 6] ^= 1;  // the checksum
  EXPECT_THAT(error_of(damaged, named("a.csv")), HasSubstr("damaged"));
}

TEST(Gzip, WhatUnpacksToTooMuchIsRefused) {
  FileOptions options = named("a.csv");
  options.max_inflated_bytes = 1 << 20;
  const std::string bomb = gzip("smiles\n" + std::string(8 << 20, 'C'));
  EXPECT_LT(bomb.size(), 20000U);
  EXPECT_THAT(error_of(bomb, options), HasSubstr("more than 1 MiB"));
  EXPECT_THAT(error_of(gzip(gzip(kList)), options), HasSubstr("twice"));
  EXPECT_THAT(error_of(gzip(""), options), HasSubstr("nothing"));
}

}  // namespace
}  // namespace furui
