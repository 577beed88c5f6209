// Paths beside this program, then those of the sources it was built from.
#include "installation.h"

#include <cstdlib>
#include <string>

#include "failure.h"  // for Failure

namespace furui::cli {
namespace {

namespace fs = std::filesystem;

fs::path program_folder() { return fs::read_symlink("/proc/self/exe").parent_path(); }

}  // namespace

fs::path server_program() { return program_folder() / "furuid"; }

fs::path shipped_models() { return program_folder().parent_path() / "models"; }

fs::path chemprop_importer() {
  const fs::path file = "models/importers/import_chemprop.py";
  for (const fs::path& root : {program_folder().parent_path(), program_folder().parent_path().parent_path(), fs::path(FURUI_SOURCES)}) {
    if (fs::exists(root / file)) return root / file;
  }
  throw Failure("the importer " + file.string() + " is not there: it lies in furui's sources, and furui looks for it above its own folder");
}

fs::path chemprop_python() {
  if (const char* named = std::getenv("FURUI_CHEMPROP_PYTHON"); named != nullptr && *named != '\0') {
    if (!fs::exists(named)) throw Failure(std::string("FURUI_CHEMPROP_PYTHON names ") + named + ", which is not there");
    return named;
  }
  const fs::path folder = program_folder().parent_path() / "chemprop";
  if (fs::exists(folder / "bin/python")) return folder / "bin/python";
  const fs::path requirements = chemprop_importer().parent_path() / "requirements-chemprop.txt";
  throw Failure("a checkpoint is converted by chemprop's own library, and no Python environment with it is there. Make one:\n  python3 -m venv " +
                folder.string() + " && " + (folder / "bin/pip").string() + " install -r " + requirements.string() +
                "\nor name the python of one in FURUI_CHEMPROP_PYTHON");
}

std::vector<fs::path> postgresql_servers() {
  std::vector<fs::path> found;
  std::error_code failed;
  for (const auto& version : fs::directory_iterator("/usr/lib/postgresql", failed)) {
    const fs::path server = version.path() / "bin/postgres";
    if (fs::exists(server, failed) && fs::exists(version.path() / "bin/initdb", failed)) found.push_back(server);
  }
  return found;
}

}  // namespace furui::cli
