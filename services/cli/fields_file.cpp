// The server writes the frames; they are put one behind the other.
#include "fields_file.h"

#include "whole_file.h"  // for WholeFile

namespace furui::cli {

std::int64_t write_fields_file(Connection& connection, const std::string& screening, const std::string& model, const std::filesystem::path& file) {
  v1::ListCrystalFieldsRequest request;
  request.set_parent(screening);
  request.set_model(model);
  request.set_page_size(1000);
  WholeFile out(file);
  std::int64_t frames = 0;
  do {
    const v1::ListCrystalFieldsResponse page = call(connection, connection.screenings(), &v1::ScreeningService::Stub::ListCrystalFields, request, 300);
    for (const auto& fields : page.fields()) out.write(fields.extxyz());
    frames += page.fields_size();
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  out.finish();
  return frames;
}

}  // namespace furui::cli
