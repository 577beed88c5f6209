// How the server read the uploaded file, in words.
#pragma once

#include <string>

namespace furui::cli {

/// "read as CSV, CP932, gzip: structures from 'smiles', ids from 'name'": one line without its end.
///
/// file_summary  Screening.file_summary, JSON; empty where no file was uploaded
/// returns       empty where there is nothing to say
std::string input_text(const std::string& file_summary);

}  // namespace furui::cli
