// A profile's TOML text to Profile, with every complaint naming its line and the nearest thing that is known.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "core/elements.h"      // for atomic_number_of, element_symbol
#include "core/error.h"         // for Error
#include "core/nearest_name.h"  // for did_you_mean
#include "core/number_text.h"   // for shortest
#include "core/profile.h"       // for Profile, the result
#include "core/quality_toml.h"  // for quality_of
#include "core/relaxation_toml.h"  // for relaxation_of
#include "core/toml_section.h"  // for Section, complain

namespace furui {
namespace {

constexpr std::size_t kMaxBytes = 262'144;   // a profile is written by a person
constexpr std::size_t kMaxEntries = 500;     // objectives, filters, knots: each
constexpr double kMaxWeight = 1e6;           // weights are ratios; more is a slip

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
  section.only({"property", "unit", "transform", "weight", "outcome"});
  Objective objective;
  objective.property = property_of(section);
  objective.line = section.line("property");
  objective.unit = section.text_or_empty("unit", "a unit, such as \"log10(mol/L)\"", kMaxNameBytes);
  objective.unit_line = section.line("unit");
  objective.transform = transform_of(section.required("transform", "a transform, such as { type = \"logistic\", bad = 0.7, good = 0.3 }"),
                                     section, field + ".transform");
  if (section.has("weight")) objective.weight = section.number("weight", 0, kMaxWeight);
  if (section.has("outcome")) objective.outcome = static_cast<Outcome>(section.choice("outcome", {"probability", "bernoulli"}));
  objective.outcome_line = section.line("outcome");
  return objective;
}

Names alerts_of(const Section& section) {
  static const Names kCatalogues{"PAINS", "BRENK", "NIH", "ZINC"};
  Names alerts;
  for (const auto& [name, line] : section.texts("alerts", "a list of catalogues, such as [\"PAINS\", \"BRENK\"]")) {
    if (std::find(kCatalogues.begin(), kCatalogues.end(), name) == kCatalogues.end())
      complain(line, section.field("alerts"), "unknown alert catalogue '" + name + "'" +
                                                           did_you_mean(name, kCatalogues) + " (known: " + join(kCatalogues) + ")");
    if (std::find(alerts.begin(), alerts.end(), name) != alerts.end())
      complain(line, section.field("alerts"), "alert catalogue '" + name + "' is there twice");
    alerts.push_back(name);
  }
  return alerts;
}

/// Whether each is SMARTS at all, whoever uses the profile finds out.
std::vector<std::string> smarts_of(const Section& section, const char* key) {
  std::vector<std::string> patterns;
  for (const auto& [pattern, line] : section.texts(key, "a list of SMARTS, such as [\"[N+](=O)[O-]\"]")) {
    if (pattern.empty()) complain(line, section.field(key), "'" + std::string(key) + "' has an empty pattern; expected SMARTS");
    if (std::find(patterns.begin(), patterns.end(), pattern) != patterns.end())
      complain(line, section.field(key), "the pattern '" + pattern + "' is there twice");
    patterns.push_back(pattern);
  }
  return patterns;
}

std::vector<std::uint8_t> elements_of(const Section& section, const char* key) {
  std::vector<std::uint8_t> elements;
  for (const auto& [symbol, line] : section.texts(key, "a list of elements, such as [\"C\", \"N\", \"O\"]")) {
    const int number = atomic_number_of(symbol);
    // atomic_number_of also takes the symbols of aromatic atoms.
    if (number < 1 || element_symbol(static_cast<unsigned>(number)) != symbol)
      complain(line, section.field(key), "'" + symbol + "' is no element; expected symbols such as C, Cl or Na");
    elements.push_back(static_cast<std::uint8_t>(number));
  }
  return elements;
}

/// Fills what a [[filter]] that is not over a property is about.
void read_structure_filter(const Section& section, const std::string& key, Filter& filter) {
  if (key == "alerts") filter.alerts = alerts_of(section);
  if (key == "smarts") filter.smarts = smarts_of(section, "smarts");
  if (key == "required_smarts") filter.required_smarts = smarts_of(section, "required_smarts");
  if (key == "elements") filter.elements = elements_of(section, "elements");
  if (key == "forbidden_elements") filter.forbidden_elements = elements_of(section, "forbidden_elements");
  if (key == "domain") filter.domain = section.choice("domain", {"in", "borderline"}) == 0 ? Domain::kIn : Domain::kBorderline;
}

Filter filter_of(const toml::table& table, const std::string& field) {
  const Section section(table, "[[filter]]", field);
  const Names kinds{"alerts", "smarts", "required_smarts", "elements", "forbidden_elements", "domain"};
  Names known{"property", "unit", "min", "max"};
  known.insert(known.end(), kinds.begin(), kinds.end());
  section.only(known);
  Filter filter;
  for (const std::string& kind : kinds) {
    if (!section.has(kind.c_str())) continue;
    for (const std::string& key : known) {
      if (key != kind && section.has(key.c_str()))
        complain(section.line(key.c_str()), section.field(key),
                 "a [[filter]] with '" + kind + "' has no '" + key + "'; write a [[filter]] of its own");
    }
    read_structure_filter(section, kind, filter);
    filter.line = section.line(kind.c_str());
    return filter;
  }
  filter.property = property_of(section);
  filter.line = section.line("property");
  filter.unit = section.text_or_empty("unit", "a unit, such as \"log10(mol/L)\"", kMaxNameBytes);
  filter.unit_line = section.line("unit");
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

Uncertainty uncertainty_of(const toml::table& table) {
  const Section section(table, "[uncertainty]", "uncertainty");
  section.only({"propagate", "policy", "kappa", "best", "top", "draws", "confidence", "seed"});
  Uncertainty uncertainty;
  if (section.has("propagate")) uncertainty.propagate = section.truth("propagate");
  if (section.has("policy"))
    uncertainty.policy = static_cast<Policy>(section.choice(
        "policy", {"expected", "lower_bound", "upper_bound", "probability_of_improvement", "expected_improvement"}));
  const bool bounds = uncertainty.policy == Policy::kLowerBound || uncertainty.policy == Policy::kUpperBound;
  const bool improves = uncertainty.policy == Policy::kProbabilityOfImprovement || uncertainty.policy == Policy::kExpectedImprovement;
  if (section.has("kappa")) uncertainty.kappa = section.number("kappa", 0, 100);
  if (section.has("kappa") && !bounds)
    complain(section.line("kappa"), "uncertainty.kappa", "'kappa' belongs to policy = \"lower_bound\" or \"upper_bound\"");
  if (improves) uncertainty.best = section.number("best", 0, 1);
  if (section.has("best") && !improves)
    complain(section.line("best"), "uncertainty.best",
             "'best', the score to improve on, belongs to policy = \"probability_of_improvement\" or \"expected_improvement\"");
  if (section.has("top")) uncertainty.top = static_cast<std::size_t>(section.whole_number("top", 1, 1'000'000));
  if (section.has("draws")) uncertainty.draws = static_cast<std::size_t>(section.whole_number("draws", 32, 1'000'000));
  if (section.has("seed")) uncertainty.seed = section.whole_number("seed", 0, std::numeric_limits<std::int64_t>::max());
  if (section.has("confidence")) uncertainty.confidence = section.number("confidence", 0.51, 0.9999);
  return uncertainty;
}

ParetoAxis pareto_axis_of(const toml::table& table, const std::string& field) {
  const Section section(table, "[[pareto]]", field);
  section.only({"property", "unit", "goal", "target"});
  ParetoAxis axis;
  axis.property = property_of(section);
  axis.line = section.line("property");
  axis.unit = section.text_or_empty("unit", "a unit, such as \"log10(mol/L)\"", kMaxNameBytes);
  axis.unit_line = section.line("unit");
  axis.goal = static_cast<Goal>(section.choice("goal", {"max", "min", "target"}));
  if (axis.goal == Goal::kTarget) axis.target = section.finite("target");
  if (section.has("target") && axis.goal != Goal::kTarget)
    complain(section.line("target"), section.field("target"), "'target' belongs to goal = \"target\"");
  return axis;
}

Diversity diversity_of(const toml::table& table) {
  const Section section(table, "[diversity]", "diversity");
  section.only({"pick", "from", "method", "most", "similarity"});
  Diversity diversity;
  diversity.pick = static_cast<std::size_t>(section.whole_number("pick", 1, kMostPicks));
  if (section.has("from")) diversity.from = static_cast<std::size_t>(section.whole_number("from", 1, kMostPickedFrom));
  if (section.has("method")) diversity.method = static_cast<PickMethod>(section.choice("method", {"maxmin", "scaffold", "cluster", "formula"}));
  if (section.has("from") && diversity.from < diversity.pick)
    complain(section.line("from"), "diversity.from", "'from' is " + std::to_string(diversity.from) + ", fewer than the " +
                                                         std::to_string(diversity.pick) + " to pick; expected at least as many");
  if (section.has("most") && diversity.method == PickMethod::kMaxMin)
    complain(section.line("most"), "diversity.most", "'most' belongs to method = \"scaffold\", \"cluster\" or \"formula\"");
  if (section.has("most")) diversity.most = static_cast<std::size_t>(section.whole_number("most", 1, kMostPicks));
  if (section.has("similarity") && diversity.method != PickMethod::kCluster)
    complain(section.line("similarity"), "diversity.similarity", "'similarity' belongs to method = \"cluster\"");
  if (section.has("similarity")) diversity.similarity = section.number("similarity", 0.05, 1);
  return diversity;
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

void check_outcomes(const Profile& profile) {
  for (std::size_t i = 0; i < profile.objectives.size() && !profile.uncertainty.propagate; ++i) {
    if (profile.objectives[i].outcome == Outcome::kBernoulli)
      complain(profile.objectives[i].outcome_line, "objective[" + std::to_string(i) + "].outcome",
               "outcome = \"bernoulli\" is uncertain, and [uncertainty] says propagate = false; expected one of the two");
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
  root.only({"name", "title", "description", "objective", "filter", "aggregation", "uncertainty", "pareto", "quality", "diversity", "relaxation"});
  Profile profile;
  profile.name = name_of(root);
  profile.title = root.text_or_empty("title", "a string of one line", 500);
  profile.description = root.text_or_empty("description", "a string", 20'000);
  for (const toml::table* objective : tables_of(root, "objective"))
    profile.objectives.push_back(objective_of(*objective, "objective[" + std::to_string(profile.objectives.size()) + "]"));
  for (const toml::table* filter : tables_of(root, "filter"))
    profile.filters.push_back(filter_of(*filter, "filter[" + std::to_string(profile.filters.size()) + "]"));
  const auto section = [&](const char* key) {
    const toml::node& node = root.required(key, "a section");
    if (!node.is_table()) root.wrong_type(key, node, "an [" + std::string(key) + "] section");
    return node.as_table();
  };
  for (const toml::table* axis : tables_of(root, "pareto"))
    profile.pareto.push_back(pareto_axis_of(*axis, "pareto[" + std::to_string(profile.pareto.size()) + "]"));
  if (root.has("aggregation")) profile.aggregation = aggregation_of(*section("aggregation"));
  if (root.has("uncertainty")) profile.uncertainty = uncertainty_of(*section("uncertainty"));
  if (root.has("quality")) profile.quality = quality_of(*section("quality"), profile);
  if (root.has("diversity")) profile.diversity = diversity_of(*section("diversity"));
  if (root.has("relaxation")) profile.relaxation = relaxation_of(*section("relaxation"));
  if (profile.objectives.empty() && profile.filters.empty())
    complain(1, "objective", "the profile wants nothing; expected at least one [[objective]] or [[filter]]");
  check_no_duplicates(profile.objectives);
  check_outcomes(profile);
  const auto weightless = [](const Objective& objective) { return objective.weight == 0; };
  if (!profile.objectives.empty() && std::all_of(profile.objectives.begin(), profile.objectives.end(), weightless))
    complain(profile.objectives[0].line, "objective[0].weight", "every [[objective]] has weight 0; expected one above 0");
  return profile;
}

}  // namespace furui
