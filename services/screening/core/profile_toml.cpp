// A profile's TOML text to Profile, with every complaint naming its line and the nearest thing that is known.
#include <toml++/toml.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "core/error.h"         // for Error
#include "core/nearest_name.h"  // for did_you_mean
#include "core/number_text.h"   // for shortest
#include "core/profile.h"       // for Profile, the result

namespace furui {
namespace {

using Names = std::vector<std::string>;

constexpr std::size_t kMaxBytes = 262'144;   // a profile is written by a person
constexpr std::size_t kMaxEntries = 500;     // objectives, filters, knots: each
constexpr std::size_t kMaxNameBytes = 200;   // of a property or unit
constexpr double kMaxWeight = 1e6;           // weights are ratios; more is a slip

[[noreturn]] void complain(int line, const std::string& field, const std::string& what) {
  throw Error(ErrorCode::kInvalidArgument, "profile line " + std::to_string(line) + ": " + what).with_field(field);
}

int line_of(const toml::node& node) { return static_cast<int>(node.source().begin.line); }

std::string join(const Names& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string kind_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::string: return "a string";
    case toml::node_type::integer:
    case toml::node_type::floating_point: return "a number";
    case toml::node_type::boolean: return "true or false";
    case toml::node_type::array: return "a list";
    case toml::node_type::table: return "a table";
    default: return "a date or time";
  }
}

/// One TOML table with the place it stands at ("objective[2]"), for reading its keys strictly.
class Section {
 public:
  Section(const toml::table& table, std::string title, std::string field)
      : table_(table), title_(std::move(title)), field_(std::move(field)) {}

  int line() const { return std::max(1, line_of(table_)); }
  int line(const char* key) const { return table_.get(key) ? line_of(*table_.get(key)) : line(); }
  bool has(const char* key) const { return table_.contains(key); }
  std::string field(const std::string& key) const { return field_.empty() ? key : field_ + "." + key; }

  void only(const Names& known) const {
    for (const auto& [key, node] : table_) {
      const std::string name(key.str());
      if (std::find(known.begin(), known.end(), name) == known.end())
        complain(static_cast<int>(key.source().begin.line), field(name),
                 "unknown key '" + name + "' in " + title_ + did_you_mean(name, known) + " (known keys: " + join(known) + ")");
    }
  }

  const toml::node& required(const char* key, const std::string& expected) const {
    const toml::node* node = table_.get(key);
    if (node == nullptr) complain(line(), field(key), title_ + " has no '" + key + "'; expected " + expected);
    return *node;
  }

  std::string text(const char* key, const std::string& expected, std::size_t max_bytes) const {
    const toml::node& node = required(key, expected);
    if (!node.is_string()) wrong_type(key, node, expected);
    std::string value = node.ref<std::string>();
    if (value.size() > max_bytes)
      complain(line_of(node), field(key), "'" + std::string(key) + "' has " + std::to_string(value.size()) +
                                              " bytes; at most " + std::to_string(max_bytes));
    return value;
  }

  std::string text_or_empty(const char* key, const std::string& expected, std::size_t max_bytes) const {
    return has(key) ? text(key, expected, max_bytes) : std::string();
  }

  /// A finite number in [least, most].
  double number(const char* key, double least, double most) const {
    const std::string expected = "a number from " + shortest(least) + " to " + shortest(most);
    const double value = finite(key);
    if (value < least || value > most)
      complain(line(key), field(key), "'" + std::string(key) + "' is " + shortest(value) + "; expected " + expected);
    return value;
  }

  double finite(const std::string& key) const {
    const toml::node& node = required(key.c_str(), "a number");
    if (!node.is_number()) wrong_type(key, node, "a number");
    const double value = *node.value<double>();
    if (!std::isfinite(value)) complain(line_of(node), field(key), "'" + key + "' is not finite; expected a number");
    return value;
  }

  /// The index of the key's string in `names`.
  std::size_t choice(const char* key, const Names& names) const {
    const std::string value = text(key, "one of " + join(names), kMaxNameBytes);
    const auto found = std::find(names.begin(), names.end(), value);
    if (found == names.end())
      complain(line(key), field(key), "unknown " + std::string(key) + " '" + value + "' in " + title_ +
                                          did_you_mean(value, names) + " (known: " + join(names) + ")");
    return static_cast<std::size_t>(found - names.begin());
  }

