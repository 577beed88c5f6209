// Global options, the order of the commands in the help, and what an exit code means.
#include "commands/program.h"

#include <algorithm>
#include <cstdio>
#include <string_view>

#include "commands/command.h"  // for Global
#include "failure.h"           // for Failure
#include "json_output.h"       // for print_json_error
#include "visible_text.h"      // for visible_lines

namespace furui::cli {
namespace {

constexpr const char* kDescription = "furui screens candidate molecules and crystals: a list in, a ranked and stored table out.";

constexpr const char* kFooter =
    "Examples:\n"
    "  furui screen list.csv --profile cns -o ranked.csv\n"
    "  furui predict list.csv --model admet-ai -o predicted.csv\n"
    "  furui relax structures/ --model chgnet -o relaxed/\n"
    "  furui explain list-7f3a 17\n"
    "\n"
    "With no --server, commands that need a server start the embedded one; 'furui down' stops it.\n"
    "Its state lies in $FURUI_HOME (default: ~/.local/share/furui; as root /var/lib/furui).\n"
    "\n"
    "Exit codes: 0 all fine; 3 some rows rejected; 1 failed; 2 wrong usage; 130 detached by Ctrl-C.\n"
    "With --json, what fails prints {\"error\": {\"code\": …, \"message\": …}} on stdout too; the code is the server's\n"
    "(NOT_FOUND, INVALID_ARGUMENT and the others of gRPC), USAGE or FAILED.";

void add_global_options(CLI::App& app, Global& global) {
  app.add_option("--server", global.server.address, "unix:PATH or HOST:PORT of a server (default: the embedded one)")
      ->envname("FURUI_SERVER");
  app.add_option("--token-file", global.server.token_file, "File with the token that a server at HOST:PORT asks for")
      ->envname("FURUI_TOKEN_FILE");
  app.add_option("--project", global.server.project, "Project whose screenings, models and profiles are meant")
      ->capture_default_str();
  app.add_flag("--json", global.json, "JSON on stdout; messages stay on stderr");
}

/// Subcommands' help ends with where the options of all commands are.
void point_to_global_options(CLI::App& app) {
  for (CLI::App* command : app.get_subcommands({})) {
    if (command->get_footer().empty()) command->footer("Options of every command (--json, --server, …): furui --help");
    point_to_global_options(*command);
  }
}

/// Whether --json stands there. Arguments that are wrong are not parsed to their end.
bool asks_for_json(int argc, const char* const* argv) {
  return std::any_of(argv, argv + argc, [](const char* word) { return std::string_view(word) == "--json"; });
}

int fail(const Global& global, const Failure& failure) {
  std::fflush(stdout);
  std::fprintf(stderr, "furui: %s\n", visible_lines(failure.what()).c_str());
  if (global.json) print_json_error(failure.code(), failure.what(), global.json_out);
  return failure.exit_code();
}

}  // namespace

int run_program(int argc, const char* const* argv) {
  CLI::App app{kDescription, "furui"};
  Global global;
  app.set_version_flag("--version", "furui " FURUI_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  app.get_formatter()->column_width(34);
  add_global_options(app, global);
  add_screen_commands(app, global);
  add_relax(app, global);
  add_results(app, global);
  add_ranking_commands(app, global);
  add_explain(app, global);
  add_follow_commands(app, global);
  add_model_commands(app, global);
  add_profile_commands(app, global);
  add_server_commands(app, global);
  add_doctor(app, global);
  point_to_global_options(app);
  app.footer(kFooter);  // last: commands would inherit it
  try {
    app.parse(argc, argv);
    if (std::fflush(stdout) != 0) throw Failure("stdout could not be written: is the disk full?");
  } catch (const CLI::ParseError& error) {
    if (app.exit(error) == 0) return kExitFine;
    if (asks_for_json(argc, argv)) print_json_error("USAGE", error.what());
    return kExitUsage;
  } catch (const Failure& failure) {
    return fail(global, failure);
  } catch (const std::exception& fault) {
    return fail(global, Failure(fault.what()));
  }
  return global.exit_code;
}

}  // namespace furui::cli
