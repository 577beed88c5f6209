// Uploads a file into a screening in parts, goes on after a broken stream, and finalizes.
#pragma once

#include <filesystem>
#include <string>

#include "connection.h"  // for Connection
#include "interrupt.h"   // for InterruptWatch

namespace furui::cli {

/// How the server shall read the file; empty: as it finds best.
struct FileChoice {
  std::filesystem::path file;
  std::string name;              ///< as the server shall know it; empty: the file's
  std::string format;            ///< "auto", "smiles", "csv", "tsv", "xlsx", "sdf", "cif", "poscar", "archive"
  std::string structure_column;  ///< header name or 1-based number
  std::string id_column;         ///< header name or 1-based number
  std::string sheet;             ///< of an XLSX, name or 1-based number
};

/// Sends every part and finalizes the screening; a stream that breaks is resumed for up to a minute.
/// interrupt  Ctrl-C ends it between two parts
/// throws Failure
v1::Screening upload_and_finalize(Connection& connection, const std::string& screening, const FileChoice& choice,
                                  const InterruptWatch& interrupt);

/// The file's name as the server takes it: one line of UTF-8 without folders, "_" in place of anything else.
std::string plain_name(const std::filesystem::path& file);

/// Checks that the file can be read and is not empty, or is a folder that holds files, before a screening is made for it.
/// throws Failure saying what is wrong with it
void check_input_file(const std::filesystem::path& file);

}  // namespace furui::cli
