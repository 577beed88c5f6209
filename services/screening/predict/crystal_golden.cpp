// Holds a crystal model to its golden set: the original package's own energies, forces, stresses and moments.
#include <cmath>
#include <limits>

#include "core/error.h"                 // for Error
#include "predict/crystal_predictor.h"  // for CrystalPredictor, GoldenReport
#include "predict/golden_lines.h"       // for golden_lines::parse

namespace furui {
namespace {

using Json = nlohmann::json;
using golden_lines::complain;

std::vector<double> numbers(const Json& list, std::size_t count, std::size_t line, const std::string& where) {
  const auto is_number = [](const Json& number) { return number.is_number(); };
  if (!list.is_array() || list.size() != count || !std::all_of(list.begin(), list.end(), is_number))
    complain(line, "expected " + std::to_string(count) + " numbers under '" + where + "'");
  return list.get<std::vector<double>>();
}

Vector3 vector3(const Json& list, std::size_t line, const std::string& where) {
  const std::vector<double> three = numbers(list, 3, line, where);
  return {three[0], three[1], three[2]};
}

const Json& rows(const Json& entry, const char* key, std::size_t count, std::size_t line) {
  const auto found = entry.find(key);
  if (found == entry.end() || !found->is_array() || found->size() != count)
    complain(line, "expected " + std::to_string(count) + " rows under '" + key + "'");
  return *found;
}

Crystal crystal_of(const Json& entry, std::size_t line) {
  const Json& input = entry["input"];
  const auto elements = input.is_object() ? input.find("atomic_numbers") : input.end();
  if (!input.is_object() || elements == input.end() || !elements->is_array())
    complain(line, "expected a crystal under 'input': lattice, atomic_numbers, fractional; see models/README.md");
  Crystal crystal;
  if (const auto mixtures = input.find("mixtures"); mixtures != input.end()) {
    for (const auto& mixture : *mixtures) crystal.mixtures.push_back(mixture.get<Mixture>());
  }
  for (const Json& z : *elements) {
    if (!z.is_number_integer() || !(z >= 1 && (z <= 118 || (z >= kFirstMixture && z < kFirstMixture + crystal.mixtures.size()))))
      complain(line, "expected atomic numbers under 'atomic_numbers'");
    crystal.atomic_numbers.push_back(z.get<std::uint8_t>());
  }
  const Json& lattice = rows(input, "lattice", 3, line);
  for (std::size_t k = 0; k < 3; ++k) crystal.lattice[k] = vector3(lattice[k], line, "lattice");
  for (const Json& at : rows(input, "fractional", crystal.size(), line)) crystal.fractional.push_back(vector3(at, line, "fractional"));
  return crystal;
}

class Comparison {
 public:
  explicit Comparison(std::size_t row, GoldenReport& report) : row_(row), report_(report) {}

  void compare(const std::string& name, double ours, double golden, double tolerance) {
    double off = std::abs(ours - golden) / tolerance;
    if (std::isnan(off)) off = std::numeric_limits<double>::infinity();
    if (off <= report_.worst && !report_.worst_column.empty()) return;
    report_.worst = off;
    report_.worst_column = name;
    report_.worst_row = row_;
  }