  [[noreturn]] void wrong_type(const std::string& key, const toml::node& node, const std::string& expected) const {
    complain(line_of(node), field(key), "'" + key + "' in " + title_ + " is " + kind_of(node) + "; expected " + expected);
  }

  const toml::table& table() const { return table_; }

 private:
  const toml::table& table_;
  std::string title_;
  std::string field_;
};

std::vector<std::pair<double, double>> knots_of(const Section& section, const toml::node& node) {
  const std::string expected = "a list of [value, desirability] pairs";
  const toml::array* list = node.as_array();
  if (list == nullptr) section.wrong_type("knots", node, expected);
  std::vector<std::pair<double, double>> knots;
  for (const toml::node& entry : *list) {
    const toml::array* pair = entry.as_array();
    if (pair == nullptr || pair->size() != 2 || !pair->get(0)->is_number() || !pair->get(1)->is_number())
      complain(line_of(entry), section.field("knots"), "'knots' has an entry that is no pair; expected " + expected);
    knots.emplace_back(*pair->get(0)->value<double>(), *pair->get(1)->value<double>());
  }
  return knots;
}

/// REINVENT's form of value_mapping: a table whose keys are the values.
std::vector<std::pair<double, double>> mapping_of(const Section& section, const toml::node& node) {
  const std::string expected = "a table of value = desirability, such as { 0 = 1.0, 1 = 0.5 }";
  const toml::table* table = node.as_table();
  if (table == nullptr) section.wrong_type("mapping", node, expected);
  std::vector<std::pair<double, double>> knots;
  for (const auto& [key, desirability] : *table) {
    double value = 0;
    const std::string_view text = key.str();
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || !desirability.is_number())
      complain(line_of(desirability), section.field("mapping"),
               "'mapping' has the entry '" + std::string(text) + "'; expected " + expected);
    knots.emplace_back(value, *desirability.value<double>());
  }
  std::sort(knots.begin(), knots.end());
  return knots;
}

Transform transform_of(const toml::node& node, const Section& objective, const std::string& field) {
  const std::string expected = "a table such as { type = \"logistic\", bad = -6.0, good = -3.0 }";
  const toml::table* table = node.as_table();
  if (table == nullptr) objective.wrong_type("transform", node, expected);
  const Section section(*table, "the transform", field);
  Transform transform;
  transform.line = section.line();
  transform.type = section.text("type", "the name of a transform, such as \"logistic\"", kMaxNameBytes);
  if (section.has("knots") && section.has("mapping"))
    complain(section.line("mapping"), section.field("mapping"), "the transform has 'knots' and 'mapping'; expected one");
  for (const auto& [key, value] : *table) {
    if (key == "type") continue;
    if (key == "knots") transform.knots = knots_of(section, value);
    else if (key == "mapping") transform.knots = mapping_of(section, value);
    else transform.parameters[std::string(key.str())] = section.finite(std::string(key.str()));
  }
  if (transform.knots.size() > kMaxEntries)
    complain(section.line(), section.field("knots"), "a transform has at most " + std::to_string(kMaxEntries) + " knots");
  return transform;
}

std::string property_of(const Section& section) {
  std::string name = section.text("property", "a property's name, such as \"hERG\"", kMaxNameBytes);
  if (name.empty()) complain(section.line("property"), section.field("property"), "'property' is empty; expected a name");
  return name;
}

Objective objective_of(const toml::table& table, const std::string& field) {
  const Section section(table, "[[objective]]", field);
  section.only({"property", "unit", "transform", "weight"});
  Objective objective;
  objective.property = property_of(section);
  objective.line = section.line("property");
  objective.unit = section.text_or_empty("unit", "a unit, such as \"log10(mol/L)\"", kMaxNameBytes);
  objective.transform = transform_of(section.required("transform", "a transform, such as { type = \"logistic\", bad = 0.7, good = 0.3 }"),
                                     section, field + ".transform");
  if (section.has("weight")) objective.weight = section.number("weight", 0, kMaxWeight);
  return objective;
}

