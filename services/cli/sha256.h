// SHA-256 for the digests of an upload.
#pragma once

#include <string>
#include <string_view>

namespace furui::cli {

/// The digest's 32 bytes.
std::string sha256(std::string_view bytes);

}  // namespace furui::cli
