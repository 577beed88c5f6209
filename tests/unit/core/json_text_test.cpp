// JSON looked through without building it.
#include "core/json_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>
#include <string>

namespace furui {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string defect_of(const std::string& text) {
  const auto defect = json_defect(text);
  return defect ? defect->text() : "none";
}

TEST(JsonText, WellFormedTextsHaveNoDefect) {
  for (const char* text : {"{}", " [ ] ", "0", "-0.5e+10", "\"\"", "null", "[1,2 , {\"a\":[true,false,{}]}]", "{\"a\\u00e9\\\\\\\"\":1,\"a\":\"]\"}", "[NaN,Infinity,-Infinity]"}) EXPECT_EQ(defect_of(text), "none") << text;
}

TEST(JsonText, ADefectHasItsLineAndByte) {
  EXPECT_EQ(defect_of("[1,\n2\n3]"), "line 3 (byte 7): expected ',' or ']'");
  EXPECT_EQ(defect_of("{\"a\" 1}"), "line 1 (byte 6): expected ':'");
  EXPECT_EQ(defect_of("{\"a\": [1, 2"), "line 1 (byte 12): expected ',' or ']'") << "cut off: beyond the end";
  EXPECT_EQ(defect_of("{a: 1}"), "line 1 (byte 2): expected a string in quotes");
  EXPECT_EQ(defect_of("{\"a\": 1,}"), "line 1 (byte 9): expected a string in quotes");
  EXPECT_EQ(defect_of("[1,]"), "line 1 (byte 4): expected a value");
  EXPECT_EQ(defect_of(""), "line 1 (byte 1): expected a value");
  EXPECT_EQ(defect_of("{} {}"), "line 1 (byte 4): expected nothing more behind the value");
  EXPECT_EQ(defect_of("\"ab"), "line 1 (byte 4): expected the end of a string");
  EXPECT_EQ(defect_of("\"\\x\""), "line 1 (byte 3): expected an escape such as \\n");
  EXPECT_EQ(defect_of("\"\\u12g4\""), "line 1 (byte 6): expected four hexadecimal digits");
  EXPECT_EQ(defect_of("[1.]"), "line 1 (byte 4): expected a digit");
  EXPECT_EQ(defect_of("01"), "line 1 (byte 2): expected nothing more behind the value");
  EXPECT_EQ(defect_of(std::string(50'000'000, '[')), "line 1 (byte 102): expected at most 100 objects and arrays in each other");
}

TEST(JsonText, MembersAndElementsAreTheirTexts) {
  const std::string text = "{ \"a\" : [1, {\"x\": \"]\"}, []] , \"b\\u0020c\":\"\\u00e9\", \"a\":7 }";
  const auto members = json_members(text);
  ASSERT_EQ(members.size(), 3U);
  EXPECT_EQ(members[1].key, "b c");
  EXPECT_EQ(json_scalar(members[1].value), "é");
  EXPECT_EQ(json_scalar(members[2].value), "7");
  EXPECT_EQ(json_scalar(members[0].value), "");
  EXPECT_THAT(json_elements(members[0].value), ElementsAre("1", "{\"x\": \"]\"}", "[]"));
  EXPECT_THAT(json_elements("{}"), IsEmpty());
  EXPECT_THAT(json_members("[]"), IsEmpty());
}

TEST(JsonText, AgreesWithNlohmannOnWhatIsJson) {
  std::mt19937 random(7);
  const std::string whole = R"({"a": [1, -2.5e3, "x\n\"", null], "b": {"c": true, "d": [], "e": {}}, "f": "e"})";
  for (int i = 0; i < 20'000; ++i) {
    std::string text = whole;
    text[random() % text.size()] = "{}[]\",:0e.-x \\"[random() % 14];
    if (i % 3 == 0) text.resize(random() % text.size());
    EXPECT_EQ(!json_defect(text), nlohmann::json::accept(text)) << text;
  }
}

}  // namespace
}  // namespace furui