Names alerts_of(const Section& section) {
  static const Names kCatalogues{"PAINS", "BRENK", "NIH", "ZINC"};
  const std::string expected = "a list of catalogues, such as [\"PAINS\", \"BRENK\"]";
  const toml::node& node = section.required("alerts", expected);
  const toml::array* list = node.as_array();
  if (list == nullptr || list->empty()) section.wrong_type("alerts", node, expected + " that is not empty");
  Names alerts;
  for (const toml::node& entry : *list) {
    if (!entry.is_string()) section.wrong_type("alerts", entry, expected);
    const std::string& name = entry.ref<std::string>();
    if (std::find(kCatalogues.begin(), kCatalogues.end(), name) == kCatalogues.end())
      complain(line_of(entry), section.field("alerts"), "unknown alert catalogue '" + name + "'" +
                                                           did_you_mean(name, kCatalogues) + " (known: " + join(kCatalogues) + ")");
    if (std::find(alerts.begin(), alerts.end(), name) != alerts.end())
      complain(line_of(entry), section.field("alerts"), "alert catalogue '" + name + "' is there twice");
    alerts.push_back(name);
  }
  return alerts;
}

Filter filter_of(const toml::table& table, const std::string& field) {
  const Section section(table, "[[filter]]", field);
  section.only({"property", "unit", "min", "max", "alerts"});
  Filter filter;
  if (section.has("alerts")) {
    for (const char* key : {"property", "unit", "min", "max"}) {
      if (section.has(key))
        complain(section.line(key), section.field(key),
                 "a [[filter]] with 'alerts' has no '" + std::string(key) + "'; write a [[filter]] of its own");
    }
    filter.alerts = alerts_of(section);
    filter.line = section.line("alerts");
    return filter;
  }
  filter.property = property_of(section);
  filter.line = section.line("property");
  filter.unit = section.text_or_empty("unit", "a unit, such as \"log10(mol/L)\"", kMaxNameBytes);
  if (section.has("min")) filter.min = section.finite("min");
  if (section.has("max")) filter.max = section.finite("max");
  if (!filter.min && !filter.max)
    complain(section.line(), field, "the [[filter]] on '" + filter.property + "' has no limit; expected 'min', 'max' or both");
  if (filter.min && filter.max && *filter.min > *filter.max)
    complain(section.line("min"), section.field("min"),
             "'min' is " + shortest(*filter.min) + " and 'max' " + shortest(*filter.max) + "; nothing lies between");
  return filter;
}

Aggregation aggregation_of(const toml::table& table) {
  const Section section(table, "[aggregation]", "aggregation");
  section.only({"type", "floor", "missing", "fallback"});
  Aggregation aggregation;
  if (section.has("type"))
    aggregation.type = static_cast<AggregationType>(section.choice("type", {"geometric", "arithmetic", "harmonic", "product", "minimum"}));
  if (section.has("missing"))
    aggregation.missing = static_cast<MissingValue>(section.choice("missing", {"reject", "fallback", "ignore", "uncertain"}));
  if (section.has("floor")) {
    aggregation.floor = section.number("floor", 0, 1);
    if (aggregation.floor == 1) complain(section.line("floor"), "aggregation.floor", "'floor' is 1; expected a number below 1");
    if (aggregation.type != AggregationType::kGeometric && aggregation.type != AggregationType::kHarmonic)
      complain(section.line("floor"), "aggregation.floor",
               std::string("'floor' means nothing for the type '") + to_string(aggregation.type) + "'; it belongs to geometric and harmonic");
  }
  const bool falls_back = aggregation.missing == MissingValue::kFallback;
  if (falls_back) aggregation.fallback = section.number("fallback", 0, 1);
  if (section.has("fallback") && !falls_back)
    complain(section.line("fallback"), "aggregation.fallback", "'fallback' belongs to missing = \"fallback\"");
  return aggregation;
}

/// The name behind "model/property", or the whole.
std::string_view bare_name(std::string_view property) {
  const std::size_t slash = property.find('/');
  return slash == std::string_view::npos ? property : property.substr(slash + 1);
}