 private:
  std::size_t row_;
  GoldenReport& report_;
};

// The numbers of a field, one after the other; nothing for a name that no crystal model gives.
std::vector<double> flat(const CrystalFields& fields, const std::string& name) {
  std::vector<double> result;
  const auto append = [&](const Vector3& v) { result.insert(result.end(), v.begin(), v.end()); };
  if (name == "forces") {
    for (const Vector3& force : fields.forces) append(force);
  } else if (name == "stress") {
    for (const Vector3& row : fields.stress) append(row);
  } else if (name == "magnetic_moments") {
    result = fields.magnetic_moments;
  }
  return result;
}

std::vector<double> flat(const Json& value, std::size_t line, const std::string& name) {
  std::vector<double> result;
  if (!value.is_array()) complain(line, "expected lists of numbers under '" + name + "'");
  for (const Json& entry : value) {
    if (entry.is_array()) {
      const Vector3 row = vector3(entry, line, name);
      result.insert(result.end(), row.begin(), row.end());
    } else if (entry.is_number()) {
      result.push_back(entry.get<double>());
    } else {
      complain(line, "expected lists of numbers under '" + name + "'");
    }
  }
  return result;
}

// Standard deviations, of the properties that have one; "std" is null where none has.
void compare_spreads(const Manifest& manifest, const Predictions& ours, const Json& entry, std::size_t line, Comparison& comparison) {
  const auto found = entry.find("std");
  for (std::size_t c = 0; c < manifest.properties.size(); ++c) {
    const Property& property = manifest.properties[c];
    if (!property.has_std) continue;
    if (found == entry.end() || !found->is_array() || found->size() != manifest.properties.size() || !(*found)[c].is_number())
      complain(line, "expected a number for '" + property.name + "' under 'std'");
    const double got = ours.std.empty() ? std::numeric_limits<double>::quiet_NaN() : ours.std[line * ours.columns + c];
    comparison.compare(property.name + " (std)", got, (*found)[c].get<double>(), *property.tolerance);
  }
}

void compare_fields(const Manifest& manifest, const CrystalFields& ours, const Json& entry, std::size_t line, Comparison& comparison) {
  for (const Field& field : manifest.fields) {
    const auto found = entry.find(field.name);
    if (found == entry.end()) complain(line, "expected the field '" + field.name + "'");
    const std::vector<double> golden = flat(*found, line, field.name), got = flat(ours, field.name);
    if (golden.size() != got.size()) {
      complain(line, "expected " + std::to_string(got.size()) + " numbers under '" + field.name + "', not " + std::to_string(golden.size()));
    }
    for (std::size_t i = 0; i < got.size(); ++i) comparison.compare(field.name, got[i], golden[i], field.tolerance);
  }
}

}  // namespace

std::vector<Crystal> golden_crystals(std::string_view golden) {
  const std::vector<Json> lines = golden_lines::parse(golden);
  std::vector<Crystal> crystals;
  for (std::size_t i = 0; i < lines.size(); ++i) crystals.push_back(crystal_of(lines[i], i));
  return crystals;
}

GoldenReport compare_with_golden(CrystalPredictor& predictor, std::string_view golden) {
  const Manifest& manifest = predictor.manifest();
  for (const Property& property : manifest.properties) {
    if (!property.tolerance)
      throw Error(ErrorCode::kInvalidArgument, "manifest.json: property '" + property.name + "' of a crystal model states no tolerance; see models/README.md");
  }
  const std::vector<Json> lines = golden_lines::parse(golden);
  const std::vector<Crystal> crystals = golden_crystals(golden);
  std::vector<const Crystal*> views;
  for (const Crystal& crystal : crystals) views.push_back(&crystal);
  std::vector<CrystalFields> fields;
  const Predictions ours = predictor.predict(views, &fields);

  GoldenReport report;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool refused = !lines[i].contains("values") || lines[i]["values"].is_null(), rejected = ours.rejection[i].has_value();
    if (refused && rejected) {
      ++report.skipped;
      continue;
    }
    if (refused != rejected) {  // one refuses what the other predicts
      report.worst = std::numeric_limits<double>::infinity();
      report.worst_column = rejected ? "(rejected here, predicted by the original)" : "(refused by the original)";
      report.worst_row = i;
      continue;
    }
    ++report.rows;
    Comparison comparison(i, report);
    const std::vector<double> values = numbers(lines[i]["values"], manifest.properties.size(), i, "values");
    for (std::size_t c = 0; c < values.size(); ++c)
      comparison.compare(manifest.properties[c].name, ours.value[i * ours.columns + c], values[c], *manifest.properties[c].tolerance);
    compare_spreads(manifest, ours, lines[i], i, comparison);
    compare_fields(manifest, fields[i], lines[i], i, comparison);
  }
  report.reproduced = report.rows > 0 && report.worst <= 1;
  return report;
}

}  // namespace furui
