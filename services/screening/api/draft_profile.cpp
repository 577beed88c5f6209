// The measured column beside each predicted one.
#include "api/draft_profile.h"

#include <algorithm>
#include <map>

#include "api/choose_models.h"       // for models_of, offered_properties
#include "api/request_checks.h"      // for check_line
#include "api/resource_names.h"      // for parse_screening, is_resource_id
#include "core/error.h"              // for Error
#include "core/nearest_name.h"       // for did_you_mean
#include "rank/active_thresholds.h"  // for thresholds_from_actives
#include "rank/activity_rule.h"      // for ActivityRule
#include "rank/profile_draft.h"      // for draft_profile
#include "store/commits.h"           // for read_ranking_columns
#include "store/results.h"           // for read_cells
#include "store/screenings.h"        // for get_screening

namespace furui::api {
namespace {

constexpr std::int64_t kMostCandidates = 1'000'000;  // of a call; a longer list is drafted from a part of it as well
constexpr std::size_t kObjectives = 10, kMostObjectives = 100;

std::size_t column_index(const ScreeningRow& screening, const std::string& name) {
  const auto found = std::find(screening.columns.begin(), screening.columns.end(), name);
  if (found != screening.columns.end()) return static_cast<std::size_t>(found - screening.columns.begin());
  std::string known;
  for (const std::string& column : screening.columns) known += (known.empty() ? "'" : ", '") + column + "'";
  throw Error(ErrorCode::kInvalidArgument, "the screening '" + screening.name + "' has no column '" + name + "'" +
                                               did_you_mean(name, screening.columns) + " (its columns: " + (known.empty() ? "none" : known) + ")")
      .with_field("column");
}

/// One output column of the screening's models.
struct Predicted {
  WantedColumn wanted;
  std::string name, unit;
};

/// All columns of all models, called as a profile would: "hERG", or "model/hERG" where two have it.
std::vector<Predicted> predicted_columns(Database& database, const ScreeningRow& screening) {
  const std::vector<ModelVersionRow> models = models_of(database, screening);
  const auto offered = offered_properties(models);
  std::vector<Predicted> predicted;
  for (const ModelVersionRow& model : models) {
    const std::vector<Column> columns = model.manifest.columns();
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const bool unique = offered.count(columns[c].name) > 0;
      predicted.push_back({{model.id, c}, unique ? columns[c].name : model.manifest.name + "/" + columns[c].name,
                           model.manifest.properties[columns[c].property].unit});
    }
  }
  return predicted;
}

std::vector<DraftedObjective> objectives_of(const std::vector<Predicted>& predicted, const std::vector<StoredColumn>& columns,
                                            const std::vector<Activity>& activity, std::size_t most) {
  std::vector<DraftedObjective> objectives;
  for (std::size_t i = 0; i < predicted.size(); ++i) {
    const auto& value = columns[i].value;
    // A property that is the same for all, or has too few values, says nothing.
    try {
      DraftedObjective objective{predicted[i].name, predicted[i].unit, thresholds_from_actives(value, activity, "property '" + predicted[i].name + "'")};
      if (objective.thresholds.weight > 0) objectives.push_back(std::move(objective));
    } catch (const Error&) {
      continue;
    }
  }
  std::stable_sort(objectives.begin(), objectives.end(),
                   [](const DraftedObjective& a, const DraftedObjective& b) { return a.thresholds.weight > b.thresholds.weight; });
  objectives.resize(std::min(objectives.size(), most));
  return objectives;
}

}  // namespace

v1::DraftProfileResponse draft(Database& database, const v1::DraftProfileRequest& request) {
  const ScreeningName name = parse_screening(request.screening(), "screening");
  check_line(request.column(), "column", kMaxColumnNameBytes);
  check_line(request.active(), "active", kMaxTitleBytes);
  if (!is_resource_id(request.profile_id()))
    throw Error(ErrorCode::kInvalidArgument, "'profile_id': expected the draft's name, [a-z][a-z0-9-]{0,62}").with_field("profile_id");
  if (request.objectives() < 0 || static_cast<std::size_t>(request.objectives()) > kMostObjectives)
    throw Error(ErrorCode::kInvalidArgument, "'objectives': expected 0 to " + std::to_string(kMostObjectives)).with_field("objectives");
  const ActivityRule rule(request.active());
  const ScreeningRow screening = get_screening(database, name.project, name.screening);
  if (screening.state != ScreeningState::kSucceeded)
    throw Error(ErrorCode::kFailedPrecondition, "the screening '" + screening.name + "' is " + to_string(screening.state) + ": its predictions must be there first");
  if (screening.candidates > kMostCandidates)
    throw Error(ErrorCode::kFailedPrecondition, "the screening '" + screening.name + "' has " + std::to_string(screening.candidates) +
                                                    " candidates; a profile is drafted from up to " + std::to_string(kMostCandidates) + ": screen a part of the list");
  const std::size_t column = column_index(screening, request.column());

  std::vector<Activity> activity(static_cast<std::size_t>(screening.candidates), Activity::kUnknown);
  read_cells(database, screening.id, column, [&](std::int32_t ordinal, std::string_view cell) { activity[static_cast<std::size_t>(ordinal)] = rule(cell); });
  v1::DraftProfileResponse response;
  response.set_actives(std::count(activity.begin(), activity.end(), Activity::kActive));
  response.set_inactives(std::count(activity.begin(), activity.end(), Activity::kInactive));
  response.set_unknown(std::count(activity.begin(), activity.end(), Activity::kUnknown));
  if (static_cast<std::size_t>(std::min(response.actives(), response.inactives())) < kLeastOfEachActivity)
    throw Error(ErrorCode::kInvalidArgument, "by '" + request.active() + "' " + std::to_string(response.actives()) + " cells of the column '" +
                                                 request.column() + "' are active, " + std::to_string(response.inactives()) + " inactive and " +
                                                 std::to_string(response.unknown()) + " unknown; expected " + std::to_string(kLeastOfEachActivity) +
                                                 " or more actives and inactives each")
        .with_field("active");
  const std::vector<Predicted> predicted = predicted_columns(database, screening);
  std::vector<WantedColumn> wanted;
  for (const Predicted& one : predicted) wanted.push_back(one.wanted);
  const RankingColumns columns = read_ranking_columns(database, screening.id, wanted, {});
  const std::size_t most = request.objectives() == 0 ? kObjectives : static_cast<std::size_t>(request.objectives());
  const std::vector<DraftedObjective> objectives = objectives_of(predicted, columns.columns, activity, most);

  const std::string of = "column '" + request.column() + "' " + request.active() + " in screening '" + screening.name + "'";
  response.set_toml(draft_profile(request.profile_id(), "Like the actives of " + screening.name,
                                  "Drafted from " + std::to_string(response.actives()) + " actives (" + of + ") and " +
                                      std::to_string(response.inactives()) + " inactives.",
                                  objectives));
  for (const DraftedObjective& objective : objectives) {
    v1::DraftedObjective& message = *response.add_objectives();
    message.set_property(objective.property);
    message.set_unit(objective.unit);
    message.set_auc(objective.thresholds.auc);
    message.set_auc_std_error(objective.thresholds.auc_std_error);
    message.set_higher_is_active(objective.thresholds.higher_is_active);
    message.set_youden_threshold(objective.thresholds.youden_threshold);
    message.set_youden_index(objective.thresholds.youden_index);
    message.set_bad(objective.thresholds.bad);
    message.set_good(objective.thresholds.good);
    message.set_weight(objective.thresholds.weight);
  }
  return response;
}

}  // namespace furui::api