/// Two objectives over one property would count it twice; "hERG" and "admet-ai/hERG" are one property, or the
/// first of them names none.
void check_no_duplicates(const std::vector<Objective>& objectives) {
  for (std::size_t i = 0; i < objectives.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const std::string& later = objectives[i].property;
      const std::string& earlier = objectives[j].property;
      const bool one_is_bare = bare_name(later) == later || bare_name(earlier) == earlier;
      if (later != earlier && !(one_is_bare && bare_name(later) == bare_name(earlier))) continue;
      complain(objectives[i].line, "objective[" + std::to_string(i) + "].property",
               "a second [[objective]] over '" + later + "', the first is in line " + std::to_string(objectives[j].line) +
                   "; expected one objective a property");
    }
  }
}

/// The tables of an array of tables, such as every [[objective]].
std::vector<const toml::table*> tables_of(const Section& root, const char* key) {
  std::vector<const toml::table*> tables;
  if (!root.has(key)) return tables;
  const std::string expected = "[[" + std::string(key) + "]] sections";
  const toml::node& node = root.required(key, expected);
  const toml::array* list = node.as_array();
  if (list == nullptr) root.wrong_type(key, node, expected);
  if (list->size() > kMaxEntries)
    complain(line_of(node), key, std::to_string(list->size()) + " " + expected + "; at most " + std::to_string(kMaxEntries));
  for (const toml::node& entry : *list) {
    if (!entry.is_table()) root.wrong_type(key, entry, expected);
    tables.push_back(entry.as_table());
  }
  return tables;
}

std::string name_of(const Section& root) {
  const std::string expected = "a lower-case letter, then up to 62 of a-z, 0-9 and '-'";
  const std::string name = root.text("name", expected, kMaxNameBytes);
  const auto lower_case = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto allowed = [&](char c) { return lower_case(c) || (c >= '0' && c <= '9') || c == '-'; };
  if (name.empty() || name.size() > 63 || !lower_case(name[0]) || !std::all_of(name.begin(), name.end(), allowed))
    complain(root.line("name"), "name", "'name' is '" + name + "'; expected " + expected);
  return name;
}

toml::table parse_toml(std::string_view text) {
  if (text.size() > kMaxBytes)
    throw Error(ErrorCode::kInvalidArgument, "the profile has " + std::to_string(text.size()) + " bytes; at most " +
                                                 std::to_string(kMaxBytes));
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    complain(static_cast<int>(error.source().begin.line), "", "not TOML: " + std::string(error.description()));
  }
}

}  // namespace

Profile parse_profile(std::string_view text) {
  const toml::table table = parse_toml(text);
  const Section root(table, "the profile", "");
  root.only({"name", "title", "description", "objective", "filter", "aggregation"});
  Profile profile;
  profile.name = name_of(root);
  profile.title = root.text_or_empty("title", "a string of one line", 500);
  profile.description = root.text_or_empty("description", "a string", 20'000);
  for (const toml::table* objective : tables_of(root, "objective"))
    profile.objectives.push_back(objective_of(*objective, "objective[" + std::to_string(profile.objectives.size()) + "]"));
  for (const toml::table* filter : tables_of(root, "filter"))
    profile.filters.push_back(filter_of(*filter, "filter[" + std::to_string(profile.filters.size()) + "]"));
  if (root.has("aggregation")) {
    const toml::node& aggregation = root.required("aggregation", "a section");
    if (!aggregation.is_table()) root.wrong_type("aggregation", aggregation, "an [aggregation] section");
    profile.aggregation = aggregation_of(*aggregation.as_table());
  }
  if (profile.objectives.empty() && profile.filters.empty())
    complain(1, "objective", "the profile wants nothing; expected at least one [[objective]] or [[filter]]");
  check_no_duplicates(profile.objectives);
  const auto weightless = [](const Objective& objective) { return objective.weight == 0; };
  if (!profile.objectives.empty() && std::all_of(profile.objectives.begin(), profile.objectives.end(), weightless))
    complain(profile.objectives[0].line, "objective[0].weight", "every [[objective]] has weight 0; expected one above 0");
  return profile;
}

}  // namespace furui
