// How a file was read, said in one line.
#include "input_text.h"

#include <gtest/gtest.h>

namespace furui::cli {
namespace {

TEST(InputText, SaysFormatEncodingAndColumns) {
  EXPECT_EQ(input_text(R"({"format": "csv", "encoding": "CP932", "gzip": true, "structure_column": "smiles", "id_column": "名前"})"),
            "read as CSV, CP932, gzip: structures from 'smiles', ids from '名前'");
  EXPECT_EQ(input_text(R"({"format": "xlsx", "encoding": "UTF-8", "sheet": "Compounds", "structure_column": "smiles", "id_column": ""})"),
            "read as XLSX: sheet 'Compounds', structures from 'smiles'");
  EXPECT_EQ(input_text(R"({"format": "smiles", "encoding": "UTF-8"})"), "read as SMILES list, UTF-8");
}

TEST(InputText, IsEmptyWhereNoFileWasUploaded) {
  EXPECT_EQ(input_text(""), "");
  EXPECT_EQ(input_text("null"), "");
}

TEST(InputText, ShowsNoControlCharacters) {
  EXPECT_EQ(input_text("{\"format\": \"csv\", \"structure_column\": \"a\\u001b[31m\"}").find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace furui::cli
