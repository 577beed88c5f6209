// A filter in words.
#include "core/elements.h"     // for element_symbol
#include "core/number_text.h"  // for shortest
#include "rank/ranking.h"

namespace furui {
namespace {

/// "PAINS, BRENK or NIH"
std::string listed(const std::vector<std::string>& names, const std::string& last) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " " + last + " " : ", ";
    text += names[i];
  }
  return text;
}

std::string listed(const std::vector<std::uint8_t>& elements, const std::string& last) {
  std::vector<std::string> symbols;
  for (const std::uint8_t number : elements) symbols.emplace_back(element_symbol(number));
  return listed(symbols, last);
}

/// Where a range filter is not meant; empty where it is.
std::string describe_structure(const Filter& filter) {
  if (!filter.alerts.empty()) return "no " + listed(filter.alerts, "or") + " alert";
  if (!filter.smarts.empty()) return "no match of " + listed(filter.smarts, "or");
  if (!filter.required_smarts.empty()) return "matches " + listed(filter.required_smarts, "and");
  if (!filter.elements.empty()) return "no element but H, " + listed(filter.elements, "and");
  if (!filter.forbidden_elements.empty()) return "no " + listed(filter.forbidden_elements, "or");
  if (filter.domain) return *filter.domain == Domain::kIn ? "in the models' domain" : "in the models' domain or borderline";
  return "";
}

}  // namespace

std::string describe(const Filter& filter) {
  if (filter.property.empty()) return describe_structure(filter);
  const std::string unit = filter.unit.empty() || filter.unit == "1" ? "" : " " + filter.unit;
  if (filter.min && filter.max && *filter.min == *filter.max) return filter.property + " exactly " + shortest(*filter.min) + unit;
  if (filter.min && filter.max)
    return filter.property + " from " + shortest(*filter.min) + " to " + shortest(*filter.max) + unit;
  if (filter.min) return filter.property + " at least " + shortest(*filter.min) + unit;
  if (filter.max) return filter.property + " at most " + shortest(*filter.max) + unit;
  return filter.property + " of any value";
}

}  // namespace furui
