// A connection to a furui server: the embedded one, or one that the user names.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "answer_watch.h"  // for AnswerWatch
#include "furui/v1/model_service.grpc.pb.h"
#include "furui/v1/profile_service.grpc.pb.h"
#include "furui/v1/ranking_service.grpc.pb.h"
#include "furui/v1/screening_service.grpc.pb.h"
#include "server_error.h"  // for check, FieldOptions

namespace furui::cli {

/// Which server, as --server and --token-file or their variables say it; an empty address means the embedded one.
struct ServerChoice {
  std::string address;     ///< "unix:PATH" or "host:port"
  std::string token_file;  ///< holds the bearer token for TCP
  std::string project = "default";

  std::string parent() const { return "projects/" + project; }
};

/// Stubs of every service over one channel.
class Connection {
 public:
  /// address  "unix:PATH" or "host:port"
  /// throws   Failure where the token file cannot be read
  Connection(const std::string& address, const std::string& token_file);

  v1::ScreeningService::Stub& screenings() { return *screenings_; }
  v1::RankingService::Stub& rankings() { return *rankings_; }
  v1::ProfileService::Stub& profiles() { return *profiles_; }
  v1::ModelService::Stub& models() { return *models_; }

  /// A context that carries the token, with a deadline; 0: none (streams that follow).
  std::unique_ptr<grpc::ClientContext> context(int timeout_s = 60) const;

  /// Asks for something small, which only a server that serves answers.
  grpc::Status ask(grpc::ClientContext& context);

  /// Waits for a connection and asks, all within the time.
  grpc::Status look(int timeout_ms);
  bool serving(int timeout_ms) { return look(timeout_ms).ok(); }

  const std::string& address() const { return address_; }
  const std::string& token_file() const { return token_file_; }  ///< whose token is sent; empty: none is

 private:
  std::string address_, token_file_, token_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::ScreeningService::Stub> screenings_;
  std::unique_ptr<v1::RankingService::Stub> rankings_;
  std::unique_ptr<v1::ProfileService::Stub> profiles_;
  std::unique_ptr<v1::ModelService::Stub> models_;
};

/// Connects to the chosen server; with none chosen, to the embedded one, which is started where it does not run.
Connection connect(const ServerChoice& choice);

/// Calls a unary method: fills the context, checks the status, gives the response.
template <typename Response, typename Stub, typename Request>
Response call(Connection& connection, Stub& stub,
              grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*), const Request& request,
              int timeout_s = 60, const FieldOptions& options = {}) {
  Response response;
  const auto context = connection.context(timeout_s);
  AnswerWatch watch(connection, *context);
  const grpc::Status status = (stub.*method)(context.get(), request, &response);
  check(watch.verdict(status), connection.token_file(), options);
  return response;
}

}  // namespace furui::cli
