// Cutting CIFs into blocks needs no crystallography; reading what is in them is another layer's.
#include "intake/structure_files.h"

#include <algorithm>
#include <utility>

#include "core/error.h"       // for Error
#include "core/lower_case.h"  // for lowered
#include "core/utf8.h"        // for first_byte_not_utf8

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
std::vector<CifBlock> rows_of(const ArchivedFile& file, Notation notation) {
  if (notation != Notation::kCif) return {{"", file.bytes}};
  std::vector<CifBlock> blocks = split_cif(file.bytes);
  std::erase_if(blocks, [](const CifBlock& block) { return !has_atoms(block.text); });
  if (blocks.empty()) blocks.push_back({"", file.bytes});
  return blocks;
}

/// A file and its rows.
struct Structures {
  const ArchivedFile* file;
  Notation notation;
  std::vector<CifBlock> rows;
};

std::string as_text(std::string_view bytes) {
  // Names of files are what their owner's system wrote; a field is UTF-8.
  std::string text(bytes);
  for (std::size_t bad = 0; (bad = first_byte_not_utf8(text)) < text.size();) text[bad] = '_';
  std::replace(text.begin(), text.end(), '\0', '_');
  return text;
}

}  // namespace

std::vector<CifBlock> split_cif(std::string_view text) {
  std::vector<CifBlock> blocks;
  bool in_text_field = false;
  std::size_t start = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
    const std::string_view line = text.substr(at, end - at);
    if (line.starts_with(';')) in_text_field = !in_text_field;
    if (!in_text_field && line.size() >= 5 && lowered(line.substr(0, 5)) == "data_") {
      if (!blocks.empty()) blocks.back().text = text.substr(start, at - start);
      start = at;
      blocks.push_back({line.substr(5, line.substr(5).find_first_of(" \t")), {}});
    }
    at = end + 1;
  }
  if (!blocks.empty()) blocks.back().text = text.substr(start);
  return blocks;
}

std::optional<Notation> crystal_notation(std::string_view file_name) {
  const std::string name = lowered(base_name(file_name));
  if (name.ends_with(".cif")) return Notation::kCif;
  if (name.ends_with(".vasp") || name.ends_with(".poscar")) return Notation::kPoscar;
  if (name.starts_with("poscar") || name.starts_with("contcar") || name.find("-poscar") != std::string::npos) return Notation::kPoscar;
  return std::nullopt;
}

void read_structure_files(const std::vector<ArchivedFile>& files, const RowSink& sink, FileSummary& summary) {
  std::vector<Structures> structures;
  for (const ArchivedFile& file : files) {
    if (const auto notation = crystal_notation(file.name)) structures.push_back({&file, *notation, rows_of(file, *notation)});
  }
  if (structures.empty()) {
    std::string names;
    for (std::size_t i = 0; i < std::min<std::size_t>(files.size(), 5); ++i) names += (names.empty() ? "" : ", ") + as_text(files[i].name);
    throw Error(ErrorCode::kInvalidArgument, "no file is a structure; expected .cif, .vasp, .poscar, POSCAR or CONTCAR" +
                                                 (names.empty() ? std::string(", and there are no files") : ", got " + names + (files.size() > 5 ? ", …" : "")));
  }
  const bool any_several = std::any_of(structures.begin(), structures.end(), [](const Structures& of) { return of.rows.size() > 1; });
  sink.columns(any_several ? std::vector<std::string>{"file", "block"} : std::vector<std::string>{"file"});
  for (const Structures& of : structures) {
    const bool several = of.rows.size() > 1;
    for (const CifBlock& row : of.rows) {
      Candidate candidate;
      candidate.kind = CandidateKind::kCrystal;
      candidate.notation = of.notation;
      candidate.raw = row.text;
      const std::string block = as_text(row.name);
      candidate.id = as_text(stem_of(of.file->name)) + (several ? "/" + block : "");
      candidate.fields = {as_text(of.file->name)};
      if (any_several) candidate.fields.push_back(several ? block : "");
      sink.row(std::move(candidate));
      ++summary.rows;
    }
  }
}

}  // namespace furui
