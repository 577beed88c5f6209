// What a package lacks is said before anything is sent.
#include "package_upload.h"

#include <gmock/gmock.h>
#include <stdlib.h>

#include <fstream>

#include "failure.h"  // for Failure

namespace furui::cli {
namespace {

namespace fs = std::filesystem;

class PackageUploadTest : public testing::Test {
 protected:
  PackageUploadTest() {
    std::string pattern = (fs::temp_directory_path() / "furui-package-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~PackageUploadTest() override { fs::remove_all(folder_); }
  std::string complaint(const std::string& manifest) {
    std::ofstream(folder_ / "manifest.json") << manifest;
    Connection nobody("unix:/nowhere/at/all", "");
    try {
      upload_package(nobody, "projects/default", folder_);
    } catch (const Failure& failure) {
      return failure.what();
    }
    return "";
  }
  fs::path folder_;
};

TEST_F(PackageUploadTest, AManifestThatIsNoJsonIsNamed) { EXPECT_THAT(complaint("{"), testing::HasSubstr("is no manifest")); }

TEST_F(PackageUploadTest, AFileThatTheManifestNamesMustBeThere) {
  EXPECT_THAT(complaint(R"({"files": {"weights.safetensors": "00"}})"), testing::HasSubstr("'weights.safetensors'"));
}

TEST_F(PackageUploadTest, AServerThatDoesNotAnswerIsSaid) {
  EXPECT_THAT(complaint(R"({"files": {}})"), testing::HasSubstr("does not answer"));
}

}  // namespace
}  // namespace furui::cli
