// furui list, watch, cancel, delete: screenings and where they are.
#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <memory>
#include <string>

#include "commands/command.h"  // for Global
#include "failure.h"           // for Failure
#include "follow.h"            // for follow
#include "json_output.h"       // for print_json
#include "resource_names.h"    // for short_name, version_text
#include "result_pages.h"      // for get_screening
#include "text_table.h"        // for text_table
#include "visible_text.h"      // for visible

namespace furui::cli {
namespace {

struct ListOptions {
  int limit = 50;
  std::string state;
};

void list(const Global& global, const ListOptions& options) {
  Connection connection = connect(global.server);
  v1::ListScreeningsRequest request;
  request.set_parent(global.server.parent());
  if (!options.state.empty()) request.set_filter("state = \"" + options.state + "\"");
  std::vector<v1::Screening> screenings;
  do {
    request.set_page_size(std::min(options.limit - static_cast<int>(screenings.size()), 1000));
    const auto page = call(connection, connection.screenings(), &v1::ScreeningService::Stub::ListScreenings, request);
    screenings.insert(screenings.end(), page.screenings().begin(), page.screenings().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() && static_cast<int>(screenings.size()) < options.limit);

  if (global.json) {
    nlohmann::ordered_json document = {{"screenings", nlohmann::ordered_json::array()}};
    for (const auto& screening : screenings) document["screenings"].push_back(to_json(screening));
    print_json(document);
    return;
  }
  if (screenings.empty()) {
    std::printf("no screenings%s; 'furui screen FILE --profile NAME' makes one\n", options.state.empty() ? "" : " in this state");
    return;
  }
  std::vector<std::vector<std::string>> rows{{"name", "state", "done", "rejected", "profile", "created (UTC)", "title"}};
  for (const auto& screening : screenings)
    rows.push_back({short_name(screening.name()), state_name(screening.state()),
                    std::to_string(screening.done()) + "/" + std::to_string(screening.candidates()),
                    std::to_string(screening.rejected()), screening.profile().empty() ? "-" : version_text(screening.profile()),
                    time_text(screening.create_time()), shortened(screening.title(), 32)});
  std::fputs(text_table(rows).c_str(), stdout);
  if (!request.page_token().empty()) std::printf("… and older ones; --limit shows more\n");
}

void watch(Global& global, const std::string& name) {
  Connection connection = connect(global.server);
  const auto each = [&](const v1::Screening& screening) {
    if (!global.json) return;
    std::printf("%s\n", to_json(screening).dump().c_str());
    std::fflush(stdout);
  };
  const v1::Screening screening = follow(connection, global.screening(name), global.json, each);
  global.exit_code = screening.rejected() > 0 ? kExitSomeRejected : kExitFine;
  if (global.json) return;
  std::printf("%s SUCCEEDED: %lld candidates, %lld predicted, %lld rejected\n  furui results %s   to read it\n", short_name(screening.name()).c_str(),
              static_cast<long long>(screening.candidates()), static_cast<long long>(screening.predicted()),
              static_cast<long long>(screening.rejected()), short_name(screening.name()).c_str());
}

void cancel(const Global& global, const std::string& name) {
  Connection connection = connect(global.server);
  v1::CancelScreeningRequest request;
  request.set_name(global.screening(name));
  const auto screening = call(connection, connection.screenings(), &v1::ScreeningService::Stub::CancelScreening, request);
  if (global.json)
    print_json(to_json(screening));
  else
    std::printf("%s is %s; %lld of %lld candidates are stored\n", short_name(screening.name()).c_str(),
                state_name(screening.state()).c_str(), static_cast<long long>(screening.done()),
                static_cast<long long>(screening.candidates()));
}

/// Asks on the terminal; where there is none, only --yes will do.
void ask_before_delete(Connection& connection, const std::string& name) {
  if (isatty(STDIN_FILENO) == 0)
    throw Failure("deleting cannot be undone, and there is no terminal to ask on: add --yes", kExitUsage);
  const auto screening = get_screening(connection, name);
  std::fprintf(stderr, "Erase %s (\"%s\", %lld candidates) with its outcomes and ranking? [y/N] ", short_name(name).c_str(),
               visible(screening.title()).c_str(), static_cast<long long>(screening.candidates()));
  std::string answer;
  std::getline(std::cin, answer);
  if (answer != "y" && answer != "Y" && answer != "yes") throw Failure("nothing was deleted");
}

void erase(const Global& global, const std::string& name, bool yes) {
  Connection connection = connect(global.server);
  v1::DeleteScreeningRequest request;
  request.set_name(global.screening(name));
  if (!yes) ask_before_delete(connection, request.name());
  const auto erased = call(connection, connection.screenings(), &v1::ScreeningService::Stub::DeleteScreening, request, 600);
  if (global.json)
    print_json(to_json(erased));
  else
    std::printf("erased %lld candidates, %lld structures of no other screening, %lld outcomes, %lld rankings\n",
                static_cast<long long>(erased.candidates()), static_cast<long long>(erased.structures()),
                static_cast<long long>(erased.outcomes()), static_cast<long long>(erased.rankings()));
}

}  // namespace

void add_follow_commands(CLI::App& app, Global& global) {
  const auto options = std::make_shared<ListOptions>();
  CLI::App* listing = app.add_subcommand("list", "List screenings, newest first");
  listing->add_option("--limit", options->limit, "Screenings to show at most")->check(CLI::Range(1, 1000000))->capture_default_str();
  listing->add_option("--state", options->state, "Only those in this state, such as RUNNING")
      ->check(CLI::IsMember({"UPLOADING", "QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"}));
  listing->callback([&global, options] { list(global, *options); });

  const auto name = std::make_shared<std::string>();
  const auto yes = std::make_shared<bool>(false);
  CLI::App* watching = app.add_subcommand("watch", "Follow a screening until it ends; Ctrl-C detaches");
  watching->add_option("NAME", *name, "The screening")->required();
  watching->callback([&global, name] { watch(global, *name); });
  CLI::App* cancelling = app.add_subcommand("cancel", "Stop a screening; what is stored stays");
  cancelling->add_option("NAME", *name, "The screening")->required();
  cancelling->callback([&global, name] { cancel(global, *name); });
  CLI::App* deleting = app.add_subcommand("delete", "Erase a screening's candidates, outcomes and ranking");
  deleting->add_option("NAME", *name, "The screening")->required();
  deleting->add_flag("-y,--yes", *yes, "Do not ask");
  deleting->callback([&global, name, yes] { erase(global, *name, *yes); });
}

}  // namespace furui::cli
