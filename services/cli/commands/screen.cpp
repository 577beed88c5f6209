// furui screen and furui predict: a file in, a table out.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <optional>

#include "commands/command.h"  // for Global
#include "commands/report.h"   // for report
#include "failure.h"           // for Failure
#include "follow.h"            // for follow
#include "json_output.h"       // for print_json
#include "result_file.h"       // for write_result_file
#include "packed_folder.h"     // for PackedFolder
#include "profile_file.h"      // for create_profile, names_a_file
#include "request_id.h"        // for new_request_id
#include "resource_names.h"    // for short_name
#include "text_table.h"        // for shortened
#include "upload.h"            // for upload_and_finalize, plain_name

namespace furui::cli {
namespace {

constexpr std::size_t kTitleLetters = 60;  // whose UTF-8 surely fits into the 200 bytes of a title
constexpr int kTimeout_s = 60;

const FieldOptions kFieldOptions{{"screening_id", "--name"},
                                 {"screening.title", "--title"},
                                 {"screening.models", "--model"},
                                 {"screening.profile", "--profile"},
                                 {"screening.standardization", "--standardize"}};

struct ScreenOptions {
  FileChoice input;
  std::string profile, standardize, name, title, output;
  std::vector<std::string> models;
  bool alerts = false, no_wait = false;
  int top = 10;
};

/// The profile as the server knows it; a file is stored first.
std::string resolve_profile(Connection& connection, const Global& global, const std::string& profile) {
  if (!names_a_file(profile)) return profile;
  return create_profile(connection, global.server.parent(), profile).name();
}

v1::Screening::Standardization standardization_of(const std::string& name) {
  if (name == "none") return v1::Screening::STANDARDIZATION_NONE;
  return v1::Screening::STANDARDIZATION_PARENT;
}

v1::Screening create(Connection& connection, const Global& global, const ScreenOptions& options) {
  v1::CreateScreeningRequest request;
  request.set_parent(global.server.parent());
  request.set_screening_id(options.name);
  request.set_request_id(new_request_id());
  auto& screening = *request.mutable_screening();
  screening.set_title(options.title.empty() ? shortened(plain_name(options.input.file), kTitleLetters) : options.title);
  screening.set_standardization(standardization_of(options.standardize));
  screening.set_alerts(options.alerts);
  for (const auto& model : options.models) screening.add_models(model);
  if (!options.profile.empty()) screening.set_profile(resolve_profile(connection, global, options.profile));
  return call(connection, connection.screenings(), &v1::ScreeningService::Stub::CreateScreening, request, kTimeout_s, kFieldOptions);
}

void run(Global& global, ScreenOptions options) {
  if (options.output == "-") global.json_out = stderr;
  check_input_file(options.input.file);
  check_output(options.output, options.input.file);
  std::optional<PackedFolder> folder;
  if (std::filesystem::is_directory(options.input.file)) {
    // "structures/" is a folder of that name.
    const std::filesystem::path named = options.input.file.has_filename() ? options.input.file : options.input.file.parent_path();
    folder.emplace(options.input.file);
    options.input.name = plain_name(named) + ".tar";
    if (options.title.empty()) options.title = shortened(plain_name(named), kTitleLetters);
    options.input.file = folder->file();
  }
  Connection connection = connect(global.server);
  v1::Screening screening = create(connection, global, options);
  const std::string name = short_name(screening.name());
  try {
    const InterruptWatch interrupt;
    screening = upload_and_finalize(connection, screening.name(), options.input, interrupt);
  } catch (const Failure&) {
    // What could not be uploaded will never run: leave nothing half behind.
    v1::DeleteScreeningRequest request;
    request.set_name(screening.name());
    v1::DeleteScreeningResponse response;
    const auto context = connection.context(10);
    if (!connection.screenings().DeleteScreening(context.get(), request, &response).ok())
      std::fprintf(stderr, "what was uploaded of %s stays; 'furui delete %s' erases it once the server answers\n", name.c_str(), name.c_str());
    throw;
  }
  if (options.no_wait) {
    if (global.json)
      print_json(to_json(screening));
    else
      std::printf("%s\n  furui watch %s     to follow it\n  furui results %s   to read it\n", name.c_str(), name.c_str(), name.c_str());
    return;
  }
  screening = follow(connection, screening.name(), global.json);
  const Screened screened = describe_screening(connection, screening);
  const Summary summary = options.output.empty() ? summarize(connection, screened) : write_result_file(connection, screened, options.output);
  report(global, connection, {options.output, options.top}, screened, summary);
}

/// By its name: a folder or archive, or a file of crystals.
bool holds_crystals(const std::filesystem::path& file) {
  std::error_code absent;
  if (std::filesystem::is_directory(file, absent)) return true;
  const std::string name = file.filename().string();
  const auto ends_in_any = [&](std::initializer_list<const char*> endings) {
    return std::any_of(endings.begin(), endings.end(), [&](const char* ending) { return name.ends_with(ending); });
  };
  return ends_in_any({".cif", ".cif.gz", ".vasp", ".poscar", ".tar", ".tar.gz", ".tgz", ".zip"}) || name.starts_with("POSCAR") || name.starts_with("CONTCAR");
}

void add_common(CLI::App& command, ScreenOptions& options) {
  command.add_option("FILE", options.input.file, "Molecules: SMILES list, CSV, TSV, XLSX or SDF, also gzipped; crystals: CIF or POSCAR, or a folder, tar or ZIP of them")->required();
  command.add_option("-o,--output", options.output, "Result CSV, one row an input row, in order; '-' for stdout");
  command.add_option("--structure-column", options.input.structure_column, "Header name or 1-based number (default: found by name)");
  command.add_option("--id-column", options.input.id_column, "Header name or 1-based number (default: found by name)");
  command.add_option("--sheet", options.input.sheet, "Sheet of an XLSX, name or 1-based number (default: the first visible one)");
  command.add_option("--format", options.input.format, "auto, smiles, csv, tsv, xlsx, sdf, cif, poscar or archive")
      ->check(CLI::IsMember({"auto", "smiles", "csv", "tsv", "xlsx", "sdf", "cif", "poscar", "archive"}))->capture_default_str();
  command.add_option("--name", options.name, "Name of the screening: a-z, 0-9 and '-' (default: chosen)");
  command.add_option("--title", options.title, "Title for people (default: the file's name)");
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
  predict->add_option("-m,--model", prediction->models, "Model to use; may be repeated (default: admet-ai; of crystals chgnet)")->allow_extra_args(false);
  predict->add_option("--standardize", prediction->standardize, "none (as the original libraries read) or parent")
      ->check(CLI::IsMember({"none", "parent"}))->capture_default_str();
  predict->callback([&global, prediction] {
    if (prediction->models.empty()) prediction->models = {holds_crystals(prediction->input.file) ? "chgnet" : "admet-ai"};
    run(global, *prediction);
  });
}

}  // namespace furui::cli
