// Where a structure begins and ends, and what it is called, needs no crystallography.
#include "intake/json_structures.h"

#include <algorithm>
#include <optional>
#include <string>

#include "core/json_text.h"  // for json_defect, json_members, json_elements

namespace furui {
namespace {

using Members = std::vector<JsonMember>;

std::optional<std::string_view> value_of(const Members& members, std::string_view key) {
  const auto found = std::find_if(members.rbegin(), members.rend(), [&](const JsonMember& member) { return member.key == key; });
  if (found == members.rend()) return std::nullopt;
  return found->value;
}

bool is_object(const std::optional<std::string_view>& value) { return value && value->starts_with('{'); }

bool is_optimade(const Members& members) { return value_of(members, "attributes") || value_of(members, "type") == "\"structures\""; }

bool is_structure(const Members& members) {
  return is_optimade(members) || is_object(value_of(members, "structure")) || value_of(members, "lattice") || value_of(members, "sites") || value_of(members, "@class");
}

StructureText structure_of(std::string_view value, std::size_t number) {
  const Members members = json_members(value);
  StructureText row{std::to_string(number), false, value, is_optimade(members) ? Notation::kOptimade : Notation::kPymatgen};
  for (const char* key : {"material_id", "entry_id", "task_id", "id"}) {
    const auto id = value_of(members, key);
    std::string name = id ? json_scalar(*id) : std::string();
    if (name.empty()) continue;
    row.name = std::move(name);
    row.named = true;
    break;
  }
  const auto inner = value_of(members, "structure");
  if (row.notation == Notation::kPymatgen && is_object(inner)) row.text = *inner;
  return row;
}

std::vector<StructureText> structures_of_list(std::string_view array) {
  std::vector<StructureText> rows;
  for (const std::string_view element : json_elements(array)) rows.push_back(structure_of(element, rows.size() + 1));
  return rows;
}

}  // namespace

std::string_view json_body(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  return text.substr(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
}

std::vector<StructureText> structures_of_json(std::string_view text) {
  const std::vector<StructureText> whole{{"1", false, text, Notation::kPymatgen}};
  const std::string_view body = json_body(text);
  if (json_defect(body)) return whole;
  std::vector<StructureText> rows;
  if (body.starts_with('[')) {
    rows = structures_of_list(body);
  } else if (body.starts_with('{')) {
    const Members members = json_members(body);
    std::optional<std::string_view> list = value_of(members, "structures");
    if (!list) list = value_of(members, "data");
    if (is_structure(members)) rows.push_back(structure_of(body.substr(0, body.find_last_of('}') + 1), 1));
    else if (is_object(list)) rows.push_back(structure_of(*list, 1));
    else if (list) rows = structures_of_list(*list);
  }
  return rows.empty() ? whole : rows;
}

}  // namespace furui
