// JSON files cut into structures.
#include "intake/json_structures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reading.h"

namespace furui {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kStructure = R"({"@class": "Structure", "lattice": {"matrix": []}, "sites": []})";

TEST(JsonStructures, OneAListOrAnObjectOfThem) {
  const Reading one = read("\n " + kStructure + "\n", named("NiO.json"));
  EXPECT_EQ(one.summary.format, FileFormat::kJson);
  EXPECT_THAT(one.raws(), ElementsAre(kStructure));
  EXPECT_THAT(one.ids(), ElementsAre("NiO"));
  EXPECT_THAT(one.columns, ElementsAre("file"));
  EXPECT_EQ(one.rows[0].notation, Notation::kPymatgen);
  for (const std::string& text : {"[" + kStructure + ", " + kStructure + "]", "{\"n\": 2, \"structures\": [" + kStructure + "," + kStructure + "]}"}) {
    const Reading two = read(text);
    EXPECT_EQ(two.summary.format, FileFormat::kJson) << "known by what it holds";
    EXPECT_THAT(two.raws(), ElementsAre(kStructure, kStructure));
    EXPECT_THAT(read(text, named("two.json")).ids(), ElementsAre("two/1", "two/2"));
  }
}

TEST(JsonStructures, DocumentsOfADatabaseNameTheirs) {
  const std::string document = R"({"material_id": "mp-1", "energy": -1, "structure": )" + kStructure + "}";
  const Reading two = read("[" + document + R"(, {"structure": null, "material_id": "mp-2"}])", named("mp.json"));
  EXPECT_THAT(two.ids(), ElementsAre("mp/mp-1", "mp/mp-2"));
  EXPECT_THAT(two.raws(), ElementsAre(kStructure, R"({"structure": null, "material_id": "mp-2"})"));
  EXPECT_THAT(two.rows[0].fields, ElementsAre("mp.json", "mp-1"));
  EXPECT_THAT(read(document, named("x.json")).ids(), ElementsAre("mp-1"));
  EXPECT_THAT(read("{\"data\": [" + document + "]}", named("x.json")).raws(), ElementsAre(kStructure));
}

TEST(JsonStructures, AnOptimadeResponseIsCutIntoItsEntries) {
  const std::string entry = R"({"id": "odbx/7", "type": "structures", "attributes": {}})";
  for (const std::string& text : {"{\"data\": [" + entry + "], \"meta\": {}}", "{\"data\": " + entry + "}", entry}) {
    const Reading read_entry = read(text, named("x.json"));
    EXPECT_THAT(read_entry.raws(), ElementsAre(entry));
    EXPECT_EQ(read_entry.rows[0].notation, Notation::kOptimade);
    EXPECT_EQ(read_entry.rows[0].id, "odbx/7");
  }
}

TEST(JsonStructures, WhatIsNoStructureIsARowAllTheSame) {
  EXPECT_THAT(read("[null, 7, {}]", named("x.json")).raws(), ElementsAre("null", "7", "{}"));
  for (const char* text : {"{\"errors\": []}", "[]", "{\"data\": []}", "\"words\"", "[1, 2", "{\"data\": [{}}"}) EXPECT_THAT(read(text, named("x.json")).raws(), ElementsAre(text));
}

TEST(JsonStructures, ADefectBehindTheLimitOfARecordIsTheFiles) {
  FileOptions options = named("x.json");
  options.max_record_bytes = 40;
  const std::string cut = "[" + kStructure + ",\n" + kStructure;
  EXPECT_THAT(error_of(cut, options), HasSubstr("the file is no whole JSON, line 2 (byte 130): expected ',' or ']'"));
  EXPECT_EQ(read(cut, named("x.json")).rows.size(), 1U) << "before the limit the row says it";
}

TEST(JsonStructures, ASmilesInBracketsIsNoJson) {
  EXPECT_EQ(read("[Na+].[Cl-]\n").summary.format, FileFormat::kSmiles);
  EXPECT_EQ(read("[2H]O[2H]\n").summary.format, FileFormat::kSmiles);
}

}  // namespace
}  // namespace furui
