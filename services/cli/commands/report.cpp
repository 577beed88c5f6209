// The same words for a screening that has just ended and for one read again.
#include "commands/report.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "failure.h"         // for Failure, exit codes
#include "input_text.h"      // for input_text
#include "json_output.h"     // for print_json
#include "resource_names.h"  // for short_name, version_text
#include "result_table.h"    // for top_table, summary_text

namespace furui::cli {
namespace {

constexpr std::size_t kWidestTable = 100;
constexpr int kMostShownPicks = 100;  // the file has them all

std::size_t terminal_width() {
  winsize size{};
  if (isatty(STDOUT_FILENO) != 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
    return std::min<std::size_t>(size.ws_col, kWidestTable);
  return kWidestTable;
}

void report_json(const Global& global, Connection& connection, const ReportChoice& choice, const Screened& screened,
                 const Summary& summary) {
  auto document = to_json(screened.screening);
  document["summary"] = to_json(summary);
  if (!choice.output.empty()) document["output"] = choice.output;
  if (!screened.ranking.empty()) {
    document["ranking"] = to_json(screened.ranking_row);
    document["top"] = nlohmann::ordered_json::array();
    for (const auto& candidate : top_candidates(connection, screened, choice.top)) document["top"].push_back(to_json(candidate));
    if (screened.ranking_row.has_diversity()) {
      document["picks"] = nlohmann::ordered_json::array();
      for (const auto& candidate : top_candidates(connection, screened, screened.ranking_row.diversity().pick(), true))
        document["picks"].push_back(to_json(candidate));
    }
  }
  print_json(document, global.json_out);
}

}  // namespace

const char* const kResultColumnsText =
    "Columns of the CSV: the input's own (input.NAME where a name is taken); of crystals formula and space_group; where they\n"
    "were relaxed\n"
    "  relaxation, relaxation_steps, relaxed_volume_per_atom   how it ended (CONVERGED, …), steps, cubic angstrom\n"
    "with a profile\n"
    "  rank, score, score_std  1 is best; what orders, the expected score or what the profile's policy makes of it; its spread\n"
    "  meets_all, in_top       chances that it meets everything, and that it is among the best (a tenth, 10 to 100)\n"
    "  stays_in_top            share of random weights under which it is among them\n"
    "  tie_group, front        the evidence does not decide the order within a group; Pareto front, where the profile asks\n"
    "  pick, pick_group, pick_similarity   where picks are asked for: the order of picking, the scaffold or cluster, and the\n"
    "                          Tanimoto similarity to the nearest earlier pick\n"
    "then each property and PROPERTY_std (MODEL/PROPERTY where two models share it); then\n"
    "  alerts  where structural alerts are matched: those found, such as PAINS:azo_A(324); BRENK:nitro_group\n"
    "  status  ok, out_of_domain (predicted, but unlike what the model has seen), filtered (predicted, but fails a\n"
    "          filter of the profile), rejected (no value), pending (not computed yet)\n"
    "  reason  of a rejected row, such as PARSE_ERROR; NO_SCORE where the profile needs a value that it has not\n"
    "  detail  what to know about the row: the filter that it fails, how it was read, values beyond physical bounds\n"
    "Options of every command (--json, --server, …): furui --help";

void check_output(const std::string& output, const std::filesystem::path& input) {
  if (output.empty() || output == "-") return;
  std::error_code absent;
  if (!input.empty() && std::filesystem::equivalent(output, input, absent))
    throw Failure("the output " + output + " is the input itself, which would be lost; name another with -o");
  if (std::filesystem::exists(output) && !std::filesystem::is_regular_file(output) && !std::filesystem::is_directory(output)) return;
  const auto folder = std::filesystem::absolute(output).parent_path();
  if (!std::filesystem::is_directory(folder) || access(folder.c_str(), W_OK) != 0)
    throw Failure("the output " + output + " cannot be written: its folder is not there or not yours. Name another with -o");
  if (std::filesystem::is_directory(output)) throw Failure("the output " + output + " is a folder; name a file with -o");
}

void report(Global& global, Connection& connection, const ReportChoice& choice, const Screened& screened, const Summary& summary) {
  const std::string name = short_name(screened.screening.name());
  global.exit_code = summary.rejected > 0 ? kExitSomeRejected : kExitFine;
  if (global.json) return report_json(global, connection, choice, screened, summary);
  // A table on stdout is for people; with -o - stdout belongs to the CSV.
  std::FILE* out = choice.output == "-" ? stderr : stdout;
  if (!screened.ranking.empty() && choice.top > 0) {
    const auto top = top_candidates(connection, screened, choice.top);
    std::fprintf(out, "Top %zu of %s under %s\n\n%s\n", top.size(), name.c_str(), version_text(screened.ranking_row.profile()).c_str(),
                 top_table(screened, top, terminal_width()).c_str());
  }
  if (!screened.ranking.empty() && screened.ranking_row.has_diversity() && choice.top > 0) {
    const auto picked = top_candidates(connection, screened, kMostShownPicks, true);
    std::fputs((pick_table(screened.ranking_row.diversity(), picked) + "\n").c_str(), out);
  }
  std::fputs(ranking_text(screened.ranking_row).c_str(), out);
  if (const std::string input = input_text(screened.screening.file_summary()); !input.empty()) std::fprintf(out, "%s\n", input.c_str());
  std::fputs(summary_text(summary, !screened.ranking.empty()).c_str(), out);
  if (!choice.output.empty() && choice.output != "-") std::fprintf(out, "written to %s\n", choice.output.c_str());
  const std::string ranking = screened.ranking.empty() || screened.ranking == "default" ? "" : " --ranking " + screened.ranking;
  std::fprintf(out, "stored as %s\n  furui results %s%s -o FILE     to write it again\n  furui explain %s ORDINAL%s     to see why, for one row\n",
               name.c_str(), name.c_str(), ranking.c_str(), name.c_str(), ranking.c_str());
}

void report_relaxed(Global& global, const Screened& screened, const std::string& output, const RelaxedSummary& summary) {
  global.exit_code = screened.screening.rejected() > 0 ? kExitSomeRejected : kExitFine;
  if (global.json) {
    auto document = to_json(screened.screening);
    document["summary"] = to_json(summary);
    if (!output.empty()) document["output"] = output;
    print_json(document, global.json_out);
    return;
  }
  const std::string name = short_name(screened.screening.name());
  std::fputs(relaxed_text(summary).c_str(), stdout);
  if (!output.empty()) std::printf("written to %s: %lld CIFs and relaxed.csv\n", output.c_str(), static_cast<long long>(summary.files));
  std::printf("stored as %s\n  furui results %s --relaxed FOLDER   to write the structures again\n  furui results %s -o FILE            the models' values of the relaxed structures\n",
              name.c_str(), name.c_str(), name.c_str());
}

}  // namespace furui::cli
