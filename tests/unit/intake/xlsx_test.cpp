// XLSX written by other people's libraries, and ZIPs that are none.
#include "intake/xlsx.h"

#include <gmock/gmock.h>
#include <minizip/zip.h>

#include <cstdio>

#include "intake/sheet_number.h"
#include "intake/xlsx_workbook.h"
#include "reading.h"

namespace furui {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// A ZIP of these parts, made by minizip.
std::string zip_of(const std::vector<std::pair<std::string, std::string>>& parts) {
  const std::string path = testing::TempDir() + "furui_intake_test.zip";
  const zipFile zip = zipOpen64(path.c_str(), APPEND_STATUS_CREATE);
  for (const auto& [name, content] : parts) {
    zipOpenNewFileInZip64(zip, name.c_str(), nullptr, nullptr, 0, nullptr, 0, nullptr, Z_DEFLATED, 9, 0);
    zipWriteInFileInZip(zip, content.data(), static_cast<unsigned>(content.size()));
    zipCloseFileInZip(zip);
  }
  zipClose(zip, nullptr);
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  std::remove(path.c_str());
  return bytes;
}

/// A workbook of one sheet with this content and these shared strings.
std::string workbook_of(const std::string& sheet, const std::string& strings = "<sst/>") {
  const std::string relation =
      "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" "
      "Target=\"xl/workbook.xml\"/></Relationships>";
  return zip_of(
      {{"_rels/.rels", relation},
       {"xl/workbook.xml",
        "<workbook xmlns:r=\"r\"><sheets><sheet name=\"s\" r:id=\"b\"/></sheets></workbook>"},
       {"xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id=\"b\" Type=\"x/worksheet\" Target=\"worksheets/s.xml\"/>"
        "<Relationship Id=\"c\" Type=\"x/sharedStrings\" Target=\"/xl/strings.xml\"/></Relationships>"},
       {"xl/strings.xml", strings},
       {"xl/worksheets/s.xml", sheet}});
}

TEST(Xlsx, CellsReadAsTheSheetShowsThem) {
  for (const char* file : {"cells.xlsx", "cells_inline.xlsx", "cells_1904.xlsx"}) {
    const Reading reading = read(test_file(file), named(file));
    EXPECT_EQ(reading.summary.format, FileFormat::kXlsx);
    EXPECT_THAT(reading.columns, ElementsAre("column 1", "Name", "SMILES", "logP", "measured", "at", "took",
                                             "code", "yield", "ok", "sum", "bad"));
    ASSERT_EQ(reading.rows.size(), 3U) << file;
    EXPECT_THAT(reading.rows[0].fields,
                ElementsAre("", "エタノール", "CCO", "0.3", "2024-02-29", "2024-02-29T13:45:30", "36:00:00",
                            "00042", "0.125", "TRUE", "3", "#N/A"))
        << file;
    EXPECT_THAT(reading.raws(), ElementsAre("CCO", "", "c1ccccc1"));
    EXPECT_EQ(reading.rows[1].fields[3], "1e-07");
    EXPECT_EQ(reading.rows[2].id, "a\nb _x0041_");
    EXPECT_EQ(reading.rows[2].fields[3], "-12345678");
  }
}

/// A workbook whose first sheet explains and whose second, third (hidden) and fourth hold molecules.
std::string workbook_of_four_sheets() {
  const auto sheet = [](const std::string& header, const std::string& cell) {
    return "<worksheet><sheetData><row><c t=\"str\"><v>" + header + "</v></c></row><row><c t=\"str\"><v>" + cell +
           "</v></c></row></sheetData></worksheet>";
  };
  return zip_of(
      {{"_rels/.rels", "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
       {"xl/workbook.xml",
        "<workbook xmlns:r=\"r\"><sheets><sheet name=\"Read me\" r:id=\"a\"/><sheet name=\"Compounds\" r:id=\"b\"/>"
        "<sheet name=\"Old\" state=\"hidden\" r:id=\"c\"/><sheet name=\"CCCCO\" r:id=\"d\"/></sheets></workbook>"},
       {"xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id=\"a\" Type=\"x/worksheet\" Target=\"worksheets/a.xml\"/>"
        "<Relationship Id=\"b\" Type=\"x/worksheet\" Target=\"worksheets/b.xml\"/>"
        "<Relationship Id=\"c\" Type=\"x/worksheet\" Target=\"worksheets/c.xml\"/>"
        "<Relationship Id=\"d\" Type=\"x/worksheet\" Target=\"worksheets/d.xml\"/></Relationships>"},
       {"xl/worksheets/a.xml", sheet("How to fill this in", "please")},
       {"xl/worksheets/b.xml", sheet("smiles", "CC")},
       {"xl/worksheets/c.xml", sheet("smiles", "CCC")},
       {"xl/worksheets/d.xml", sheet("smiles", "CCCC")}});
}

TEST(Xlsx, ASheetIsChosenByNameOrNumber) {
  const std::string workbook = workbook_of_four_sheets();
  const auto choose = [&](const std::string& sheet) {
    FileOptions options = named("a.xlsx");
    options.sheet = sheet;
    return read(workbook, options);
  };
  EXPECT_THAT(choose("Compounds").raws(), ElementsAre("CC"));
  EXPECT_THAT(choose("compounds").raws(), ElementsAre("CC"));
  EXPECT_THAT(choose("2").raws(), ElementsAre("CC"));
  EXPECT_THAT(choose("3").raws(), ElementsAre("CCCC"));
  EXPECT_THAT(choose("Old").raws(), ElementsAre("CCC"));
  EXPECT_EQ(choose("2").summary.sheet, "Compounds");
}

TEST(Xlsx, AWrongSheetIsToldWithThoseThatAreThere) {
  const std::string workbook = workbook_of_four_sheets();
  FileOptions options = named("a.xlsx");
  // The last sheet's name could be a structure, which no message may hold.
  EXPECT_THAT(error_of(workbook, options),
              HasSubstr("as the structure column; this was sheet 'Read me' of 'Read me', 'Compounds', sheet 3: choose another as the sheet"));
  options.sheet = "Compound";
  EXPECT_THAT(error_of(workbook, options),
              HasSubstr("sheet 'Compound': the file has no such sheet; its sheets are 'Read me', 'Compounds', sheet 3; did you mean 'Compounds'?"));
  options.sheet = "4";
  EXPECT_THAT(error_of(workbook, options), HasSubstr("no such sheet"));
  options.sheet = "1";
  EXPECT_THAT(error_of("smiles\nC\n", options), HasSubstr("the file is no XLSX, so it has no sheets"));
}

TEST(Xlsx, TheReadingOfAJapaneseNameIsNoPartOfIt) {
  const Reading reading = read(test_file("furigana.xlsx"), named("a.xlsx"));
  EXPECT_THAT(reading.ids(), ElementsAre("水"));
  EXPECT_EQ(reading.summary.id_column, "化合物名");
}

TEST(Xlsx, ContentSaysWhatAFileIsAndNotItsName) {
  EXPECT_EQ(read(test_file("cells.xlsx"), named("a.csv")).summary.format, FileFormat::kXlsx);
  FileOptions options = named("a.csv");
  options.format = FileFormat::kCsv;
  EXPECT_THAT(error_of(test_file("cells.xlsx"), options), HasSubstr("choose the format xlsx or auto"));
  options.format = FileFormat::kXlsx;
  EXPECT_THAT(error_of("smiles\nC\n", options), HasSubstr("no XLSX"));
}

TEST(Xlsx, OtherZipsAreNamed) {
  EXPECT_THAT(error_of(zip_of({{"list.csv", "smiles\nC\n"}})), HasSubstr("unpack it and send the list"));
  EXPECT_THAT(error_of(zip_of({{"content.xml", ""}})), HasSubstr("OpenDocument"));
  EXPECT_THAT(error_of(zip_of({{"_rels/.rels", ""}, {"xl/workbook.bin", ""}})), HasSubstr(".xlsb"));
  EXPECT_THAT(error_of("PK\x03\x04 and nothing more"), HasSubstr("damaged or cut off"));
}

TEST(Xlsx, EveryCutOffFileIsAnErrorAndNoCrash) {
  const std::string whole = test_file("cells.xlsx");
  for (std::size_t size = 4; size + 1 < whole.size(); size += 7)
    EXPECT_NE(error_of(whole.substr(0, size)), "") << size;
}

TEST(Xlsx, BombsAreRefused) {
  FileOptions options;
  options.max_inflated_bytes = 1 << 20;
  const std::string many = "<sst><si><t>" + std::string(4 << 20, 'C') + "</t></si></sst>";
  EXPECT_THAT(error_of(workbook_of("<worksheet/>", many), options), HasSubstr("unpacks to more than"));
  const std::string laughs =
      "<!DOCTYPE sst [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><sst><si><t>&b;</t></si></sst>";
  EXPECT_THAT(error_of(workbook_of("<worksheet/>", laughs)), HasSubstr("document type"));
  const std::string huge_tag = "<sst a=\"" + std::string(16 << 20, 'x') + "\"/>";
  EXPECT_THAT(error_of(workbook_of("<worksheet/>", huge_tag)), HasSubstr("well-formed"));
}

TEST(Xlsx, DamagedSheetsAreRefused) {
  const auto sheet = [](const std::string& row) {
    return workbook_of("<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>smiles</t></is></c></row><row>" +
                       row + "</row></sheetData></worksheet>");
  };
  EXPECT_THAT(read(sheet("<c t=\"str\"><v>C</v></c>")).raws(), ElementsAre("C"));
  EXPECT_THAT(error_of(sheet("<c t=\"s\"><v>7</v></c>")), HasSubstr("text that is not there"));
  EXPECT_THAT(error_of(sheet("<c r=\"ZZZZ1\"/>")), HasSubstr("out of order or beyond"));
  EXPECT_THAT(error_of(sheet("<c r=\"B1\"/><c r=\"A1\"/>")), HasSubstr("out of order or beyond"));
  EXPECT_THAT(error_of(sheet("<c>")), HasSubstr("well-formed"));
}

TEST(Xlsx, ARowOverTheLimitIsCutAndCostsOnlyItself) {
  FileOptions options;
  options.max_record_bytes = 100;
  const std::string cell = "<c t=\"str\"><v>";
  const std::string sheet = "<worksheet><sheetData><row>" + cell + "smiles</v></c></row><row>" + cell +
                            std::string(5000, 'C') + "</v></c></row><row>" + cell +
                            "CC</v></c></row></sheetData></worksheet>";
  EXPECT_THAT(read(workbook_of(sheet), options).raws(), ElementsAre(std::string(101, 'C'), "CC"));
}

TEST(SheetNumber, FormatsAreToldApart) {
  EXPECT_TRUE(style_of_format("mmm-yy").date);
  EXPECT_TRUE(style_of_format("[$-411]ggge\"年\"m\"月\"d\"日\";@").date);
  EXPECT_FALSE(style_of_format("h:mm AM/PM").date);
  EXPECT_TRUE(style_of_format("h:mm AM/PM").time);
  EXPECT_TRUE(style_of_format("[h]:mm").time);
  for (const char* number : {"General", "0.00E+00", "#,##0\" days\"", "[Red]0.0", "\\d0", "@"}) {
    EXPECT_FALSE(style_of_format(number).date || style_of_format(number).time) << number;
  }
  EXPECT_EQ(style_of_format("0000").digits, 4U);
  EXPECT_EQ(style_of_format("0").digits, 0U);
}

TEST(SheetNumber, DaysAreCountedAsSpreadsheetsCountThem) {
  const NumberStyle date = style_of_format("yyyy-mm-dd");
  const NumberStyle both = style_of_format("yyyy-mm-dd hh:mm");
  EXPECT_EQ(number_text("1", date, false), "1900-01-01");  // ECMA-376 part 1, 18.17.4.1
  EXPECT_EQ(number_text("59", date, false), "1900-02-28");
  EXPECT_EQ(number_text("60", date, false), "1900-02-29");
  EXPECT_EQ(number_text("61", date, false), "1900-03-01");
  EXPECT_EQ(number_text("2958465", date, false), "9999-12-31");
  EXPECT_EQ(number_text("0", date, true), "1904-01-01");
  EXPECT_EQ(number_text("45000.999999999", both, false), "2023-03-16T00:00:00");
  EXPECT_EQ(number_text("0.75", style_of_built_in(20), false), "18:00:00");
  EXPECT_EQ(number_text("-1", date, false), "-1");
  EXPECT_EQ(number_text("1e300", date, false), "1e+300");
  EXPECT_EQ(number_text("nonsense", date, false), "nonsense");
}

TEST(SheetNumber, PlainNumbersHaveUpTo15Digits) {
  EXPECT_EQ(number_text("0.30000000000000004", {}, false), "0.3");
  EXPECT_EQ(number_text("1E-3", {}, false), "0.001");
  EXPECT_EQ(number_text("100", {}, false), "100");
  EXPECT_EQ(number_text("123456789012345", {}, false), "123456789012345");
  EXPECT_EQ(number_text("-0.1", {}, false), "-0.1");
}

TEST(XlsxText, EscapedCharactersAreThemselvesAgain) {
  EXPECT_EQ(unescape_xlsx("a_x000D_b_x005F_x0041_"), "a\rb_x0041_");
  EXPECT_EQ(unescape_xlsx("_x12_xyz_ _x"), "_x12_xyz_ _x");
}

}  // namespace
}  // namespace furui
