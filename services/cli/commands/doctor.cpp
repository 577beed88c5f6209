// furui doctor: checks what can be wrong, and says what to do.
#include <cstdio>

#include "commands/command.h"  // for Global
#include "diagnosis.h"         // for diagnose_installation, diagnose_server
#include "failure.h"           // for exit codes
#include "json_output.h"       // for print_json
#include "text_table.h"        // for padded
#include "visible_text.h"      // for visible_lines

namespace furui::cli {
namespace {

constexpr std::size_t kCheckWidth = 26;

void print(const Finding& finding) {
  std::printf("%s  %s  %s\n", finding.ok ? "ok  " : "FAIL", padded(finding.check, kCheckWidth).c_str(),
              visible_lines(finding.detail).c_str());
  if (!finding.advice.empty()) std::printf("      %s  to do: %s\n", padded("", kCheckWidth - 2).c_str(), visible_lines(finding.advice).c_str());
}

void doctor(Global& global) {
  std::vector<Finding> findings;
  // What lies on this machine says nothing of a server that the user named.
  if (global.server.address.empty()) findings = diagnose_installation();
  for (Finding& finding : diagnose_server(global.server)) findings.push_back(std::move(finding));
  nlohmann::ordered_json document = {{"ok", true}, {"checks", nlohmann::ordered_json::array()}};
  for (const Finding& finding : findings) {
    if (!finding.ok) global.exit_code = kExitFailed;
    document["checks"].push_back({{"check", finding.check}, {"ok", finding.ok}, {"detail", finding.detail}, {"advice", finding.advice}});
    if (!global.json) print(finding);
  }
  document["ok"] = global.exit_code == kExitFine;
  if (global.json) print_json(document);
}

}  // namespace

void add_doctor(CLI::App& app, Global& global) {
  app.add_subcommand("doctor", "Check programs, models, disk, server and log; starts nothing")->callback([&global] { doctor(global); });
}

}  // namespace furui::cli
