// ListCrystalFields: forces, stress and magnetic moments with their structures.
#include "api/page_token.h"      // for make_page_token, page_size
#include "api/resource_names.h"  // for candidate_name, parse_model_reference
#include "api/result_pages.h"    // for fill_page
#include "api/screening_service.h"
#include "core/crystal.h"          // for parse_crystal
#include "core/error.h"            // for Error
#include "core/extxyz_text.h"      // for extxyz_text
#include "store/crystal_fields.h"  // for read_crystal_fields

namespace furui::api {
namespace {

struct FieldModel {
  std::int32_t id = 0;
  std::shared_ptr<const KnownModel> known;
};

/// The model of the screening that gives fields and is asked for.
FieldModel field_model(VersionCache& versions, const ScreeningRow& screening, const std::string& wanted) {
  const VersionName asked = wanted.empty() ? VersionName{} : parse_model_reference(wanted, screening.project, "model");
  std::vector<FieldModel> found;
  std::string giving;
  for (const std::int32_t id : screening.model_versions) {
    const auto known = versions.model(id);
    if (known->manifest.fields.empty()) continue;
    giving += (giving.empty() ? "" : ", ") + known->manifest.name + "/" + known->manifest.version;
    if (wanted.empty() || (asked.id == known->manifest.name && (asked.version.empty() || asked.version == known->manifest.version))) found.push_back({id, known});
  }
  if (giving.empty())
    throw Error(ErrorCode::kFailedPrecondition, "no model of screening '" + screening.name + "' gives forces, stress or magnetic moments; screen with chgnet").with_field("parent");
  if (found.size() == 1) return found.front();
  if (found.empty()) throw Error(ErrorCode::kNotFound, "no model '" + wanted + "' of screening '" + screening.name + "' gives fields; those that do: " + giving).with_field("model");
  throw Error(ErrorCode::kInvalidArgument, "several models of screening '" + screening.name + "' give fields: name one of " + giving).with_field("model");
}

/// Of the cell, in eV; nothing of a model that has no such column.
std::optional<double> energy_of(const KnownModel& model, const std::vector<float>& value, std::size_t sites) {
  for (std::size_t c = 0; c < model.columns.size() && c < value.size(); ++c) {
    if (model.columns[c].name == "energy_per_atom") return static_cast<double>(value[c]) * static_cast<double>(sites);
  }
  return std::nullopt;
}

v1::CrystalFields message_of(CrystalFieldRow&& row, const ScreeningRow& screening, const KnownModel& model) {
  const Crystal crystal = parse_crystal(row.content);
  v1::CrystalFields message;
  message.set_candidate(candidate_name(screening.project, screening.name, row.ordinal));
  message.set_ordinal(row.ordinal);
  message.set_model_version(model.name);
  for (const Vector3& vector : crystal.lattice) message.mutable_lattice()->Add(vector.begin(), vector.end());
  message.mutable_atomic_numbers()->Add(crystal.atomic_numbers.begin(), crystal.atomic_numbers.end());
  for (const Vector3& site : crystal.fractional) message.mutable_fractional()->Add(site.begin(), site.end());
  message.mutable_forces()->Add(row.fields.forces.begin(), row.fields.forces.end());
  message.mutable_stress()->Add(row.fields.stress.begin(), row.fields.stress.end());
  message.mutable_magnetic_moments()->Add(row.fields.magnetic_moments.begin(), row.fields.magnetic_moments.end());
  row.fields.energy = energy_of(model, row.value, crystal.size());
  std::vector<std::pair<std::string, std::string>> info{{"candidate", std::to_string(row.ordinal)}};
  if (!row.id.empty()) info.emplace_back("id", row.id);
  info.emplace_back("model", model.manifest.name + "/" + model.manifest.version);
  info.emplace_back("structure_sha256", row.structure_sha256_hex);
  message.set_extxyz(extxyz_text(crystal, info, row.fields));
  message.set_structure_sha256(std::move(row.structure_sha256_hex));
  message.set_id(std::move(row.id));
  return message;
}

}  // namespace

grpc::ServerUnaryReactor* ScreeningService::ListCrystalFields(grpc::CallbackServerContext* context, const v1::ListCrystalFieldsRequest* request,
                                                              v1::ListCrystalFieldsResponse* response) {
  return calls_.unary(context, "ListCrystalFields", request->parent(), [this, request, response] {
    const ScreeningRow screening = find(request->parent(), "parent");
    const FieldModel model = field_model(versions_, screening, request->model());
    const std::string scope = "crystal fields " + std::to_string(screening.id) + " " + std::to_string(model.id);
    const int limit = page_size(request->page_size(), 100, 1000);
    const auto after = fill_page(read_crystal_fields(database_, screening.id, model.id, read_page_token(request->page_token(), scope, -1), limit + 1), limit,
                                 *response->mutable_fields(), [&](CrystalFieldRow&& row) { return message_of(std::move(row), screening, *model.known); });
    if (after) response->set_next_page_token(make_page_token(scope, *after));
  });
}

}  // namespace furui::api
