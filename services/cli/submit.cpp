// Folders are packed first; what half came up is taken back.
#include "submit.h"

#include <algorithm>
#include <cstdio>
#include <initializer_list>
#include <optional>

#include "failure.h"         // for Failure
#include "interrupt.h"       // for InterruptWatch
#include "json_output.h"     // for print_json
#include "packed_folder.h"   // for PackedFolder
#include "request_id.h"      // for new_request_id
#include "resource_names.h"  // for short_name
#include "text_table.h"      // for shortened

namespace furui::cli {
namespace {

constexpr std::size_t kTitleLetters = 60;  // whose UTF-8 surely fits into the 200 bytes of a title
constexpr int kTimeout_s = 60;

const FieldOptions kFieldOptions{{"screening_id", "--name"},
                                 {"screening.title", "--title"},
                                 {"screening.models", "--model"},
                                 {"screening.profile", "--profile"},
                                 {"screening.standardization", "--standardize"},
                                 {"screening.competing", "--competing"},
                                 {"screening.relaxation.model", "--model"},
                                 {"screening.relaxation.force_tolerance", "--fmax"},
                                 {"screening.relaxation.max_steps", "--steps"},
                                 {"screening.relaxation.symmetry_tolerance", "--symmetry-tolerance"},
                                 {"screening.relaxation.pressure_gpa", "--pressure"},
                                 {"screening.relaxation.max_seconds", "--seconds"}};

/// What could not be uploaded will never run: leaves nothing half behind.
void take_back(Connection& connection, const std::string& screening) {
  v1::DeleteScreeningRequest request;
  request.set_name(screening);
  v1::DeleteScreeningResponse response;
  const auto context = connection.context(10);
  if (connection.screenings().DeleteScreening(context.get(), request, &response).ok()) return;
  const std::string name = short_name(screening);
  std::fprintf(stderr, "what was uploaded of %s stays; 'furui delete %s' erases it once the server answers\n", name.c_str(), name.c_str());
}

}  // namespace

v1::Screening submit(Connection& connection, const Global& global, v1::CreateScreeningRequest request, FileChoice input) {
  std::optional<PackedFolder> folder;
  std::string title = plain_name(input.file);
  if (std::filesystem::is_directory(input.file)) {
    // "structures/" is a folder of that name.
    title = plain_name(input.file.has_filename() ? input.file : input.file.parent_path());
    folder.emplace(input.file);
    input.name = title + ".tar";
    input.file = folder->file();
  }
  request.set_parent(global.server.parent());
  request.set_request_id(new_request_id());
  if (request.screening().title().empty()) request.mutable_screening()->set_title(shortened(title, kTitleLetters));
  const v1::Screening screening =
      call(connection, connection.screenings(), &v1::ScreeningService::Stub::CreateScreening, request, kTimeout_s, kFieldOptions);
  try {
    const InterruptWatch interrupt;
    return upload_and_finalize(connection, screening.name(), input, interrupt);
  } catch (const Failure&) {
    take_back(connection, screening.name());
    throw;
  }
}

void say_that_it_runs(const Global& global, const v1::Screening& screening) {
  const std::string name = short_name(screening.name());
  if (global.json)
    print_json(to_json(screening));
  else
    std::printf("%s\n  furui watch %s     to follow it\n  furui results %s   to read it\n", name.c_str(), name.c_str(), name.c_str());
}

bool holds_crystals(const std::filesystem::path& file) {
  std::error_code absent;
  if (std::filesystem::is_directory(file, absent)) return true;
  const std::string name = file.filename().string();
  const auto ends_in_any = [&](std::initializer_list<const char*> endings) {
    return std::any_of(endings.begin(), endings.end(), [&](const char* ending) { return name.ends_with(ending); });
  };
  return ends_in_any({".cif", ".cif.gz", ".vasp", ".poscar", ".xyz", ".xyz.gz", ".extxyz", ".extxyz.gz", ".json", ".json.gz", ".tar", ".tar.gz", ".tgz", ".zip"}) || name.starts_with("POSCAR") || name.starts_with("CONTCAR");
}

}  // namespace furui::cli
