// One column a property, named as the model names it.
#include "store/model_view.h"

#include <set>

namespace furui {
namespace {

constexpr std::size_t kMaxIdentifierBytes = 63;

std::string identifier(const std::string& text) {
  std::string result;
  for (const char character : text) {
    const bool plain = (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
    result += plain ? character : '_';
  }
  return result;
}

}  // namespace

void create_model_view(pqxx::work& transaction, std::int32_t model_version, const Manifest& manifest) {
  std::string name = "outcome_" + identifier(manifest.name) + "_" + identifier(manifest.version);
  const std::string suffix = "_" + std::to_string(model_version);
  name = name.substr(0, kMaxIdentifierBytes - suffix.size()) + suffix;
  std::string sql = "CREATE VIEW " + name + " AS SELECT o.screening_id, o.ordinal, o.structure_sha256, o.domain, o.reason, o.detail";
  std::set<std::string> used{"screening_id", "ordinal", "structure_sha256", "domain", "reason", "detail"};
  const auto columns = manifest.columns();
  const auto add = [&](const std::string& array, std::size_t index, std::string label) {
    label = label.substr(0, kMaxIdentifierBytes);
    while (!used.insert(label).second) label = label.substr(0, kMaxIdentifierBytes - 6) + "_" + std::to_string(used.size());
    sql += ", o." + array + "[" + std::to_string(index + 1) + "] AS " + transaction.quote_name(label);
  };
  for (std::size_t i = 0; i < columns.size(); ++i) {
    add("value", i, columns[i].name);
    if (manifest.properties[columns[i].property].has_std) add("std", i, columns[i].name + "_std");
  }
  sql += " FROM outcome o WHERE o.model_version_id = " + std::to_string(model_version);
  transaction.exec(sql);
  transaction.exec("COMMENT ON VIEW " + name + " IS " + transaction.quote("Outcomes of model " + manifest.name + " " + manifest.version +
                   ", one column a property, in the units of its manifest"));
}

}  // namespace furui
