// ListRelaxations: final structures and the ways there.
#include "api/page_token.h"      // for make_page_token
#include "api/resource_names.h"  // for candidate_name
#include "api/result_pages.h"    // for fill_page
#include "api/screening_service.h"
#include "api/to_proto.h"          // for to_proto
#include "core/cif_text.h"         // for cif_text
#include "core/error.h"            // for Error
#include "store/relaxations.h"     // for read_relaxations

namespace furui::api {
namespace {

v1::RelaxationResult result_of(RelaxationRow&& row, const ScreeningRow& screening, bool with_trajectory) {
  v1::RelaxationResult message;
  message.set_candidate(candidate_name(screening.project, screening.name, row.ordinal));
  message.set_ordinal(row.ordinal);
  message.set_start_structure_sha256(row.start_sha256_hex);
  if (!row.content.empty()) message.set_cif(cif_text(parse_crystal(row.content), row.id.empty() ? "candidate-" + std::to_string(row.ordinal) : row.id));
  if (with_trajectory) {
    message.mutable_energy_per_atom()->Add(row.energy_per_atom.begin(), row.energy_per_atom.end());
    message.mutable_largest_force()->Add(row.largest_force.begin(), row.largest_force.end());
    message.mutable_volume()->Add(row.volume.begin(), row.volume.end());
  }
  message.set_id(std::move(row.id));
  RelaxationEnd end{row.status,
                    static_cast<std::int32_t>(row.volume.size()) - 1,
                    row.energy_per_atom.back(),
                    row.largest_force.back(),
                    row.volume.back() / static_cast<float>(row.sites),
                    std::move(row.final_sha256_hex),
                    std::move(row.changes),
                    std::move(row.detail)};
  *message.mutable_end() = to_proto(end);
  return message;
}

}  // namespace

grpc::ServerUnaryReactor* ScreeningService::ListRelaxations(grpc::CallbackServerContext* context, const v1::ListRelaxationsRequest* request,
                                                            v1::ListRelaxationsResponse* response) {
  return calls_.unary(context, "ListRelaxations", request->parent(), [this, request, response] {
    const ScreeningRow screening = find(request->parent(), "parent");
    if (!screening.relaxation)
      throw Error(ErrorCode::kFailedPrecondition, "screening '" + screening.name + "' relaxes nothing; create it with 'relaxation' set (furui relax)").with_field("parent");
    const std::string scope = "relaxations " + std::to_string(screening.id);
    const int limit = page_size(request->page_size(), 100, 1000);
    const auto after = fill_page(read_relaxations(database_, screening.id, read_page_token(request->page_token(), scope, -1), limit + 1), limit,
                                 *response->mutable_relaxations(),
                                 [&](RelaxationRow&& row) { return result_of(std::move(row), screening, request->with_trajectory()); });
    if (after) response->set_next_page_token(make_page_token(scope, *after));
  });
}

}  // namespace furui::api
