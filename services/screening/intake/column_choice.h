// Finding the structure and id columns of a table, and saying what exists where they are not.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace furui {

/// Index of the column that a user names: its header exactly, else ignoring case (ASCII), else its number from 1.
///
/// purpose  "structure" or "id", for the message and, with "_column", as the error's field
/// throws Error{INVALID_ARGUMENT} with the columns that exist and the nearest name, or when two columns match
std::size_t choose_column(const std::vector<std::string>& columns, std::string_view wanted,
                          std::string_view purpose);

/// Index of the column that holds structures, by the names that such columns have ("smiles", "Canonical SMILES",
/// "structure", "mol", …), the surest name first; else the only one whose name contains "smiles".
std::optional<std::size_t> find_structure_column(const std::vector<std::string>& columns);

/// Whether a column of this name holds chemical formulas of compositions ("formula", "composition", "pretty_formula", …).
bool names_formulas(const std::string& column);

/// Index of the first such column.
std::optional<std::size_t> find_formula_column(const std::vector<std::string>& columns);

/// Index of the column that holds ids or names ("id", "Compound ID", "mol_id", "name", …).
std::optional<std::size_t> find_id_column(const std::vector<std::string>& columns);

/// "'name', 'activity', column 3": the first columns that exist. A name that has the shape of a structure is shown
/// by its number only, since messages must not hold structures.
std::string list_columns(const std::vector<std::string>& columns);

/// A name for a message: in quotes, cut where it is long; `instead` where it could be a structure.
std::string name_in_words(const std::string& name, const std::string& instead);

/// One column for a message: its name in quotes, or its number where the name could be a structure.
std::string column_in_words(const std::vector<std::string>& columns, std::size_t index);

}  // namespace furui
