// Channels and tokens.
#include "connection.h"

#include <chrono>
#include <fstream>

#include "embedded_server.h"  // for find_or_start_embedded_server
#include "failure.h"          // for Failure

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

Connection::Connection(const std::string& address, const std::string& token_file) : address_(address), token_file_(token_file) {
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

grpc::Status Connection::ask(grpc::ClientContext& context) {
  // A cheap real call: it answers only when the database does.
  v1::ListScreeningsRequest request;
  request.set_parent("projects/default");
  request.set_page_size(1);
  v1::ListScreeningsResponse response;
  return screenings_->ListScreenings(&context, request, &response);
}

grpc::Status Connection::look(int timeout_ms) {
  const auto deadline = std::chrono::system_clock::now() + std::chrono::milliseconds(timeout_ms);
  if (!channel_->WaitForConnected(deadline)) return {grpc::StatusCode::UNAVAILABLE, "no connection"};
  const auto asked = context(0);
  asked->set_deadline(deadline);
  return ask(*asked);
}

Connection connect(const ServerChoice& choice) {
  if (!choice.address.empty()) return Connection(choice.address, choice.token_file);
  return connect_to(find_or_start_embedded_server());
}

}  // namespace furui::cli
