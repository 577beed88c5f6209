// furui profiles: what a team wants of a candidate, stored by name and version.
#include <cstdio>
#include <fstream>
#include <memory>

#include "commands/command.h"  // for Global
#include "failure.h"           // for Failure
#include "json_output.h"       // for print_json
#include "profile_file.h"      // for create_profile, validate_profile
#include "resource_names.h"    // for version_text, project_of
#include "text_table.h"        // for text_table
#include "visible_text.h"      // for for_stdout, visible

namespace furui::cli {
namespace {

void list(const Global& global) {
  Connection connection = connect(global.server);
  v1::ListProfilesRequest request;
  request.set_parent(global.server.parent());
  request.set_page_size(1000);
  nlohmann::ordered_json document = {{"profiles", nlohmann::ordered_json::array()}};
  std::vector<std::vector<std::string>> rows{{"name", "project", "title"}};
  do {
    const auto page = call(connection, connection.profiles(), &v1::ProfileService::Stub::ListProfiles, request);
    for (const auto& profile : page.profiles()) {
      document["profiles"].push_back(to_json(profile));
      rows.push_back({version_text(profile.name()), project_of(profile.name()), profile.title()});
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  if (global.json) return print_json(document);
  std::fputs(text_table(rows).c_str(), stdout);
}

void show(const Global& global, const std::string& name) {
  Connection connection = connect(global.server);
  v1::GetProfileRequest request;
  request.set_name(global.versioned("profiles", name));
  const auto profile = call(connection, connection.profiles(), &v1::ProfileService::Stub::GetProfile, request);
  if (global.json) return print_json(to_json(profile));
  // The text alone, so that it can be kept in a file, changed and stored again.
  std::fputs(for_stdout(profile.toml()).c_str(), stdout);
}

void create(const Global& global, const std::string& file) {
  Connection connection = connect(global.server);
  const std::string toml = read_profile_file(file);
  const v1::Profile profile = create_profile(connection, global.server.parent(), toml);
  try {
    validate_profile(connection, global.server.parent(), toml);
  } catch (const Failure& failure) {
    // It may be meant for a model that is yet to come.
    std::fprintf(stderr, "furui: stored, but with the models that the server has now it cannot be used: %s\n", failure.what());
  }
  if (global.json) return print_json(to_json(profile));
  std::printf("stored as %s; 'furui screen FILE --profile %s' uses it\n", version_text(profile.name()).c_str(),
              version_text(profile.name()).c_str());
}

/// Checks a file without storing it; the server's complaint names the line.
void validate(const Global& global, const std::string& file) {
  Connection connection = connect(global.server);
  const v1::ValidateProfileResponse valid = validate_profile(connection, global.server.parent(), read_profile_file(file));
  if (global.json) return print_json(to_json(valid));
  std::printf("%s is valid: profile '%s'\n", visible(file).c_str(), valid.name().c_str());
  std::vector<std::vector<std::string>> rows{{"  property", "unit", "model", "published quality"}};
  for (const auto& used : valid.properties()) {
    std::string quality;
    for (const char* measure : {"R2", "AUROC", "AUPRC", "MAE"}) {
      const auto found = used.quality().find(measure);
      char text[48];
      if (found == used.quality().end()) continue;
      std::snprintf(text, sizeof text, "%s%s %.3g", quality.empty() ? "" : ", ", measure, found->second);
      quality += text;
    }
    rows.push_back({"  " + used.property(), used.unit(), version_text(used.model_version()), quality.empty() ? "-" : quality});
  }
  if (rows.size() > 1) std::fputs(text_table(rows).c_str(), stdout);
  for (const auto& shortcoming : valid.shortcomings()) std::printf("  not decision-grade: %s\n", visible(shortcoming).c_str());
}

struct DraftOptions {
  std::string screening, column, active, name, output;
  int objectives = 10;
};

/// The draft goes to a file or stdout, for a person to look at before it is used.
void draft(const Global& global, const DraftOptions& options) {
  Connection connection = connect(global.server);
  v1::DraftProfileRequest request;
  request.set_screening(global.screening(options.screening));
  request.set_column(options.column);
  request.set_active(options.active);
  request.set_profile_id(options.name);
  request.set_objectives(options.objectives);
  const auto drafted = call(connection, connection.profiles(), &v1::ProfileService::Stub::DraftProfile, request, 300,
                            {{"column", "--column"}, {"active", "--active"}, {"profile_id", "--name"}});
  if (!options.output.empty()) {
    std::ofstream file(options.output, std::ios::binary);
    file << drafted.toml();
    if (!file.flush()) throw Failure("the draft cannot be written to " + options.output);
  }
  if (global.json) return print_json(to_json(drafted));
  if (options.output.empty()) {
    std::fputs(for_stdout(drafted.toml()).c_str(), stdout);
    return;
  }
  std::printf("%lld actives, %lld inactives, %lld unknown; %d properties tell them apart\nwritten to %s: look at it, then 'furui rank %s --profile %s'\n",
              static_cast<long long>(drafted.actives()), static_cast<long long>(drafted.inactives()), static_cast<long long>(drafted.unknown()),
              drafted.objectives_size(), visible(options.output).c_str(), visible(options.screening).c_str(), visible(options.output).c_str());
}

}  // namespace

void add_profile_commands(CLI::App& app, Global& global) {
  const auto argument = std::make_shared<std::string>();
  CLI::App* profiles = app.add_subcommand("profiles", "List, show, draft, check and store profiles");
  profiles->require_subcommand(0, 1);
  profiles->add_subcommand("list", "List the newest version of each profile");
  CLI::App* showing = profiles->add_subcommand("show", "Print a profile's TOML text");
  showing->add_option("NAME", *argument, "NAME or NAME/VERSION (default: the newest version)")->required();
  CLI::App* creating = profiles->add_subcommand("create", "Store a TOML file as a profile's next version");
  creating->add_option("FILE", *argument, "The TOML file")->required();
  CLI::App* validating = profiles->add_subcommand("validate", "Check a TOML file against the models there are, without storing it");
  validating->add_option("FILE", *argument, "The TOML file")->required();
  const auto drafted = std::make_shared<DraftOptions>();
  CLI::App* drafting = profiles->add_subcommand("draft", "Draft a profile from a column of measured actives of a screening");
  drafting->add_option("NAME", drafted->screening, "The screening, whose input has the column")->required();
  drafting->add_option("--column", drafted->column, "The measured column")->required();
  drafting->add_option("--active", drafted->active, "Which cells are active: \">= 6\", \"< 1\", \"= active\"")->required();
  drafting->add_option("--name", drafted->name, "Name of the profile: a-z, 0-9 and '-'")->required();
  drafting->add_option("--objectives", drafted->objectives, "Most objectives")->check(CLI::Range(1, 100))->capture_default_str();
  drafting->add_option("-o,--output", drafted->output, "TOML file to write (default: stdout)");
  profiles->callback([&global, argument, showing, creating, validating, drafting, drafted] {
    if (drafting->parsed()) return draft(global, *drafted);
    if (validating->parsed()) return validate(global, *argument);
    if (showing->parsed()) return show(global, *argument);
    if (creating->parsed()) return create(global, *argument);
    list(global);
  });
}

}  // namespace furui::cli
