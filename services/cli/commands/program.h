// The whole program: global options, every command, and the exit code.
#pragma once

namespace furui::cli {

/// Runs one command line; messages go to stderr.
/// returns  the exit code, as failure.h names them
int run_program(int argc, const char* const* argv);

}  // namespace furui::cli
