// What the server refuses before it costs anything: size, compression, strangers; and what it says of its health.
#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>

#include <fstream>
#include <thread>

#include "api_fixture.h"
#include "core/error.h"

namespace furui::testing {
namespace {

using ::testing::HasSubstr;

class Limits : public ApiTest {
 protected:
  /// Calls a method by name with raw bytes, as grpc_cli does; gives status and answer.
  std::pair<grpc::Status, std::string> call_raw(const std::string& method, const std::string& request) {
    grpc::ByteBuffer answer;
    const grpc::Slice slice(request);
    const grpc::ByteBuffer bytes(&slice, 1);
    grpc::ClientContext context;
    grpc::CompletionQueue queue;
    grpc::GenericStub stub(channel());
    const auto pending = stub.PrepareUnaryCall(&context, method, bytes, &queue);
    grpc::Status status;
    pending->StartCall();
    pending->Finish(&answer, &status, this);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    std::vector<grpc::Slice> slices;
    std::string text;
    if (answer.Valid() && answer.Dump(&slices).ok()) {
      for (const grpc::Slice& part : slices) text.append(reinterpret_cast<const char*>(part.begin()), part.size());
    }
    return {status, text};
  }

  grpc::Status list(grpc::ClientContext& context) {
    v1::ListScreeningsRequest request;
    request.set_parent("projects/default");
    v1::ListScreeningsResponse response;
    return screenings_->ListScreenings(&context, request, &response);
  }
};

TEST_F(Limits, AMessageOfMoreThanFourMebibytesIsRefused) {
  v1::CreateProfileRequest request;
  request.set_parent("projects/default");
  request.mutable_profile()->set_toml(std::string(std::size_t{5} << 20, '#'));
  const auto status = call<v1::Profile>(*profiles_, &v1::ProfileService::Stub::CreateProfile, request).first;
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST_F(Limits, ACompressedMessageIsRefusedUnread) {
  grpc::ClientContext context;
  context.set_compression_algorithm(GRPC_COMPRESS_GZIP);
  v1::CreateProfileRequest request;
  request.set_parent("projects/default");
  request.mutable_profile()->set_toml(std::string(std::size_t{3} << 20, '#'));
  v1::Profile response;
  const grpc::Status status = profiles_->CreateProfile(&context, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED) << status.error_message();
}

TEST_F(Limits, APartOfMoreThanOneMebibyteIsRefused) {
  add_toy();
  const std::string name = create("big").second.name();
  const auto status = upload(name, {std::string((std::size_t{1} << 20) + 1, 'C')}).first;
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), HasSubstr("1048576"));
}

TEST_F(Limits, UnknownFieldsAreIgnored) {
  // field 1 (parent), then a field 99 that no version knows
  std::string request = "\x0a\x10projects/default";
  request += std::string("\x9a\x06\x03" "new", 6);
  EXPECT_TRUE(call_raw("/furui.v1.ScreeningService/ListScreenings", request).first.ok());
}

TEST_F(Limits, AFullQueueIsSaidAtOnceAndWithAWaitingTime) {
  api::ServerOptions options;
  options.threads = 1;
  options.max_queue = 0;
  serve(options);
  grpc::ClientContext context;
  const grpc::Status status = list(context);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  ASSERT_TRUE(detail_of<google::rpc::RetryInfo>(status));
  EXPECT_EQ(detail_of<google::rpc::RetryInfo>(status)->retry_delay().seconds(), 1);
}

TEST_F(Limits, AnAddressThatOthersReachIsRefusedUnlessAllowed) {
  api::ServerOptions options;
  options.address = "0.0.0.0:0";
  try {
    serve(options);
    FAIL() << "it listens";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
    EXPECT_THAT(error.what(), HasSubstr("--allow-remote"));
  }
  serve({});
}

TEST_F(Limits, ATcpAddressNeedsATokenFileOfItsOwner) {
  const auto token_file = folder_.path() / "token";
  std::ofstream(token_file) << "0123456789abcdef0123456789abcdef\n";
  api::ServerOptions options;
  options.address = "127.0.0.1:0";
  EXPECT_THROW(serve(options), Error) << "no token file";
  options.token_file = token_file;
  std::filesystem::permissions(token_file, std::filesystem::perms(0644));
  EXPECT_THROW(serve(options), Error) << "others can read it";
  std::filesystem::permissions(token_file, std::filesystem::perms(0600));
  serve(options);
  EXPECT_THAT(server_->address(), ::testing::MatchesRegex("127\\.0\\.0\\.1:[0-9]+"));

  grpc::ClientContext without;
  EXPECT_EQ(list(without).error_code(), grpc::StatusCode::UNAUTHENTICATED);
  grpc::ClientContext wrong;
  wrong.AddMetadata("authorization", "Bearer 0123456789abcdef0123456789abcdeX");
  EXPECT_EQ(list(wrong).error_code(), grpc::StatusCode::UNAUTHENTICATED);
  grpc::ClientContext right;
  right.AddMetadata("authorization", "Bearer 0123456789abcdef0123456789abcdef");
  EXPECT_TRUE(list(right).ok());
  EXPECT_EQ(upload("projects/default/screenings/x", {"C"}).first.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  grpc::ClientContext watching;
  v1::WatchScreeningRequest request;
  v1::WatchScreeningResponse response;
  const auto reader = screenings_->WatchScreening(&watching, request);
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(Limits, HealthIsSaidForTheWholeAndForEachServiceUntilItDrains) {
  const std::string serving("\x08\x01", 2);
  const std::string not_serving("\x08\x02", 2);
  const std::string check = "/grpc.health.v1.Health/Check";
  const std::string name = "furui.v1.ScreeningService";
  const std::string of_service = std::string("\x0a") + static_cast<char>(name.size()) + name;
  EXPECT_EQ(call_raw(check, "").second, serving);
  EXPECT_EQ(call_raw(check, of_service).second, serving);
  server_->drain();
  EXPECT_EQ(call_raw(check, "").second, not_serving);
  EXPECT_EQ(call_raw(check, of_service).second, not_serving);
}

TEST_F(Limits, ReflectionNamesTheServices) {
  // ServerReflectionRequest{list_services: "*"}, as grpc_cli sends it
  grpc::ClientContext context;
  const auto raw = channel();
  const grpc::internal::RpcMethod rpc("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                                      grpc::internal::RpcMethod::BIDI_STREAMING, raw);
  const std::unique_ptr<grpc::ClientReaderWriter<grpc::ByteBuffer, grpc::ByteBuffer>> stream(
      grpc::internal::ClientReaderWriterFactory<grpc::ByteBuffer, grpc::ByteBuffer>::Create(raw.get(), rpc, &context));
  const grpc::Slice request(std::string("\x3a\x01*", 3));
  stream->Write(grpc::ByteBuffer(&request, 1));
  stream->WritesDone();
  grpc::ByteBuffer answer;
  ASSERT_TRUE(stream->Read(&answer));
  std::vector<grpc::Slice> slices;
  ASSERT_TRUE(answer.Dump(&slices).ok());
  std::string text;
  for (const grpc::Slice& part : slices) text.append(reinterpret_cast<const char*>(part.begin()), part.size());
  EXPECT_THAT(text, HasSubstr("furui.v1.ScreeningService"));
  EXPECT_THAT(text, HasSubstr("furui.v1.ModelService"));
}

TEST_F(Limits, TwoClientsAtOnceEachGetTheirOwn) {
  add_toy();
  std::vector<std::thread> clients;
  for (int client = 0; client < 2; ++client) {
    clients.emplace_back([this, client] {
      for (int i = 0; i < 10; ++i) {
        const std::string id = "c" + std::to_string(client) + "-" + std::to_string(i);
        const v1::Screening screening = submit(id, {"C", "CC"});
        EXPECT_EQ(screening.name(), "projects/default/screenings/" + id);
      }
    });
  }
  for (std::thread& client : clients) client.join();
  work_off();
  v1::ListScreeningsRequest request;
  request.set_parent("projects/default");
  request.set_filter("state = \"SUCCEEDED\"");
  EXPECT_EQ(call<v1::ListScreeningsResponse>(*screenings_, &v1::ScreeningService::Stub::ListScreenings, request).second.screenings_size(), 20);
}

}  // namespace
}  // namespace furui::testing
