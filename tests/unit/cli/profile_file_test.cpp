// What names a file, and what is said of one that is none.
#include "profile_file.h"

#include <gmock/gmock.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "failure.h"  // for Failure

namespace furui::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class ProfileFileTest : public testing::Test {
 protected:
  ProfileFileTest() {
    std::string pattern = (fs::temp_directory_path() / "furui-profile-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~ProfileFileTest() override { fs::remove_all(folder_); }
  std::string complaint(const std::string& file) const {
    Connection nobody("unix:/nowhere/at/all", "");
    try {
      resolve_profile(nobody, "projects/default", file, ProfileCheck::kTextAlone);
    } catch (const Failure& failure) {
      return failure.what();
    }
    return "";
  }
  fs::path folder_;
};

TEST_F(ProfileFileTest, APathIsAFileWhateverItsEnding) {
  for (const char* file : {"mine.toml", "./mine", "../profiles/mine.txt", "/etc/mine", "mine/one.toml", "Mine/1"}) EXPECT_TRUE(names_a_file(file)) << file;
}

TEST_F(ProfileFileTest, AStoredProfileIsNamedWithOrWithoutItsVersion) {
  for (const char* name : {"cns", "cns/1", "oral-drug-like/12", "projects/shared/profiles/cns/versions/1"}) EXPECT_FALSE(names_a_file(name)) << name;
}

TEST_F(ProfileFileTest, WhatIsThereAsAFileIsOne) {
  std::ofstream(folder_ / "mine") << "name = \"mine\"\n";
  const fs::path before = fs::current_path();
  fs::current_path(folder_);
  EXPECT_TRUE(names_a_file("mine"));
  EXPECT_FALSE(names_a_file("other"));
  fs::current_path(before);
}

TEST_F(ProfileFileTest, AnAbsentFileAFolderAndAnEmptyFileAreToldApart) {
  EXPECT_THAT(complaint((folder_ / "absent").string()), HasSubstr("there is no profile file"));
  EXPECT_THAT(complaint(folder_.string()), HasSubstr("is a folder"));
  std::ofstream(folder_ / "empty") << "\n";
  EXPECT_THAT(complaint((folder_ / "empty").string()), HasSubstr("is empty"));
}

TEST_F(ProfileFileTest, AnotherEncodingIsSaidWithItsLine) {
  std::ofstream(folder_ / "latin") << "name = \"mine\"\ntitle = \"l\xf6slich\"\n";
  EXPECT_THAT(complaint((folder_ / "latin").string()), HasSubstr("is not UTF-8: line 2 holds another encoding's bytes"));
  std::ofstream(folder_ / "utf16") << "\xff\xfen";
  EXPECT_THAT(complaint((folder_ / "utf16").string()), HasSubstr("is not UTF-8: line 1"));
}

}  // namespace
}  // namespace furui::cli
