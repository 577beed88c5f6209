// Names that structure and id columns have, and the nearest name to a wrong one.
#include "intake/column_choice.h"

#include <algorithm>
#include <charconv>

#include "core/error.h"           // for Error
#include "core/lower_case.h"  // for lower, lowered
#include "core/nearest_name.h"    // for did_you_mean
#include "intake/smiles_shape.h"  // for looks_like_smiles, so that no structure gets into a message

namespace furui {
namespace {

// Without blanks, '_', '-', '.' and case; the surest first. As PubChem, ChEMBL, ZINC, Enamine, DeepChem, RDKit,
// KNIME and Japanese compound lists write them.
constexpr std::string_view kStructureNames[] = {"smiles",
                                                "cxsmiles",
                                                "canonicalsmiles",
                                                "isomericsmiles",
                                                "absolutesmiles",
                                                "smilesstring",
                                                "inputsmiles",
                                                "rdkitsmiles",
                                                "structuresmiles",
                                                "ligandsmiles",
                                                "compoundsmiles",
                                                "molsmiles",
                                                "cansmiles",
                                                "isosmiles",
                                                "smi",
                                                "structure",
                                                "molecularstructure",
                                                "mol",
                                                "molecule",
                                                "rdkitmol",
                                                "romol",
                                                "構造",
                                                "構造式"};
// As the Materials Project, matminer, OPTIMADE and Japanese tables of materials write them. "Molecular formula" is none:
// it stands beside the structure of a molecule.
constexpr std::string_view kFormulaNames[] = {"formula",       "composition",     "chemicalformula", "reducedformula", "formulareduced", "prettyformula",
                                              "formulapretty", "formulahill", "chemicalformulareduced", "組成", "組成式", "化学式"};
constexpr std::string_view kIdNames[] = {"id",
                                         "compoundid",
                                         "molid",
                                         "moleculeid",
                                         "moleculechemblid",
                                         "chemblid",
                                         "zincid",
                                         "catalogid",
                                         "idnumber",
                                         "sampleid",
                                         "substanceid",
                                         "pubchemcid",
                                         "cid",
                                         "registrynumber",
                                         "regno",
                                         "casrn",
                                         "casno",
                                         "casnumber",
                                         "cas",
                                         "化合物id",
                                         "化合物番号",
                                         "name",
                                         "compoundname",
                                         "moleculename",
                                         "molname",
                                         "drugname",
                                         "compound",
                                         "title",
                                         "化合物名",
                                         "名称"};

constexpr std::size_t kListed = 30;
constexpr std::size_t kCompared = 1000;
constexpr std::size_t kShownBytes = 60;

std::string bare(std::string_view name) {
  std::string result;
  for (const char c : trimmed(name)) {
    if (c != ' ' && c != '_' && c != '-' && c != '.') result.push_back(lower(c));
  }
  return result;
}

template <typename Names>
std::optional<std::size_t> find_named(const std::vector<std::string>& columns, const Names& names) {
  std::vector<std::string> bares;
  for (const std::string& column : columns) bares.push_back(bare(column));
  for (const std::string_view name : names) {
    const auto found = std::find(bares.begin(), bares.end(), name);
    if (found != bares.end()) return static_cast<std::size_t>(found - bares.begin());
  }
  return std::nullopt;
}

/// "; did you mean 'smiles'?" of the names that may be shown, or empty.
std::string nearest_in_words(const std::vector<std::string>& columns, std::string_view wanted) {
  std::vector<std::string> known;
  for (std::size_t at = 0; at < std::min(columns.size(), kCompared); ++at) {
    if (column_in_words(columns, at) == "'" + columns[at] + "'") known.push_back(columns[at]);
  }
  return did_you_mean(wanted.substr(0, kShownBytes), known);
}

[[noreturn]] void refuse(std::string_view purpose, const std::string& message) {
  throw Error(ErrorCode::kInvalidArgument, message).with_field(std::string(purpose) + "_column");
}

}  // namespace

std::string name_in_words(const std::string& name, const std::string& instead) {
  if (name == instead || (name.size() > 3 && looks_like_smiles(name))) return instead;
  if (name.size() <= kShownBytes) return "'" + name + "'";
  std::size_t end = kShownBytes;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
  return "'" + name.substr(0, end) + "…'";
}

std::string column_in_words(const std::vector<std::string>& columns, std::size_t index) {
  return name_in_words(columns[index], "column " + std::to_string(index + 1));
}

std::string list_columns(const std::vector<std::string>& columns) {
  std::string list;
  for (std::size_t at = 0; at < std::min(columns.size(), kListed); ++at) {
    list += (at == 0 ? "" : ", ") + column_in_words(columns, at);
  }
  if (columns.size() > kListed) list += " and " + std::to_string(columns.size() - kListed) + " more";
  return list;
}

std::size_t choose_column(const std::vector<std::string>& columns, std::string_view wanted,
                          std::string_view purpose) {
  const auto matches = [&](auto same) {
    std::vector<std::size_t> found;
    for (std::size_t at = 0; at < columns.size(); ++at) {
      if (same(trimmed(columns[at]))) found.push_back(at);
    }
    return found;
  };
  const std::string name(trimmed(wanted));
  std::vector<std::size_t> found = matches([&](std::string_view column) { return column == name; });
  if (found.empty()) found = matches([&](std::string_view column) { return lowered(column) == lowered(name); });
  const std::string head = std::string(purpose) + " column '" + name + "': ";
  if (found.size() == 1) return found.front();
  if (found.size() > 1) {
    refuse(purpose, head + "columns " + std::to_string(found[0] + 1) + " and " +
                        std::to_string(found[1] + 1) + " have this name; choose one by its number");
  }
  std::size_t number = 0;
  const auto parsed = std::from_chars(name.data(), name.data() + name.size(), number);
  if (parsed.ec == std::errc() && parsed.ptr == name.data() + name.size()) {
    if (number >= 1 && number <= columns.size()) return number - 1;
    refuse(purpose, head + "the file has columns 1 to " + std::to_string(columns.size()) + ": " +
                        list_columns(columns));
  }
  refuse(purpose, head + "the file has no such column; its columns are " + list_columns(columns) +
                      nearest_in_words(columns, name));
}

std::optional<std::size_t> find_structure_column(const std::vector<std::string>& columns) {
  if (const auto named = find_named(columns, kStructureNames)) return named;
  std::optional<std::size_t> only;
  for (std::size_t at = 0; at < columns.size(); ++at) {
    if (lowered(columns[at]).find("smiles") == std::string::npos) continue;
    if (only) return std::nullopt;
    only = at;
  }
  return only;
}

bool names_formulas(const std::string& column) { return find_named({column}, kFormulaNames).has_value(); }

std::optional<std::size_t> find_formula_column(const std::vector<std::string>& columns) { return find_named(columns, kFormulaNames); }

std::optional<std::size_t> find_id_column(const std::vector<std::string>& columns) {
  return find_named(columns, kIdNames);
}

}  // namespace furui
