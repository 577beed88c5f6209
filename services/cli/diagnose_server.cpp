// What a running server says of itself, and what its log says when it does not run.
#include "diagnosis.h"
#include "embedded_database.h"  // for embedded_database
#include "embedded_server.h"    // for connect_to, embedded_server_starts
#include "failure.h"            // for Failure
#include "resource_names.h"     // for told_apart
#include "server_log.h"         // for last_errors, last_lines
#include "state_folder.h"       // for state_folder, read_server_file, read_server_record

namespace furui::cli {
namespace {

namespace fs = std::filesystem;

constexpr int kPatience_ms = 5000;
constexpr std::size_t kShownErrors = 5;

std::vector<Finding> check_models(Connection& connection, const ServerChoice& choice) {
  v1::ListModelVersionsRequest request;
  request.set_parent(choice.parent() + "/models/-");
  request.set_page_size(1000);
  const auto page = call(connection, connection.models(), &v1::ModelService::Stub::ListModelVersions, request, 10);
  std::vector<std::string> names;
  for (const auto& model : page.model_versions()) names.push_back(model.name());
  const std::vector<std::string> texts = told_apart(names);
  std::vector<Finding> findings;
  for (int i = 0; i < page.model_versions_size(); ++i) {
    const auto& model = page.model_versions(i);
    if (model.state() == v1::ModelVersion::STATE_DELETED) continue;
    const bool ok = model.state() == v1::ModelVersion::STATE_AVAILABLE;
    const std::string& text = texts[static_cast<std::size_t>(i)];
    // A name that two projects have is typed in full.
    const std::string typed = text == version_text(model.name()) ? text : model.name();
    findings.push_back({"model " + text, ok, ok ? "available" : model.state_reason(),
                        ok ? "" : "'furui model test " + typed + "' computes its golden set again"});
  }
  if (findings.empty()) findings.push_back({"models", false, "the server has none", "stop it, run deploy/quickstart again, start it"});
  return findings;
}

std::vector<Finding> check_answers(const ServerChoice& choice, Connection connection) {
  const std::string address = connection.address();
  const grpc::Status status = connection.look(kPatience_ms);
  if (status.error_code() == grpc::StatusCode::UNAUTHENTICATED)
    return {{"answers", false, address + " answers, but " + error_text(status, connection.token_file()), "give the token that is its own"}};
  if (!status.ok())
    return {{"answers", false, "no answer at " + address + " within 5 s",
             choice.address.empty() ? "wait if it has just started; else 'furui down' and 'furui up'"
                                    : "see whether it runs, and whether address and token are its own"}};
  std::vector<Finding> findings{{"answers", true, address, ""}};
  for (Finding& finding : check_models(connection, choice)) findings.push_back(std::move(finding));
  return findings;
}

std::string indented(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += "\n      " + line;
  return text;
}

Finding check_log(const fs::path& folder) {
  const fs::path log = folder / "furuid.log";
  const auto errors = last_errors(log, kShownErrors);
  std::error_code absent;
  if (!fs::exists(log, absent)) return {"log", true, "none yet", ""};
  if (errors.empty()) return {"log", true, "no errors at the end of " + log.string(), ""};
  return {"log", false, "the last errors in " + log.string() + ":" + indented(errors), "old ones may be mended; their times say"};
}

}  // namespace

std::vector<Finding> diagnose_server(const ServerChoice& choice) {
  if (!choice.address.empty()) return check_answers(choice, Connection(choice.address, choice.token_file));
  const fs::path state = state_folder();
  try {
    check_readable(state);
  } catch (const Failure& failure) {
    return {{"server", false, failure.what(), "run doctor as the folder's owner, or with sudo"}};
  }
  std::vector<Finding> findings;
  if (const auto server = read_server_file(state)) {
    findings.push_back({"server", true, "process " + std::to_string(server->pid) + ", version " + server->version, ""});
    for (Finding& finding : check_answers(choice, connect_to(*server))) findings.push_back(std::move(finding));
  } else if (const auto killed = read_server_record(state); killed && !embedded_server_starts()) {
    findings.push_back({"server", false, "process " + std::to_string(killed->pid) + " is gone without having stopped: it was killed, or crashed",
                        "'furui up' starts it again, and unfinished screenings go on; nothing that is stored is lost"});
  } else {
    findings.push_back({"server", true, "stopped; 'furui up' starts it, and so does every command that needs it", ""});
  }
  if (const int database = embedded_database(state); database != 0 && !read_server_file(state) && !embedded_server_starts())
    findings.push_back({"database process", false, "process " + std::to_string(database) + " still runs without its server",
                        "'furui up' uses it again, 'furui down' stops it"});
  findings.push_back(check_log(state / "log"));
  return findings;
}

}  // namespace furui::cli
