// The manifest goes first, then its files in pieces of 1 MiB.
#include "package_upload.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "failure.h"     // for Failure
#include "request_id.h"  // for new_request_id

namespace furui::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPieceBytes = std::size_t{1} << 20;

/// The files of a package in the order of sending.
std::vector<std::string> package_files(const fs::path& package) {
  std::ifstream in(package / "manifest.json");
  const auto manifest = nlohmann::json::parse(in, nullptr, false);
  if (!manifest.is_object() || !manifest.contains("files") || !manifest["files"].is_object())
    throw Failure((package / "manifest.json").string() + " is no manifest: expected a JSON object with 'files', as models/README.md describes it");
  std::vector<std::string> names{"manifest.json"};
  for (const auto& [name, digest] : manifest["files"].items()) {
    if (!fs::is_regular_file(package / name))
      throw Failure("the manifest names the file '" + name + "', which is not in " + package.string());
    names.push_back(name);
  }
  return names;
}

/// Sends one file; false where the server ended the stream.
bool send_file(grpc::ClientWriter<v1::AddModelVersionRequest>& stream, AnswerWatch& watch, const fs::path& package,
               const std::string& name) {
  std::ifstream in(package / name, std::ios::binary);
  if (!in) throw Failure((package / name).string() + " cannot be read");
  bool first = true;
  for (;;) {
    std::string bytes(kPieceBytes, '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    if (bytes.empty() && !first) return true;
    first = false;
    v1::AddModelVersionRequest request;
    request.mutable_piece()->set_file(name);
    request.mutable_piece()->set_bytes(std::move(bytes));
    if (!stream.Write(request)) return false;
    watch.heard();
  }
}

}  // namespace

v1::ModelVersion upload_package(Connection& connection, const std::string& parent, const fs::path& package) {
  const std::vector<std::string> files = package_files(package);
  const auto context = connection.context(0);
  v1::ModelVersion added;
  AnswerWatch watch(connection, *context);
  const auto stream = connection.models().AddModelVersion(context.get(), &added);
  v1::AddModelVersionRequest request;
  request.mutable_start()->set_parent(parent);
  request.mutable_start()->set_request_id(new_request_id());
  bool open = stream->Write(request);
  for (std::size_t i = 0; open && i < files.size(); ++i) open = send_file(*stream, watch, package, files[i]);
  stream->WritesDone();
  const grpc::Status status = stream->Finish();
  check(watch.verdict(status), connection.token_file());
  return added;
}

}  // namespace furui::cli
