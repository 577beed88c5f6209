// Holds a model version to its golden set: the original library's own outputs.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/error.h"            // for Error
#include "predict/golden_lines.h"  // for golden_lines::parse
#include "predict/predictor.h"     // for GoldenReport, Predictor

namespace furui {
namespace {

using Json = nlohmann::json;

using golden_lines::complain;

// The lines of a molecule model, whose inputs are texts.
std::vector<Json> parse_lines(std::string_view text) {
  std::vector<Json> lines = golden_lines::parse(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!lines[i]["input"].is_string()) complain(i, "expected an object with a text 'input'");
  }
  return lines;
}

// Numbers of one line, or nothing where the original refused the input.
std::optional<std::vector<double>> numbers(const Json& entry, const char* key, std::size_t line, std::size_t columns) {
  const auto found = entry.find(key);
  if (found == entry.end() || found->is_null()) return std::nullopt;
  if (!found->is_array() || found->size() != columns)
    complain(line, std::string("expected ") + std::to_string(columns) + " numbers under '" + key + "'");
  std::vector<double> result;
  for (const Json& number : *found) {
    if (number.is_null()) {
      result.push_back(std::nan(""));
    } else if (number.is_number()) {
      result.push_back(number.get<double>());
    } else {
      complain(line, std::string("expected numbers or null under '") + key + "'");
    }
  }
  if (!result.empty() && std::all_of(result.begin(), result.end(), [](double x) { return std::isnan(x); }))
    return std::nullopt;
  return result;
}

using Table = std::vector<std::optional<std::vector<double>>>;

// Standard deviation of the golden values of each column, ddof 1; 1 where fewer than two differ.
std::vector<double> column_scale(const Table& table, std::size_t columns) {
  std::vector<double> scale(columns, 1);
  for (std::size_t c = 0; c < columns; ++c) {
    double n = 0, mean = 0, squares = 0;  // Welford 1962
    for (const auto& row : table) {
      if (!row || std::isnan((*row)[c])) continue;
      n += 1;
      const double off = (*row)[c] - mean;
      mean += off / n;
      squares += off * ((*row)[c] - mean);
    }
    if (n > 1 && squares > 0) scale[c] = std::sqrt(squares / (n - 1));
  }
  return scale;
}

class Comparison {
 public:
  Comparison(const Manifest& manifest, std::vector<double> scale)
      : columns_(manifest.columns()), scale_(std::move(scale)) {}

  void compare(std::size_t row, const std::vector<double>& golden, const float* ours, const char* suffix) {
    for (std::size_t c = 0; c < golden.size(); ++c) {
      if (std::isnan(golden[c])) continue;
      double off = std::abs(double{ours[c]} - golden[c]) / scale_[c];
      if (std::isnan(off)) off = std::numeric_limits<double>::infinity();
      if (off <= report.worst && !report.worst_column.empty()) continue;
      report.worst = off;
      report.worst_column = columns_[c].name + suffix;
      report.worst_row = row;
    }
  }
  GoldenReport report;

 private:
  std::vector<Column> columns_;
  std::vector<double> scale_;
};

}  // namespace

std::vector<std::string> golden_inputs(std::string_view golden) {
  std::vector<std::string> inputs;
  for (const Json& entry : parse_lines(golden)) inputs.push_back(entry["input"].get<std::string>());
  return inputs;
}

GoldenReport compare_with_golden(const Manifest& manifest, const Predictions& ours, std::string_view golden) {
  const std::vector<Json> lines = parse_lines(golden);
  if (lines.size() != ours.rows) {
    throw Error(ErrorCode::kInvalidArgument, "golden.jsonl has " + std::to_string(lines.size()) + " lines, but " +
                                                 std::to_string(ours.rows) + " predictions were given");
  }
  const std::size_t columns = manifest.columns().size();
  Table values, stds;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    values.push_back(numbers(lines[i], "values", i, columns));
    stds.push_back(numbers(lines[i], "std", i, columns));
  }
  Comparison comparison(manifest, column_scale(values, columns));
  GoldenReport& report = comparison.report;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool rejected = ours.rejection[i].has_value();
    if (rejected && !values[i]) {
      ++report.skipped;
      continue;
    }
    if (rejected != !values[i].has_value()) {  // one refuses what the other predicts
      report.worst = std::numeric_limits<double>::infinity();
      report.worst_column = rejected ? "(rejected here, predicted by the original)" : "(refused by the original)";
      report.worst_row = i;
      continue;
    }
    ++report.rows;
    comparison.compare(i, *values[i], ours.value.data() + i * columns, "");
    if (stds[i] && !ours.std.empty()) comparison.compare(i, *stds[i], ours.std.data() + i * columns, "_std");
  }
  report.reproduced = report.rows > 0 && report.worst <= manifest.tolerance;
  return report;
}

GoldenReport compare_with_golden(Predictor& predictor, std::span<const MoleculeGraph* const> graphs,
                                 std::string_view golden) {
  std::vector<const MoleculeGraph*> read;
  for (const MoleculeGraph* graph : graphs) {
    if (graph != nullptr) read.push_back(graph);
  }
  const Predictions predicted = predictor.predict(read);
  // One row a golden line: what could not be read is a rejected row.
  const std::size_t columns = predictor.manifest().columns().size();
  Predictions ours;
  ours.rows = graphs.size();
  ours.columns = columns;
  ours.value.resize(ours.rows * columns);
  if (!predicted.std.empty()) ours.std.resize(ours.rows * columns);
  ours.domain.assign(ours.rows, Domain::kUnknown);
  ours.rejection.assign(ours.rows, Rejection{Stage::kRead, Reason::kParseError, ""});
  std::size_t next = 0;
  for (std::size_t row = 0; row < graphs.size(); ++row) {
    if (graphs[row] == nullptr) continue;
    const auto first = static_cast<std::ptrdiff_t>(next * columns), to = static_cast<std::ptrdiff_t>(row * columns);
    std::copy_n(predicted.value.begin() + first, columns, ours.value.begin() + to);
    if (!predicted.std.empty()) std::copy_n(predicted.std.begin() + first, columns, ours.std.begin() + to);
    ours.rejection[row] = predicted.rejection[next++];
  }
  return compare_with_golden(predictor.manifest(), ours, golden);
}

}  // namespace furui
