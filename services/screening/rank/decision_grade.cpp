// Demands held against what models publish.
#include "rank/decision_grade.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <set>
#include <string_view>

#include "core/number_text.h"  // for shortest

namespace furui {
namespace {

std::string percent(double share) { return shortest(std::round(share * 1000) / 10) + " %"; }

/// What is wrong with one published number; empty where nothing is.
std::string below(const StatedQuality& stated, const std::string& measure, double least) {
  const auto found = stated.published.find(measure);
  const std::string who = stated.property + " of " + stated.model;
  if (found == stated.published.end()) {
    const auto error = stated.published.find("MAE");
    const std::string instead = measure != "R2" || error == stated.published.end() ? "" : "; its published MAE is " + shortest(error->second) + ", which the profile can ask for instead ([quality.max_mae])";
    return who + " has no published " + measure + ", and the profile asks for " + shortest(least) + " or more" + instead;
  }
  if (found->second >= least) return {};
  std::string text = who + " has a published " + measure + " of " + shortest(found->second) + ", below " + shortest(least);
  if (measure == "R2" && found->second < 0) text += ": worse than the mean of the data it was tested on";
  if (measure == "AUROC" && found->second < 0.5) text += ": worse than chance";
  return text;
}

std::string above(const StatedQuality& stated, double most) {
  const auto found = stated.published.find("MAE");
  const std::string who = stated.property + " of " + stated.model;
  if (found == stated.published.end()) return who + " has no published MAE, and the profile asks for " + shortest(most) + " or less";
  return found->second <= most ? "" : who + " has a published MAE of " + shortest(found->second) + ", above " + shortest(most);
}

std::string too_poor(const StatedQuality& stated, const QualityDemands& demands) {
  const auto most = demands.max_mae.find(stated.property);
  if (most != demands.max_mae.end()) return above(stated, most->second);
  return stated.regression ? below(stated, "R2", demands.min_r2) : below(stated, "AUROC", demands.min_auroc);
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

/// What a licence allows, in a word: "permissive", "copyleft", "non-commercial"; empty where it is none of those known here.
/// The kinds are those of SPDX's and Creative Commons' own texts; whoever needs more certainty lists licences by name.
std::string class_of(const std::string& licence) {
  const auto begins = [&](std::initializer_list<std::string_view> names) {
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) { return licence.starts_with(name); });
  };
  if (licence.find("-NC") != std::string::npos || begins({"PolyForm-Noncommercial", "Academic"})) return "non-commercial";
  if (begins({"GPL-", "LGPL-", "AGPL-", "MPL-", "EPL-", "EUPL-", "CC-BY-SA-", "ODbL-"})) return "copyleft";
  if (begins({"MIT", "BSD-", "Apache-", "ISC", "0BSD", "Zlib", "Unlicense", "CC0-", "CC-BY-", "BSL-1.0", "PDDL-", "ODC-By-"}) && licence.find("-ND") == std::string::npos)
    return "permissive";
  return "";
}

/// Whether it is listed by name or class.
bool allows(const std::vector<std::string>& allowed, const std::string& licence) {
  const std::string kind = class_of(licence);
  return std::any_of(allowed.begin(), allowed.end(), [&](const std::string& name) { return name == licence || (!kind.empty() && name == kind); });
}

/// By definition rather than by learning: an output of descriptors.
bool is_computed(const Manifest& model, const std::string& property) {
  return std::any_of(model.networks.begin(), model.networks.end(), [&](const Network& network) {
    return network.architecture == "descriptors" &&
           std::find(network.properties.begin(), network.properties.end(), property) != network.properties.end();
  });
}

}  // namespace

StatedQuality stated_quality(const Manifest& model, std::size_t property, const std::string& as_named) {
  const Property& of = model.properties[property];
  return {as_named, model.name + " " + model.version, of.task == Task::kRegression, is_computed(model, of.name), of.quality, model.licence_weights};
}

std::vector<std::string> shortcomings(const QualityDemands& demands, std::span<const StatedQuality> used, double out_of_domain_share) {
  std::vector<std::string> reasons;
  std::set<std::string> models;
  for (const StatedQuality& stated : used) {
    if (!stated.computed) {
      const std::string reason = too_poor(stated, demands);
      if (!reason.empty()) reasons.push_back(reason);
    }
    const auto& allowed = demands.licences;
    if (!models.insert(stated.model).second || allowed.empty() || allows(allowed, stated.licence)) continue;
    reasons.push_back("the weights of " + stated.model + " have the licence " + (stated.licence.empty() ? "(none stated)" : stated.licence) +
                      ", and the profile allows " + listed(allowed));
  }
  if (out_of_domain_share > demands.max_out_of_domain)
    reasons.push_back(percent(out_of_domain_share) + " of the ranked candidates lie outside what a model has seen; the profile allows " +
                      percent(demands.max_out_of_domain));
  return reasons;
}

}  // namespace furui
