// weights.safetensors: what is well formed is read, all else is an Error that says why.
#include "predict/safetensors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>

#include "core/error.h"    // for Error
#include "golden_cases.h"  // for read, folder

namespace furui {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string file(const std::string& header, const std::vector<float>& values = {}) {
  const std::uint64_t size = header.size();
  std::string bytes(reinterpret_cast<const char*>(&size), 8);
  bytes += header;
  bytes.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float));
  return bytes;
}

std::string complaint(const std::string& bytes) {
  try {
    const Safetensors tensors(bytes);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
    return error.what();
  }
  return "read";
}

TEST(Safetensors, reads_names_shapes_and_values) {
  const Safetensors tensors(file(R"({"__metadata__":{"a":"b"},
    "m":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"s":{"dtype":"F32","shape":[],"data_offsets":[16,20]}})",
                                 {1, 2, 3, 4, 5}));
  ASSERT_NE(tensors.find("m"), nullptr);
  EXPECT_THAT(tensors.find("m")->shape, ElementsAre(2, 2));
  EXPECT_THAT(tensors.find("m")->values, ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(tensors.find("s")->values, ElementsAre(5));
  EXPECT_EQ(tensors.find("x"), nullptr);
}

TEST(Safetensors, says_what_is_wrong_with_a_hostile_file) {
  EXPECT_THAT(complaint(""), HasSubstr("header length"));
  EXPECT_THAT(complaint(std::string(8, '\xff')), HasSubstr("longer than the file"));
  EXPECT_THAT(complaint(file("{")), HasSubstr("not JSON"));
  EXPECT_THAT(complaint(file("[]")), HasSubstr("not a JSON object"));
  EXPECT_THAT(complaint(file(std::string(100'000, '['))), HasSubstr("nested too deeply"));
  EXPECT_THAT(complaint(file(R"({"a":3})")), HasSubstr("'a'"));
  EXPECT_THAT(complaint(file(R"({"a":{"dtype":"F16","shape":[1],"data_offsets":[0,4]}})", {1})), HasSubstr("F32"));
  const auto with = [](const std::string& shape, const std::string& offsets) {
    return complaint(file(R"({"a":{"dtype":"F32","shape":)" + shape + R"(,"data_offsets":)" + offsets + "}}", {1, 2}));
  };
  EXPECT_EQ(with("[2]", "[0,8]"), "read");
  EXPECT_THAT(with("[3]", "[0,8]"), HasSubstr("does not fit"));
  EXPECT_THAT(with("[-2]", "[0,8]"), HasSubstr("not negative"));
  EXPECT_THAT(with("[4294967296,4294967296,2]", "[0,8]"), HasSubstr("does not fit"));
  EXPECT_THAT(with("[0,18446744073709551615]", "[0,0]"), HasSubstr("does not fit"));
  EXPECT_THAT(with("[2]", "[4,12]"), HasSubstr("outside"));
  EXPECT_THAT(with("[2]", "[8,0]"), HasSubstr("outside"));
  EXPECT_THAT(with("[2]", "[0.0,8]"), HasSubstr("whole number"));
  EXPECT_THAT(with("[1]", "[0,4]"), HasSubstr("after the last"));
  EXPECT_THAT(with("[1]", "[4,8]"), HasSubstr("belong to none"));
  EXPECT_THAT(complaint(file(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", {NAN})),
              HasSubstr("not a finite number"));
}

TEST(Safetensors, survives_every_truncation_and_many_flipped_bytes) {
  const std::string good = golden::read(golden::folder() / "bond-depth1" / "weights.safetensors");
  for (std::size_t size = 0; size < good.size(); size += 13) EXPECT_NE(complaint(good.substr(0, size)), "read");
  std::mt19937 random(1);
  for (int i = 0; i < 2000; ++i) {
    std::string bad = good;
    bad[random() % 700] = static_cast<char>(random());
    complaint(bad);
  }
}

}  // namespace
}  // namespace furui
