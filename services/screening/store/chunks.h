// The work that a screening's candidates become: chunks of predict work, the hulls and the ranking that wait for them.
#pragma once

#include <cstdint>
#include <string>

namespace furui {

/// Candidates in a chunk: some seconds of work, and enough company for equal environments to meet.
inline constexpr std::int32_t kChunkRows = 8192;

/// The same where crystals are relaxed: hundreds of times the work each, and enough beside each other to end evenly.
inline constexpr std::int32_t kRelaxedChunkRows = 256;

/// SQL statements, in order, that create the chunks, the hulls and the ranking of `screening` with `rows` candidates and set its
/// state; a screening without candidates has succeeded. All arguments are numbers.
std::string chunk_statements(std::int64_t screening, std::int64_t rows, std::int32_t chunk_rows);

}  // namespace furui
