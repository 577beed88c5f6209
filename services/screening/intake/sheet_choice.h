// Finding the sheet of a workbook that a user means, and saying what exists where it is not.
#pragma once

#include <string>
#include <string_view>

#include "intake/xlsx_workbook.h"  // for XlsxWorkbook, XlsxSheet

namespace furui {

/// The sheet that a user names: exactly, else ignoring case (ASCII), else its number from 1 among the visible ones;
/// the first visible one where `wanted` is empty. A hidden sheet is found by its name only.
///
/// throws Error{INVALID_ARGUMENT} with the visible sheets and the nearest name
const XlsxSheet& choose_sheet(const XlsxWorkbook& workbook, std::string_view wanted);

/// "; this was sheet 'Read me' of 'Read me', 'Compounds': choose another as the sheet", for the end of a message
/// about a sheet's cells; empty where there is no other visible sheet.
std::string other_sheets_in_words(const XlsxWorkbook& workbook, const XlsxSheet& chosen);

}  // namespace furui
