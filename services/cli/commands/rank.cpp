// furui rank and furui compare: a screening ranked under another profile without predicting again, and two rankings side by side.
#include <chrono>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "commands/command.h"    // for Global
#include "commands/report.h"     // for report, check_output
#include "comparison_text.h"     // for comparison_text
#include "failure.h"             // for Failure
#include "interrupt.h"           // for InterruptWatch
#include "json_output.h"         // for print_json
#include "profile_file.h"        // for resolve_profile
#include "request_id.h"          // for new_request_id
#include "resource_names.h"      // for short_name, version_text
#include "result_file.h"         // for write_result_file
#include "text_table.h"          // for text_table

namespace furui::cli {
namespace {

const FieldOptions kFieldOptions{{"ranking_id", "--name"},
                                 {"ranking.profile", "--profile"},
                                 {"ranking.diversity.pick", "--pick"},
                                 {"ranking.diversity.from", "--pick-from"},
                                 {"ranking.diversity.most", "--pick-most"},
                                 {"ranking.diversity.similarity", "--pick-similarity"},
                                 {"top", "--top"},
                                 {"movers", "--movers"}};

const std::map<std::string, v1::Diversity::Method> kMethods{{"maxmin", v1::Diversity::METHOD_MAXMIN}, {"scaffold", v1::Diversity::METHOD_SCAFFOLD},
                                                            {"cluster", v1::Diversity::METHOD_CLUSTER}, {"formula", v1::Diversity::METHOD_FORMULA}};

struct RankOptions {
  std::string screening, profile, name, output;
  int top = 10;
  int pick = 0, pick_from = 0, pick_most = 0;
  double pick_similarity = 0;
  std::string pick_by = "maxmin";
  bool profile_given = false;
};

void ask_for_picks(const RankOptions& options, v1::Diversity& diversity) {
  diversity.set_pick(options.pick);
  diversity.set_from(options.pick_from);
  diversity.set_method(kMethods.at(options.pick_by));
  diversity.set_most(options.pick_most);
  diversity.set_similarity(options.pick_similarity);
}

/// Asks until the ranking is stored or has failed.
v1::Ranking wait_for(Connection& connection, const std::string& name) {
  const InterruptWatch interrupt;
  v1::GetRankingRequest request;
  request.set_name(name);
  for (auto pause = std::chrono::milliseconds(20);; pause = std::min(pause * 2, std::chrono::milliseconds(1000))) {
    const v1::Ranking ranking = call(connection, connection.rankings(), &v1::RankingService::Stub::GetRanking, request);
    if (ranking.state() != v1::Ranking::STATE_QUEUED && ranking.state() != v1::Ranking::STATE_RUNNING) return ranking;
    if (interrupt.seen()) throw Failure("detached; the ranking is made all the same, and 'furui rank' with the same words shows it", kExitInterrupted);
    std::this_thread::sleep_for(pause);
  }
}

void list(const Global& global, Connection& connection, const v1::Screening& screening) {
  v1::ListRankingsRequest request;
  request.set_parent(screening.name());
  request.set_page_size(1000);
  nlohmann::ordered_json document = {{"rankings", nlohmann::ordered_json::array()}};
  std::vector<std::vector<std::string>> rows{{"ranking", "profile", "state", "ranked", "filtered", "decision-grade"}};
  do {
    const auto page = call(connection, connection.rankings(), &v1::RankingService::Stub::ListRankings, request);
    for (const auto& ranking : page.rankings()) {
      document["rankings"].push_back(to_json(ranking));
      rows.push_back({short_name(ranking.name()), version_text(ranking.profile()), v1::Ranking::State_Name(ranking.state()).substr(6),
                      std::to_string(ranking.ranked()), std::to_string(ranking.filtered()), ranking.decision_grade() ? "yes" : "no"});
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  if (global.json) return print_json(document);
  if (rows.size() == 1)
    std::printf("%s has no ranking yet; 'furui rank %s --profile P' makes one\n", short_name(screening.name()).c_str(), short_name(screening.name()).c_str());
  else
    std::fputs(text_table(rows).c_str(), stdout);
}

void rank(Global& global, const RankOptions& options) {
  if (options.profile.empty() && (options.profile_given || !options.name.empty() || !options.output.empty() || options.pick > 0))
    throw Failure(options.profile_given ? "--profile is empty; name a profile ('furui profiles' lists them) or a TOML file"
                                        : "--name, --pick and -o belong to a new ranking: say by --profile under which profile; without them, 'furui rank NAME' lists the rankings there are");
  if (options.output == "-") global.json_out = stderr;
  check_output(options.output);
  Connection connection = connect(global.server);
  const v1::Screening screening = get_screening(connection, global.screening(options.screening));
  if (options.profile.empty()) return list(global, connection, screening);
  v1::CreateRankingRequest request;
  request.set_parent(screening.name());
  request.set_ranking_id(options.name);
  request.set_request_id(new_request_id());
  request.mutable_ranking()->set_profile(resolve_profile(connection, global.server.parent(), options.profile, ProfileCheck::kAllModels));
  if (options.pick > 0) ask_for_picks(options, *request.mutable_ranking()->mutable_diversity());
  const v1::Ranking asked = call(connection, connection.rankings(), &v1::RankingService::Stub::CreateRanking, request, 60, kFieldOptions);
  const v1::Ranking ranking = wait_for(connection, asked.name());
  if (ranking.state() != v1::Ranking::STATE_SUCCEEDED)
    throw Failure("the ranking '" + short_name(ranking.name()) + "' was not made: " + ranking.error());
  const Screened screened = describe_screening(connection, screening, short_name(ranking.name()));
  const Summary summary = options.output.empty() ? summarize(connection, screened) : write_result_file(connection, screened, options.output);
  report(global, connection, {options.output, options.top}, screened, summary);
  // Other rejections were said when the list was screened.
  global.exit_code = summary.reasons.contains("NO_SCORE") ? kExitSomeRejected : kExitFine;
}

struct CompareOptions {
  std::string screening, first, other;
  int top = 100, movers = 10;
};

void compare(const Global& global, const CompareOptions& options) {
  Connection connection = connect(global.server);
  const std::string screening = global.screening(options.screening);
  v1::CompareRankingsRequest request;
  request.set_name(screening + "/rankings/" + options.first);
  request.set_other(screening + "/rankings/" + options.other);
  request.set_top(options.top);
  request.set_movers(options.movers);
  const auto compared = call(connection, connection.rankings(), &v1::RankingService::Stub::CompareRankings, request, 300, kFieldOptions);
  if (global.json) return print_json(to_json(compared));
  std::fputs(comparison_text(compared, options.first, options.other).c_str(), stdout);
}

}  // namespace

void add_ranking_commands(CLI::App& app, Global& global) {
  const auto ranking = std::make_shared<RankOptions>();
  CLI::App* ranks = app.add_subcommand("rank", "Rank a screening under another profile, without predicting again; or list its rankings");
  ranks->add_option("NAME", ranking->screening, "The screening, which must have succeeded")->required();
  CLI::Option* profile = ranks->add_option("-p,--profile", ranking->profile, "Name of a profile, or a TOML file (without: the rankings there are)");
  ranks->add_option("--name", ranking->name, "Name of the ranking: a-z, 0-9 and '-' (default: the profile's name and version)");
  ranks->add_option("-o,--output", ranking->output, "Result CSV, one row an input row, in order; '-' for stdout");
  ranks->add_option("--top", ranking->top, "Candidates to show")->check(CLI::Range(0, 10000))->capture_default_str();
  CLI::Option* pick = ranks->add_option("--pick", ranking->pick, "Pick so many of the best that are unlike each other")->check(CLI::Range(1, 10000));
  ranks->add_option("--pick-from", ranking->pick_from, "Of so many best ones (default: ten times as many)")->check(CLI::Range(1, 20000))->needs(pick);
  ranks->add_option("--pick-by", ranking->pick_by, "maxmin: far apart by fingerprint; scaffold, cluster, formula: few of each")
      ->check(CLI::IsMember({"maxmin", "scaffold", "cluster", "formula"}))->needs(pick);
  ranks->add_option("--pick-most", ranking->pick_most, "Picks of one scaffold, cluster or formula (default: 1)")->check(CLI::Range(1, 10000))->needs(pick);
  ranks->add_option("--pick-similarity", ranking->pick_similarity, "Tanimoto similarity within a cluster (default: 0.6)")->check(CLI::Range(0.05, 1.0))->needs(pick);
  ranks->footer(kResultColumnsText);
  ranks->callback([&global, ranking, profile] {
    ranking->profile_given = profile->count() > 0;
    rank(global, *ranking);
  });

  const auto comparing = std::make_shared<CompareOptions>();
  CLI::App* compares = app.add_subcommand("compare", "Say how far two rankings of a screening agree, and who moves most");
  compares->add_option("NAME", comparing->screening, "The screening")->required();
  compares->add_option("RANKING", comparing->first, "One of its rankings, such as default ('furui rank NAME' lists them)")->required();
  compares->add_option("OTHER", comparing->other, "Another one")->required();
  compares->add_option("--top", comparing->top, "Length of the top lists that are compared")->check(CLI::Range(1, 100000))->capture_default_str();
  compares->add_option("--movers", comparing->movers, "Candidates to show")->check(CLI::Range(1, 1000))->capture_default_str();
  compares->callback([&global, comparing] { compare(global, *comparing); });
}

}  // namespace furui::cli
