// By name, by name without case, by number; a sheet whose name could be a structure is shown by its number.
#include "intake/sheet_choice.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "core/error.h"            // for Error
#include "core/nearest_name.h"     // for did_you_mean, edit_distance
#include "intake/column_choice.h"  // for name_in_words
#include "intake/smiles_shape.h"   // for trimmed

namespace furui {
namespace {

constexpr std::size_t kListed = 30;

std::vector<const XlsxSheet*> visible_sheets(const XlsxWorkbook& workbook) {
  std::vector<const XlsxSheet*> visible;
  for (const XlsxSheet& sheet : workbook.sheets) {
    if (sheet.visible) visible.push_back(&sheet);
  }
  return visible;
}

std::string in_words(const std::vector<const XlsxSheet*>& sheets, std::size_t index) {
  return name_in_words(sheets[index]->name, "sheet " + std::to_string(index + 1));
}

std::string list_sheets(const std::vector<const XlsxSheet*>& sheets) {
  std::string list;
  for (std::size_t at = 0; at < std::min(sheets.size(), kListed); ++at) list += (at == 0 ? "" : ", ") + in_words(sheets, at);
  if (sheets.size() > kListed) list += " and " + std::to_string(sheets.size() - kListed) + " more";
  return list;
}

[[noreturn]] void refuse(std::string_view wanted, const std::vector<const XlsxSheet*>& sheets) {
  std::vector<std::string> known;
  for (std::size_t at = 0; at < sheets.size(); ++at) {
    if (in_words(sheets, at) == "'" + sheets[at]->name + "'") known.push_back(sheets[at]->name);
  }
  throw Error(ErrorCode::kInvalidArgument, "sheet '" + std::string(wanted) + "': the file has no such sheet; its sheets are " +
                                               list_sheets(sheets) + did_you_mean(wanted, known))
      .with_field("sheet");
}

}  // namespace

const XlsxSheet& choose_sheet(const XlsxWorkbook& workbook, std::string_view wanted) {
  const std::vector<const XlsxSheet*> visible = visible_sheets(workbook);
  const std::string_view name = trimmed(wanted);
  if (name.empty()) return *visible.front();
  for (const XlsxSheet& sheet : workbook.sheets) {
    if (sheet.name == name) return sheet;
  }
  for (const XlsxSheet& sheet : workbook.sheets) {
    if (edit_distance(sheet.name, name) == 0) return sheet;  // which ignores case
  }
  std::size_t number = 0;
  const auto parsed = std::from_chars(name.data(), name.data() + name.size(), number);
  const bool is_number = parsed.ec == std::errc() && parsed.ptr == name.data() + name.size();
  if (!is_number || number < 1 || number > visible.size()) refuse(name, visible);
  return *visible[number - 1];
}

std::string other_sheets_in_words(const XlsxWorkbook& workbook, const XlsxSheet& chosen) {
  const std::vector<const XlsxSheet*> visible = visible_sheets(workbook);
  if (visible.size() < 2 && chosen.visible) return {};
  const auto at = std::find(visible.begin(), visible.end(), &chosen);
  const std::string name = at == visible.end() ? name_in_words(chosen.name, "a hidden one")
                                               : in_words(visible, static_cast<std::size_t>(at - visible.begin()));
  return "; this was sheet " + name + " of " + list_sheets(visible) + ": choose another as the sheet";
}

}  // namespace furui
