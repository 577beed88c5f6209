// The comment line of an extended XYZ frame: its keys and values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace furui {

struct ExtxyzEntry {
  std::string key;
  std::string value;  ///< without its quotes or brackets; "T" where a key stands alone
};

/// Reads `key=value` entries (extended XYZ specification of libAtoms, github.com/libAtoms/extxyz): keys and values bare or in
/// quotes with backslash escapes, values also in brackets or braces, where commas count as blanks. Never fails: a quote or
/// bracket that does not close ends with the line.
std::vector<ExtxyzEntry> extxyz_entries(std::string_view line);

/// The value of the first entry of a key, in any case; nullptr where there is none.
const std::string* entry_of(const std::vector<ExtxyzEntry>& entries, std::string_view key);

}  // namespace furui
