// The name under which a file is sent.
#include "upload.h"

#include <gtest/gtest.h>

namespace furui::cli {
namespace {

TEST(PlainName, IsTheFilesNameWithoutItsFolders) { EXPECT_EQ(plain_name("/data/リスト 1.csv.gz"), "リスト 1.csv.gz"); }

TEST(PlainName, WhatAServerWouldRefuseBecomesAnUnderscore) {
  EXPECT_EQ(plain_name("a\nb\x1b[1m.csv"), "a_b_[1m.csv");
  EXPECT_EQ(plain_name("caf\xe9.smi"), "caf_.smi") << "Latin-1";
  EXPECT_EQ(plain_name("a\\b.csv"), "a_b.csv");
}

}  // namespace
}  // namespace furui::cli
