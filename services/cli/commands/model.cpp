// furui model add, list, show, test, remove: what predicts, how well, under which licence.
#include <cstdio>
#include <filesystem>
#include <memory>

#include "chemprop_import.h"   // for import_checkpoint
#include "commands/command.h"  // for Global
#include "failure.h"           // for Failure
#include "json_output.h"       // for print_json
#include "model_table.h"       // for model_table, property_table
#include "package_upload.h"    // for upload_package
#include "resource_names.h"    // for version_text
#include "visible_text.h"      // for visible, for_stdout

namespace furui::cli {
namespace {

namespace fs = std::filesystem;

constexpr int kTestTimeout_s = 300;

/// Says how the golden test went; an unavailable model is a failed command.
void report_state(Global& global, const v1::ModelVersion& model) {
  const bool available = model.state() == v1::ModelVersion::STATE_AVAILABLE;
  global.exit_code = available ? kExitFine : kExitFailed;
  if (global.json) return print_json(to_json(model));
  const std::string name = version_text(model.name());
  const auto golden = nlohmann::json::parse(model.golden(), nullptr, false);
  const bool computed = golden.is_object() && golden.value("rows", 0) > 0;
  if (available)
    std::printf("%s is available: %s\n", name.c_str(), computed ? "its golden set is reproduced" : "it has no network to test");
  else
    std::printf("%s is unavailable: %s\n", name.c_str(), visible(model.state_reason()).c_str());
  if (computed && golden.contains("worst"))
    std::printf("  %d %s; worst difference %s %s (%s), allowed %s\n", golden.value("rows", 0), visible(golden.value("rows_are", "rows")).c_str(),
                number_for_people(golden.value("worst", 0.0)).c_str(), visible(golden.value("measure", "")).c_str(),
                visible(golden.value("worst_column", "")).c_str(), number_for_people(golden.value("tolerance", 0.0)).c_str());
}

/// A folder that goes when the command ends.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (fs::temp_directory_path() / "furui-model-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw Failure("no temporary folder could be made; TMPDIR names where");
    path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

void add(Global& global, const CheckpointChoice& choice) {
  if (!fs::exists(choice.path)) throw Failure("there is no file or folder " + choice.path.string());
  if (fs::exists(choice.path / "manifest.json")) {
    if (choice.says_anything())
      throw Failure(choice.path.string() + " is a package: its manifest holds name, version, properties, units, calibration and domain; leave the options away", kExitUsage);
    Connection connection = connect(global.server);
    return report_state(global, upload_package(connection, global.server.parent(), choice.path));
  }
  if (choice.name.empty()) throw Failure("a checkpoint has no name of its own: give one with --name", kExitUsage);
  for (const fs::path& file : {choice.calibration, choice.training}) {
    if (!file.empty() && !fs::is_regular_file(file)) throw Failure("there is no file " + file.string());
  }
  const TemporaryFolder folder;
  const fs::path package = folder.path() / choice.name;
  import_checkpoint(choice, package);
  Connection connection = connect(global.server);
  report_state(global, upload_package(connection, global.server.parent(), package));
}

void list(const Global& global) {
  Connection connection = connect(global.server);
  v1::ListModelVersionsRequest request;
  request.set_parent(global.server.parent() + "/models/-");
  request.set_page_size(1000);
  nlohmann::ordered_json document = {{"model_versions", nlohmann::ordered_json::array()}};
  std::vector<v1::ModelVersion> models;
  do {
    const auto page = call(connection, connection.models(), &v1::ModelService::Stub::ListModelVersions, request);
    for (const auto& model : page.model_versions()) {
      document["model_versions"].push_back(to_json(model));
      models.push_back(model);
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  if (global.json) return print_json(document);
  std::fputs(model_table(models).c_str(), stdout);
}

void show(const Global& global, const std::string& name, bool card) {
  Connection connection = connect(global.server);
  v1::GetModelVersionRequest request;
  request.set_name(global.versioned("models", name));
  const auto model = call(connection, connection.models(), &v1::ModelService::Stub::GetModelVersion, request);
  if (global.json) return print_json(to_json(model));
  if (card) {
    std::fputs(for_stdout(model.card()).c_str(), stdout);
    return;
  }
  std::printf("%s: %s\n  state    %s%s\n  licence  code %s, weights %s\n  SHA-256  %s\n", version_text(model.name()).c_str(),
              visible(model.title()).c_str(), state_text(model).c_str(),
              model.state_reason().empty() ? "" : (": " + visible(model.state_reason())).c_str(), visible(model.licence_code()).c_str(),
              visible(model.licence_weights()).c_str(), model.sha256().c_str());
  for (const auto& citation : model.citation()) std::printf("  cite     %s\n", visible(citation).c_str());
  std::printf("\n%s%s\n'furui model show %s --card' prints the model card\n", property_table(model).c_str(), (calibration_text(model) + domain_text(model)).c_str(), version_text(model.name()).c_str());
}

void test(Global& global, const std::string& name) {
  Connection connection = connect(global.server);
  v1::GetModelVersionRequest get;
  get.set_name(global.versioned("models", name));
  v1::TestModelVersionRequest request;
  request.set_name(call(connection, connection.models(), &v1::ModelService::Stub::GetModelVersion, get).name());
  report_state(global, call(connection, connection.models(), &v1::ModelService::Stub::TestModelVersion, request, kTestTimeout_s).model_version());
}

void remove(const Global& global, const std::string& name) {
  if (name.find('/') == std::string::npos)
    throw Failure("name the version to remove, as NAME/VERSION; 'furui model list' shows them", kExitUsage);
  Connection connection = connect(global.server);
  v1::DeleteModelVersionRequest request;
  request.set_name(global.versioned("models", name));
  const auto response = call(connection, connection.models(), &v1::ModelService::Stub::DeleteModelVersion, request);
  if (global.json) return print_json(to_json(response.model_version()));
  std::printf("%s is removed; results that it gave stay\n", version_text(response.model_version().name()).c_str());
}

}  // namespace

void add_model_commands(CLI::App& app, Global& global) {
  CLI::App* model = app.add_subcommand("model", "Add, list, show, test and remove models");
  model->require_subcommand(1);
  const auto choice = std::make_shared<CheckpointChoice>();
  CLI::App* adding = model->add_subcommand("add", "Add a package, or a chemprop v2 checkpoint or folder of them");
  adding->add_option("PATH", choice->path, "Package folder (with manifest.json), checkpoint, or folder of checkpoints: an ensemble")->required();
  adding->add_option("--name", choice->name, "The model's name, of a checkpoint: a-z, 0-9 and '-'");
  adding->add_option("--version", choice->version, "Its version, of a checkpoint (default: the importer's choice)");
  adding->add_option("--properties", choice->properties, "Names of its outputs, separated by commas (default: the checkpoint's)");
  adding->add_option("--units", choice->units, "Their units in the same order, such as 'log10(mol/L),1' (default: unknown)");
  CLI::Option* calibration =
      adding->add_option("--calibration", choice->calibration, "CSV of held-out measured molecules, a column a property, to calibrate a checkpoint by");
  adding->add_option("--calibration-structure", choice->calibration_structure, "Its column of structures (default: the one named smiles or the like)")
      ->needs(calibration);
  adding->add_option("--calibrator", choice->calibrator, "Of every property: z-scaling, split-conformal or isotonic (default: by its task)")
      ->check(CLI::IsMember({"z-scaling", "split-conformal", "isotonic"}))->needs(calibration);
  CLI::Option* training =
      adding->add_option("--training", choice->training, "CSV of the molecules that it was trained on: candidates are graded by nearness to them");
  adding->add_option("--training-structure", choice->training_structure, "Its column of structures (default: the one named smiles or the like)")
      ->needs(training);
  adding->callback([&global, choice] { add(global, *choice); });

  const auto name = std::make_shared<std::string>();
  const auto card = std::make_shared<bool>(false);
  model->add_subcommand("list", "List model versions")->callback([&global] { list(global); });
  CLI::App* showing = model->add_subcommand("show", "Show a model's properties, units, test quality and licence");
  showing->add_option("NAME", *name, "NAME or NAME/VERSION (default: the newest version)")->required();
  showing->add_flag("--card", *card, "Print its model card instead");
  showing->callback([&global, name, card] { show(global, *name, *card); });
  CLI::App* testing = model->add_subcommand("test", "Compute its golden set again on the server");
  testing->add_option("NAME", *name, "NAME or NAME/VERSION (default: the newest version)")->required();
  testing->callback([&global, name] { test(global, *name); });
  CLI::App* removing = model->add_subcommand("remove", "Remove a version's weights; results that it gave stay");
  removing->add_option("NAME", *name, "NAME/VERSION")->required();
  removing->callback([&global, name] { remove(global, *name); });
}

}  // namespace furui::cli
