// Where the other parts of furui lie, seen from this program's own file.
#pragma once

#include <filesystem>
#include <vector>

namespace furui::cli {

/// furuid, beside furui. It need not be there.
std::filesystem::path server_program();

/// The folder that holds the shipped model packages: models/ beside the folder of the programs.
std::filesystem::path shipped_models();

/// The Python program that turns chemprop checkpoints into packages.
/// throws Failure where it is not there
std::filesystem::path chemprop_importer();

/// The Python interpreter of an environment that has chemprop: $FURUI_CHEMPROP_PYTHON, else the one that set-up made.
/// throws Failure with the commands that make one
std::filesystem::path chemprop_python();

/// Programs of PostgreSQL's servers on this machine, such as /usr/lib/postgresql/15/bin/postgres.
std::vector<std::filesystem::path> postgresql_servers();

}  // namespace furui::cli
