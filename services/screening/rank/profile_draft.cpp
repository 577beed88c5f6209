// Text that a person will read and change, so every number comes with its reason.
#include "rank/profile_draft.h"

#include <cstdio>

#include "core/error.h"        // for Error
#include "core/number_text.h"  // for formatted, shortest

namespace furui {
namespace {

std::string digits(double number) { return formatted("%.3f", number); }

std::string toml_number(double number) {
  std::string text = shortest(static_cast<float>(number));
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

/// A TOML basic string.
std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) result += c;
  }
  return result + "\"";
}

std::string comment(const std::string& text) {
  std::string line = "# ";
  for (const char c : text) line += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
  return line + "\n";
}

}  // namespace

std::string draft_profile(const std::string& name, const std::string& title, const std::string& explained,
                          std::span<const DraftedObjective> objectives) {
  if (objectives.empty())
    throw Error(ErrorCode::kInvalidArgument, "no property tells the actives from the inactives better than chance, so there is nothing to draft");
  std::string text = comment(explained) +
                     comment("Weights are 2 (AUC - 0.5); 'good' and 'bad' are what the typical active and inactive have. Look at each before use: a") +
                     comment("property may tell actives apart without being a reason for their activity, and several may say the same.") +
                     "name = " + quoted(name) + "\ntitle = " + quoted(title) + "\n";
  for (const DraftedObjective& objective : objectives) {
    const ActiveThresholds& of = objective.thresholds;
    text += "\n" + comment("AUC " + digits(of.auc) + " +/- " + digits(of.auc_std_error) + ", " + (of.higher_is_active ? "higher" : "lower") +
                           " means active; best single threshold " + shortest(static_cast<float>(of.youden_threshold)) + " (Youden's J " +
                           digits(of.youden_index) + "); " + std::to_string(of.actives) + " actives, " + std::to_string(of.inactives) + " inactives");
    text += "[[objective]]\nproperty = " + quoted(objective.property) + "\n";
    if (!objective.unit.empty()) text += "unit = " + quoted(objective.unit) + "\n";
    text += "transform = { type = \"logistic\", bad = " + toml_number(of.bad) + ", good = " + toml_number(of.good) + " }\n";
    text += "weight = " + digits(of.weight) + "\n";
  }
  return text + "\n[aggregation]\ntype = \"arithmetic\"\nmissing = \"ignore\"\n";
}

}  // namespace furui
