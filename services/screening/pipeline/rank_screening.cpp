// Resolving names to columns, and hashing columns in an order that does not depend on how they were found.
#include "pipeline/rank_screening.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <set>

#include "core/error.h"            // for Error
#include "rank/objective_parts.h"  // for ObjectiveParts

namespace furui {
namespace {

struct Offer {
  std::string unit;
  std::size_t model = 0;
  std::size_t column = 0;
};

std::map<std::string, Offer> offers_of(std::span<const Manifest* const> models) {
  std::map<std::string, Offer> offers;
  for (std::size_t m = 0; m < models.size(); ++m) {
    const std::vector<Column> columns = models[m]->columns();
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const Offer offer{models[m]->properties[columns[c].property].unit, m, c};
      offers.emplace(columns[c].name, offer);
      offers.emplace(models[m]->name + "/" + columns[c].name, offer);
    }
  }
  return offers;
}

/// Of the candidates with a rank.
double share_outside(const Ranking& ranking, std::span<const Domain> domain) {
  std::size_t ranked = 0, out = 0;
  for (std::size_t row = 0; row < ranking.rank.size(); ++row) {
    if (ranking.rank[row] == 0) continue;
    ++ranked;
    out += domain[row] == Domain::kOut ? 1 : 0;
  }
  return ranked == 0 ? 0 : static_cast<double>(out) / static_cast<double>(ranked);
}

/// Feeds plain values to a digest, each with its length, so that no two inputs look the same.
class InputDigest {
 public:
  void text(std::string_view value) {
    number(value.size());
    stream_.update(value);
  }
  void number(std::uint64_t value) { stream_.update({reinterpret_cast<const char*>(&value), sizeof value}); }
  template <typename T>
  void column(const std::vector<T>& values) {
    number(values.size());
    stream_.update({reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)});
  }
  Sha256 finish() { return stream_.finish(); }

 private:
  Sha256Stream stream_;
};

}  // namespace

std::map<std::string, std::string> offered_properties(std::span<const Manifest* const> models) {
  std::map<std::string, std::string> units;
  for (const auto& [name, offer] : offers_of(models)) units.emplace(name, offer.unit);
  return units;
}

RankingPlan plan_ranking(const Profile& profile, std::span<const Manifest* const> models) {
  check_profile(profile, offered_properties(models));
  const std::map<std::string, Offer> offers = offers_of(models);
  RankingPlan plan;
  plan.profile = profile;
  std::set<std::string> seen, deciding, catalogues;
  // "hERG" in a filter and "admet-ai/hERG" in an objective are one column: their conditions are met together or not.
  const auto want = [&](std::string& property, bool decides) {
    if (property.empty()) return;
    const auto offer = offers.find(property);
    if (offer == offers.end()) {
      throw Error(ErrorCode::kInvalidArgument,
                  "profile '" + profile.name + "': no model of the screening has the property '" + property + "'");
    }
    const Manifest& model = *models[offer->second.model];
    const Column column = model.columns()[offer->second.column];
    std::string name = model.name + "/" + column.name;
    if (decides && deciding.insert(name).second) plan.quality.push_back(stated_quality(model, column.property, property));
    if (seen.insert(name).second) plan.columns.push_back({name, offer->second.unit, offer->second.model, offer->second.column});
    property = std::move(name);
  };
  for (Objective& objective : plan.profile.objectives) want(objective.property, objective.weight > 0);
  for (ParetoAxis& axis : plan.profile.pareto) want(axis.property, true);
  for (Filter& filter : plan.profile.filters) {
    want(filter.property, true);
    catalogues.insert(filter.alerts.begin(), filter.alerts.end());
  }
  plan.catalogues.assign(catalogues.begin(), catalogues.end());
  return plan;
}

ScreeningRanking rank_screening(const RankingPlan& plan, std::string_view profile_text, const RankingInput& input,
                                std::span<const Domain> domain, ThreadPool& threads) {
  ScreeningRanking result;
  result.ranking = rank(plan.profile, input, threads);
  result.shortcomings = shortcomings(plan.profile.quality, plan.quality, share_outside(result.ranking, domain));
  result.refused = plan.profile.quality.refuse && !result.shortcomings.empty();
  if (!result.refused) result.robustness = robustness_of(plan.profile, input, result.ranking);
  InputDigest digest;
  digest.text("furui ranking input 2");
  digest.text(result.ranking.algorithm_version);
  digest.text(profile_text);
  digest.number(input.candidates);
  digest.number(input.columns.size());
  for (const PropertyColumn& column : input.columns) {
    digest.text(column.property);
    digest.text(column.unit);
    digest.column(column.value);
    digest.column(column.std);
  }
  digest.number(input.alerts.size());
  for (const auto& [catalogue, flags] : input.alerts) {
    digest.text(catalogue);
    digest.column(flags);
  }
  digest.column(input.structure);
  digest.column(input.rejected);
  digest.column(std::vector<Domain>(domain.begin(), domain.end()));
  digest.number(input.failed.size());
  for (const auto& [filter, flags] : input.failed) {
    digest.number(filter);
    digest.column(flags);
  }
  result.input_sha256 = digest.finish();
  return result;
}

std::function<void(std::size_t, std::span<float>, std::span<float>)> parts_of(const RankingPlan& plan, const RankingInput& input,
                                                                             const Ranking& ranking) {
  const auto parts = std::make_shared<const ObjectiveParts>(plan.profile, input, ranking);
  return [parts](std::size_t first, std::span<float> desirability, std::span<float> contribution) { parts->of(first, desirability, contribution); };
}

}  // namespace furui
