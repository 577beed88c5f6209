// Cutting files into structures needs no crystallography; reading what is in them is another layer's.
#include "intake/structure_files.h"

#include <algorithm>
#include <utility>

#include "core/error.h"              // for Error
#include "core/lower_case.h"         // for lowered
#include "core/utf8.h"               // for first_byte_not_utf8
#include "intake/extxyz_frames.h"    // for split_extxyz
#include "intake/json_structures.h"  // for structures_of_json

namespace furui {
namespace {

std::string_view base_name(std::string_view path) {
  const std::size_t slash = path.find_last_of('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

/// Of "oxides/NiO.cif" "NiO".
std::string stem_of(std::string_view path) {
  const std::string_view name = base_name(path);
  const std::size_t dot = name.find_last_of('.');
  return std::string(dot == std::string_view::npos || dot == 0 ? name : name.substr(0, dot));
}

bool has_atoms(std::string_view block) { return lowered(block).find("_atom_site_") != std::string::npos; }

/// The rows of one file.
std::vector<StructureText> rows_of(const ArchivedFile& file, FileFormat format) {
  const StructureText whole{"1", false, file.bytes, Notation::kPoscar};
  std::vector<StructureText> rows;
  if (format == FileFormat::kPoscar) return {whole};
  if (format == FileFormat::kJson) return structures_of_json(file.bytes);
  if (format == FileFormat::kExtxyz) {
    rows = split_extxyz(file.bytes);
  } else {
    rows = split_cif(file.bytes);
    std::erase_if(rows, [](const StructureText& block) { return !has_atoms(block.text); });
  }
  if (!rows.empty()) return rows;
  rows.push_back(whole);
  rows.back().notation = format == FileFormat::kExtxyz ? Notation::kExtxyz : Notation::kCif;
  return rows;
}

/// A file and its rows.
struct Structures {
  const ArchivedFile* file;
  std::vector<StructureText> rows;

  bool shows_names() const { return rows.size() > 1 || (rows[0].named && rows[0].notation != Notation::kCif); }
};

std::string as_text(std::string_view bytes) {
  // Names of files are what their owner's system wrote; a field is UTF-8.
  std::string text(bytes);
  for (std::size_t bad = 0; (bad = first_byte_not_utf8(text)) < text.size();) text[bad] = '_';
  std::replace(text.begin(), text.end(), '\0', '_');
  return text;
}

}  // namespace

std::vector<StructureText> split_cif(std::string_view text) {
  std::vector<StructureText> blocks;
  bool in_text_field = false;
  std::size_t start = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
    const std::string_view line = text.substr(at, end - at);
    if (line.starts_with(';')) in_text_field = !in_text_field;
    if (!in_text_field && line.size() >= 5 && lowered(line.substr(0, 5)) == "data_") {
      if (!blocks.empty()) blocks.back().text = text.substr(start, at - start);
      start = at;
      const std::string_view name = line.substr(5, line.substr(5).find_first_of(" \t"));
      blocks.push_back({std::string(name), true, {}, Notation::kCif});
    }
    at = end + 1;
  }
  if (!blocks.empty()) blocks.back().text = text.substr(start);
  return blocks;
}

std::optional<FileFormat> crystal_format(std::string_view file_name) {
  const std::string name = lowered(base_name(file_name));
  if (name.ends_with(".cif")) return FileFormat::kCif;
  if (name.ends_with(".vasp") || name.ends_with(".poscar")) return FileFormat::kPoscar;
  if (name.ends_with(".xyz") || name.ends_with(".extxyz")) return FileFormat::kExtxyz;
  if (name.ends_with(".json")) return FileFormat::kJson;
  if (name.starts_with("poscar") || name.starts_with("contcar") || name.find("-poscar") != std::string::npos) return FileFormat::kPoscar;
  return std::nullopt;
}

void read_structure_files(const std::vector<ArchivedFile>& files, std::size_t max_record_bytes, const RowSink& sink, FileSummary& summary) {
  std::vector<Structures> structures;
  for (const ArchivedFile& file : files) {
    if (const auto format = crystal_format(file.name)) structures.push_back({&file, rows_of(file, *format)});
  }
  if (structures.empty()) {
    std::string names;
    for (std::size_t i = 0; i < std::min<std::size_t>(files.size(), 5); ++i) names += (names.empty() ? "" : ", ") + as_text(files[i].name);
    throw Error(ErrorCode::kInvalidArgument, "no file is a structure; expected .cif, .vasp, .poscar, POSCAR, CONTCAR, .xyz, .extxyz or .json" +
                                                 (names.empty() ? std::string(", and there are no files") : ", got " + names + (files.size() > 5 ? ", …" : "")));
  }
  const bool any_names = std::any_of(structures.begin(), structures.end(), [](const Structures& of) { return of.shows_names(); });
  sink.columns(any_names ? std::vector<std::string>{"file", "block"} : std::vector<std::string>{"file"});
  for (const Structures& of : structures) {
    const bool several = of.rows.size() > 1;
    for (const StructureText& row : of.rows) {
      Candidate candidate;
      candidate.kind = CandidateKind::kCrystal;
      candidate.notation = row.notation;
      candidate.raw = row.text.substr(0, max_record_bytes + 1);
      const std::string name = as_text(row.name), stem = as_text(stem_of(of.file->name));
      candidate.id = several ? stem + "/" + name : of.shows_names() ? name : stem;
      candidate.fields = {as_text(of.file->name)};
      if (any_names) candidate.fields.push_back(of.shows_names() ? name : "");
      sink.row(std::move(candidate));
      ++summary.rows;
    }
  }
}

}  // namespace furui
