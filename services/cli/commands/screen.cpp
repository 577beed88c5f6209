// furui screen and furui predict: a file in, a table out.
#include <cstdio>
#include <memory>

#include "commands/command.h"  // for Global
#include "commands/report.h"   // for report
#include "follow.h"            // for follow
#include "result_file.h"       // for write_result_file
#include "profile_file.h"      // for resolve_profile
#include "submit.h"            // for submit, holds_crystals

namespace furui::cli {
namespace {

struct ScreenOptions {
  FileChoice input;
  std::string profile, standardize, name, title, output;
  std::vector<std::string> models, competing;
  bool alerts = false, no_wait = false;
  int top = 10;
};

v1::Screening::Standardization standardization_of(const std::string& name) {
  if (name == "none") return v1::Screening::STANDARDIZATION_NONE;
  return v1::Screening::STANDARDIZATION_PARENT;
}

v1::CreateScreeningRequest request_of(Connection& connection, const Global& global, const ScreenOptions& options) {
  v1::CreateScreeningRequest request;
  request.set_screening_id(options.name);
  auto& screening = *request.mutable_screening();
  screening.set_title(options.title);
  screening.set_standardization(standardization_of(options.standardize));
  screening.set_alerts(options.alerts);
  for (const auto& model : options.models) screening.add_models(model);
  for (const auto& name : options.competing) screening.add_competing(name);
  if (!options.profile.empty()) screening.set_profile(resolve_profile(connection, global.server.parent(), options.profile, ProfileCheck::kTextAlone));
  return request;
}

void run(Global& global, const ScreenOptions& options) {
  if (options.output == "-") global.json_out = stderr;
  check_input_file(options.input.file);
  check_output(options.output, options.input.file);
  Connection connection = connect(global.server);
  v1::Screening screening = submit(connection, global, request_of(connection, global, options), options.input);
  if (options.no_wait) return say_that_it_runs(global, screening);
  screening = follow(connection, screening.name(), global.json);
  const Screened screened = describe_screening(connection, screening);
  const Summary summary = options.output.empty() ? summarize(connection, screened) : write_result_file(connection, screened, options.output);
  report(global, connection, {options.output, options.top}, screened, summary);
}

void add_common(CLI::App& command, ScreenOptions& options) {
  command.add_option("FILE", options.input.file, "Molecules: SMILES list, CSV, TSV, XLSX or SDF, also gzipped, or such a table with a column of formulas; crystals: CIF, POSCAR, extended XYZ, JSON of pymatgen or OPTIMADE, or a folder, tar or ZIP of them")->required();
  command.add_option("-o,--output", options.output, "Result CSV, one row an input row, in order; '-' for stdout");
  command.add_option("--structure-column", options.input.structure_column, "Header name or 1-based number (default: found by name)");
  command.add_option("--id-column", options.input.id_column, "Header name or 1-based number (default: found by name)");
  command.add_option("--sheet", options.input.sheet, "Sheet of an XLSX, name or 1-based number (default: the first visible one)");
  command.add_option("--format", options.input.format, "auto, smiles, csv, tsv, xlsx, sdf, cif, poscar, extxyz, json or archive")
      ->check(CLI::IsMember({"auto", "smiles", "csv", "tsv", "xlsx", "sdf", "cif", "poscar", "extxyz", "json", "archive"}))->capture_default_str();
  command.add_option("--name", options.name, "Name of the screening: a-z, 0-9 and '-' (default: chosen)");
  command.add_option("--title", options.title, "Title for people (default: the file's name)");
  command.add_option("--competing", options.competing, "Screening whose crystals compete in the hull of a model of stability; may be repeated")->allow_extra_args(false);
  command.add_flag("--alerts", options.alerts, "Match structural alerts: PAINS, BRENK, NIH, ZINC");
  command.footer(kResultColumnsText);
  command.add_flag("--no-wait", options.no_wait, "Return once the file is stored; the screening goes on");
}

}  // namespace

void add_screen_commands(CLI::App& app, Global& global) {
  auto screening = std::make_shared<ScreenOptions>();
  screening->standardize = "parent";
  screening->input.format = "auto";
  CLI::App* screen = app.add_subcommand("screen", "Predict and rank a file's candidates under a profile");
  add_common(*screen, *screening);
  screen->add_option("-p,--profile", screening->profile, "Name of a profile, or a TOML file")->required();
  screen->add_option("-m,--model", screening->models, "Model to use; may be repeated (default: those that the profile needs)")->allow_extra_args(false);
  screen->add_option("--standardize", screening->standardize, "parent (cleanup, largest fragment, uncharged; of crystals the primitive cell) or none")
      ->check(CLI::IsMember({"none", "parent"}))->capture_default_str();
  screen->add_option("--top", screening->top, "Candidates to show")->check(CLI::Range(0, 10000))->capture_default_str();
  screen->callback([&global, screening] { run(global, *screening); });

  auto prediction = std::make_shared<ScreenOptions>();
  prediction->standardize = "none";
  prediction->input.format = "auto";
  CLI::App* predict = app.add_subcommand("predict", "Predict a file's candidates, without a ranking");
  add_common(*predict, *prediction);
  predict->add_option("-m,--model", prediction->models, "Model to use; may be repeated (default: admet-ai; of crystals chgnet; formulas need it named)")->allow_extra_args(false);
  predict->add_option("--standardize", prediction->standardize, "none (as the original libraries read) or parent")
      ->check(CLI::IsMember({"none", "parent"}))->capture_default_str();
  predict->callback([&global, prediction] {
    if (prediction->models.empty()) prediction->models = {holds_crystals(prediction->input.file) ? "chgnet" : "admet-ai"};
    run(global, *prediction);
  });
}

}  // namespace furui::cli
