// ProfileService: texts in, immutable versions out.
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "api/calls.h"                         // for Calls
#include "core/profile.h"                      // for Profile
#include "furui/v1/profile_service.grpc.pb.h"  // for the service's base
#include "store/database.h"                    // for Database

namespace furui::api {

class ProfileService final : public v1::ProfileService::CallbackService {
 public:
  /// check_patterns  as ServerOptions'
  ProfileService(Calls& calls, Database& database, std::function<void(const Profile&)> check_patterns)
      : calls_(calls), database_(database), check_patterns_(std::move(check_patterns)) {}

  grpc::ServerUnaryReactor* CreateProfile(grpc::CallbackServerContext* context,
                                          const v1::CreateProfileRequest* request, v1::Profile* response) override;
  grpc::ServerUnaryReactor* ValidateProfile(grpc::CallbackServerContext* context, const v1::ValidateProfileRequest* request,
                                            v1::ValidateProfileResponse* response) override;
  grpc::ServerUnaryReactor* DraftProfile(grpc::CallbackServerContext* context, const v1::DraftProfileRequest* request,
                                         v1::DraftProfileResponse* response) override;
  grpc::ServerUnaryReactor* GetProfile(grpc::CallbackServerContext* context, const v1::GetProfileRequest* request,
                                       v1::Profile* response) override;
  grpc::ServerUnaryReactor* ListProfiles(grpc::CallbackServerContext* context,
                                         const v1::ListProfilesRequest* request,
                                         v1::ListProfilesResponse* response) override;

 private:
  Profile checked(const std::string& toml) const;
  void list(const v1::ListProfilesRequest& request, v1::ListProfilesResponse& response);

  Calls& calls_;
  Database& database_;
  std::function<void(const Profile&)> check_patterns_;
};

}  // namespace furui::api
