// Channels, tokens, and the server's errors in the user's words.
#include "connection.h"

#include <chrono>
#include <fstream>

#include "embedded_server.h"  // for find_or_start_embedded_server
#include "failure.h"          // for Failure
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace furui::cli {
namespace {

constexpr int kMaxMessageBytes = 16 << 20;

std::string read_token(const std::string& file) {
  std::ifstream in(file);
  std::string token;
  if (!in || !std::getline(in, token) || token.empty())
    throw Failure("the token file " + file + " cannot be read or is empty: name the one that the server's owner gave you");
  return token;
}

}  // namespace

Connection::Connection(const std::string& address, const std::string& token_file) : address_(address) {
  if (!token_file.empty()) token_ = read_token(token_file);
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
  // A proxy of the environment has no business between a client and its own server.
  arguments.SetInt("grpc.enable_http_proxy", 0);
  channel_ = grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
  screenings_ = v1::ScreeningService::NewStub(channel_);
  rankings_ = v1::RankingService::NewStub(channel_);
  profiles_ = v1::ProfileService::NewStub(channel_);
  models_ = v1::ModelService::NewStub(channel_);
}

std::unique_ptr<grpc::ClientContext> Connection::context(int timeout_s) const {
  auto context = std::make_unique<grpc::ClientContext>();
  if (!token_.empty()) context->AddMetadata("authorization", "Bearer " + token_);
  if (timeout_s > 0) context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(timeout_s));
  return context;
}

bool Connection::serving(int timeout_ms) {
  const auto deadline = std::chrono::system_clock::now() + std::chrono::milliseconds(timeout_ms);
  if (!channel_->WaitForConnected(deadline)) return false;
  grpc::ClientContext context;
  context.set_deadline(deadline);
  if (!token_.empty()) context.AddMetadata("authorization", "Bearer " + token_);
  // A cheap real call: it answers only when the database does.
  v1::ListScreeningsRequest request;
  request.set_parent("projects/default");
  request.set_page_size(1);
  v1::ListScreeningsResponse response;
  return screenings_->ListScreenings(&context, request, &response).ok();
}

Connection connect(const ServerChoice& choice) {
  if (!choice.address.empty()) return Connection(choice.address, choice.token_file);
  return connect_to(find_or_start_embedded_server());
}

void check(const grpc::Status& status) {
  if (status.ok()) return;
  std::string message = status.error_message();
  google::rpc::Status rich;
  if (rich.ParseFromString(status.error_details())) {
    for (const auto& detail : rich.details()) {
      google::rpc::BadRequest bad;
      if (!detail.UnpackTo(&bad)) continue;
      for (const auto& violation : bad.field_violations()) {
        if (message.find(violation.description()) == std::string::npos)
          message += "\n  " + violation.field() + ": " + violation.description();
      }
    }
  }
  switch (status.error_code()) {
    case grpc::StatusCode::UNAVAILABLE:
      message = "the server does not answer (" + message + "); 'furui status' and 'furui doctor' say more";
      break;
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      message = "the server took too long to answer; try again, or see 'furui doctor'";
      break;
    case grpc::StatusCode::UNAUTHENTICATED:
      message += "\n  name the token's file with --token-file";
      break;
    case grpc::StatusCode::INTERNAL:
      message += "\n  this is a fault of the server; 'furui doctor' shows its last errors";
      break;
    default: break;
  }
  throw Failure(message);
}

}  // namespace furui::cli
