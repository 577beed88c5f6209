// The end of screen, predict and results: a table, counts, where the file is; or the same as JSON.
#pragma once

#include <filesystem>
#include <string>

#include "commands/command.h"  // for Global
#include "relaxed_folder.h"    // for RelaxedSummary
#include "result_pages.h"      // for Screened, Summary

namespace furui::cli {

/// What the columns of a result file mean; the end of the help of every command that writes one.
extern const char* const kResultColumnsText;

struct ReportChoice {
  std::string output;  ///< the file that was written; "-": stdout; empty: none
  int top = 10;        ///< ranked candidates to show
};

/// input   the file that is read; empty: none is
/// throws  Failure where the output's folder is not there or cannot be written, or the output is the input itself
void check_output(const std::string& output, const std::filesystem::path& input = {});

/// Prints the end of a command, and sets the exit code: 3 where rows were rejected.
void report(Global& global, Connection& connection, const ReportChoice& choice, const Screened& screened, const Summary& summary);

/// The same for relaxations. output: the folder that was written; empty: none
void report_relaxed(Global& global, const Screened& screened, const std::string& output, const RelaxedSummary& summary);

}  // namespace furui::cli
