// furui results: a stored screening read again, as a table, a file or JSON.
#include <cstdio>
#include <memory>

#include "commands/command.h"  // for Global
#include "commands/report.h"   // for check_output, report
#include "fields_file.h"       // for write_fields_file
#include "follow.h"            // for state_name
#include "resource_names.h"    // for short_name
#include "result_file.h"       // for write_result_file
#include "result_pages.h"      // for get_screening

namespace furui::cli {
namespace {

struct ResultsOptions {
  std::string name, output, ranking, relaxed, fields, fields_model;
  int top = 10;
  bool trajectories = false;
};

void run(Global& global, const ResultsOptions& options) {
  if (options.output == "-") global.json_out = stderr;
  check_output(options.output);
  check_output(options.fields);
  Connection connection = connect(global.server);
  const auto screening = get_screening(connection, global.screening(options.name));
  Screened screened = describe_screening(connection, screening, options.ranking);
  if (screening.state() != v1::Screening::STATE_SUCCEEDED) {
    std::fprintf(stderr, "furui: %s is %s: %lld of %lld candidates are there, none ranked\n", short_name(screening.name()).c_str(),
                 state_name(screening.state()).c_str(), static_cast<long long>(screening.done()),
                 static_cast<long long>(screening.candidates()));
    screened.ranking.clear();
  }
  if (!options.fields.empty()) {
    const std::int64_t frames = write_fields_file(connection, screening.name(), options.fields_model, options.fields);
    std::fprintf(stderr, "%lld %s with forces, stress and moments written to %s\n", static_cast<long long>(frames), frames == 1 ? "frame" : "frames", options.fields.c_str());
    if (options.output.empty() && options.relaxed.empty()) return;
  }
  if (!options.relaxed.empty())
    return report_relaxed(global, screened, options.relaxed, write_relaxed_folder(connection, screened, options.relaxed, options.trajectories));
  const Summary summary = options.output.empty() ? summarize(connection, screened)
                                                 : write_result_file(connection, screened, options.output);
  report(global, connection, {options.output, options.top}, screened, summary);
}

}  // namespace

void add_results(CLI::App& app, Global& global) {
  const auto options = std::make_shared<ResultsOptions>();
  CLI::App* command = app.add_subcommand("results", "Read a screening's results again");
  command->add_option("NAME", options->name, "The screening")->required();
  command->add_option("--ranking", options->ranking, "Which of its rankings (default: default)");
  command->add_option("-o,--output", options->output, "Result CSV, one row an input row, in order; '-' for stdout");
  CLI::Option* relaxed = command->add_option("--relaxed", options->relaxed, "Folder for relaxed structures as CIF, with relaxed.csv (see furui relax --help)");
  command->add_flag("--trajectories", options->trajectories, "With --relaxed: also trajectories.csv")->needs(relaxed);
  CLI::Option* fields = command->add_option("--fields", options->fields, "File for forces, stress and magnetic moments as extended XYZ, a frame a crystal");
  command->add_option("--fields-model", options->fields_model, "Whose, where several models give them")->needs(fields);
  command->add_option("--top", options->top, "Ranked candidates to show")->check(CLI::Range(0, 10000))->capture_default_str();
  command->footer(kResultColumnsText);
  command->callback([&global, options] { run(global, *options); });
}

}  // namespace furui::cli
