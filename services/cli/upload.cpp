// Parts of 1 MiB with their digests; the server acknowledges what it has committed.
#include "upload.h"

#include <chrono>
#include <fstream>
#include <thread>
#include <vector>

#include "failure.h"        // for Failure
#include "packed_folder.h"  // for check_holds_files
#include "sha256.h"         // for sha256
#include "visible_text.h"   // for visible

namespace furui::cli {
namespace {

constexpr std::size_t kPartBytes = std::size_t{1} << 20;
constexpr std::chrono::seconds kPatience{60};  // a server that was killed is back within a few

const FieldOptions kFieldOptions{{"start.format", "--format"},
                                 {"start.structure_column", "--structure-column"},
                                 {"start.id_column", "--id-column"},
                                 {"start.sheet", "--sheet"}};

/// Reads part `seq` of the file; empty past the end.
std::string read_part(std::ifstream& in, int seq) {
  std::string bytes(kPartBytes, '\0');
  in.clear();
  in.seekg(static_cast<std::streamoff>(seq) * static_cast<std::streamoff>(kPartBytes));
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return bytes;
}

/// Sends the parts from `first` on in one stream.
grpc::Status send(Connection& connection, const std::string& screening, const FileChoice& choice, std::ifstream& in,
                  int first, std::vector<std::string>& digests, const InterruptWatch& interrupt) {
  const auto context = connection.context(0);
  v1::UploadFileResponse response;
  AnswerWatch watch(connection, *context);
  const auto stream = connection.screenings().UploadFile(context.get(), &response);
  v1::UploadFileRequest request;
  auto& start = *request.mutable_start();
  start.set_name(screening);
  start.set_file_name(choice.name.empty() ? plain_name(choice.file) : choice.name);
  start.set_format(choice.format);
  start.set_structure_column(choice.structure_column);
  start.set_id_column(choice.id_column);
  start.set_sheet(choice.sheet);
  bool open = stream->Write(request);
  for (int seq = first; open; ++seq) {
    std::string bytes = read_part(in, seq);
    if (bytes.empty()) break;
    if (interrupt.seen()) {
      context->TryCancel();
      break;
    }
    auto& part = *request.mutable_part();
    part.set_seq(seq);
    part.set_sha256(sha256(bytes));
    if (static_cast<std::size_t>(seq) >= digests.size()) digests.push_back(part.sha256());
    part.set_bytes(std::move(bytes));
    open = stream->Write(request);
    watch.heard();
  }
  stream->WritesDone();
  const grpc::Status status = stream->Finish();
  return watch.verdict(status);
}

/// Asks again, once a second, while the server is away. `step` must be harmless where it is done twice.
/// returns  OK; anything else ends in a Failure
template <typename Step>
void patiently(const Connection& connection, const InterruptWatch& interrupt, const Step& step) {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  for (;;) {
    const grpc::Status status = step();
    if (interrupt.seen()) throw Failure("interrupted while uploading; nothing was kept", kExitInterrupted);
    if (status.ok()) return;
    if (status.error_code() != grpc::StatusCode::UNAVAILABLE || std::chrono::steady_clock::now() > until)
      check(status, connection.token_file(), kFieldOptions);
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
}

}  // namespace

std::string plain_name(const std::filesystem::path& file) {
  std::string name = visible(file.filename().string());
  // One letter for what may take three bytes, so that the name stays as long as a file's name can be.
  for (const std::string unwanted : {"\uFFFD", "\\"}) {
    for (auto at = name.find(unwanted); at != std::string::npos; at = name.find(unwanted, at + 1)) name.replace(at, unwanted.size(), "_");
  }
  return name;
}

void check_input_file(const std::filesystem::path& file) {
  std::error_code failed;
  if (!std::filesystem::exists(file, failed)) throw Failure("there is no file " + file.string());
  if (std::filesystem::exists(file, failed) && !std::filesystem::is_regular_file(file, failed) && !std::filesystem::is_directory(file, failed))
    throw Failure(file.string() + " is a pipe or device, which cannot be read again after a broken connection; name a file");
  if (std::filesystem::is_directory(file, failed)) return check_holds_files(file);
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Failure(file.string() + " cannot be read: is it yours to read?");
  if (in.peek() == std::ifstream::traits_type::eof()) throw Failure(file.string() + " is empty; expected a list of molecules");
}

v1::Screening upload_and_finalize(Connection& connection, const std::string& screening, const FileChoice& choice,
                                  const InterruptWatch& interrupt) {
  std::ifstream in(choice.file, std::ios::binary);
  if (!in) throw Failure(choice.file.string() + " cannot be read any more");
  std::vector<std::string> digests;
  int first = 0;
  patiently(connection, interrupt, [&] {
    if (!digests.empty()) {  // not the first try: go on after what is committed
      v1::GetUploadRequest request;
      request.set_name(screening);
      v1::GetUploadResponse response;
      const auto context = connection.context();
      if (const grpc::Status status = connection.screenings().GetUpload(context.get(), request, &response); !status.ok()) return status;
      first = response.committed_through() + 1;
    }
    return send(connection, screening, choice, in, first, digests, interrupt);
  });
  std::string all;
  for (const std::string& digest : digests) all += digest;
  v1::FinalizeScreeningRequest request;
  request.set_name(screening);
  request.set_parts(static_cast<int>(digests.size()));
  request.set_sha256(sha256(all));
  v1::Screening finalized;
  patiently(connection, interrupt, [&] {  // finalizing twice is no error
    const auto context = connection.context();
    AnswerWatch watch(connection, *context);
    return watch.verdict(connection.screenings().FinalizeScreening(context.get(), request, &finalized));
  });
  return finalized;
}

}  // namespace furui::cli
