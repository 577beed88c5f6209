// What every request's texts and digests must satisfy before anything is stored.
#pragma once

#include <cstddef>
#include <string>

#include "core/sha256.h"  // for Sha256

namespace furui::api {

/// Limits on what one request may hold; models/README.md and the schema state the rest.
inline constexpr std::size_t kMaxTitleBytes = 200;
inline constexpr std::size_t kMaxRequestIdBytes = 100;
inline constexpr std::size_t kMaxFileNameBytes = 255;
inline constexpr std::size_t kMaxColumnNameBytes = 1024;
inline constexpr std::size_t kMaxCandidateIdBytes = 1024;
inline constexpr std::size_t kMaxPartBytes = std::size_t{1} << 20;
inline constexpr std::size_t kMaxBatchBytes = std::size_t{3} << 20;
inline constexpr int kMaxBatchCandidates = 10'000;
inline constexpr int kMaxColumns = 10'000;
inline constexpr int kMaxParts = 65'536;  // 64 GiB of a file in parts of 1 MiB

/// A short text of one line.
/// throws Error{INVALID_ARGUMENT} naming the field where it is longer or has control characters
void check_line(const std::string& text, const std::string& field, std::size_t max_bytes);

/// A cell or id as it came: line ends are fine, NUL is not (PostgreSQL's text cannot hold it).
/// throws Error{INVALID_ARGUMENT} naming the field, never the text
void check_cell(const std::string& text, const std::string& field, std::size_t max_bytes);

/// 32 bytes as a digest.
/// throws Error{INVALID_ARGUMENT} naming the field
Sha256 read_digest(const std::string& bytes, const std::string& field);

}  // namespace furui::api
