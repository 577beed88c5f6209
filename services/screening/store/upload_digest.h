// The digest of a batch of structured candidates, which clients compute too.
#pragma once

#include <vector>

#include "core/candidate.h"  // for Candidate
#include "core/sha256.h"     // for Sha256

namespace furui {

/// SHA-256 over, for each candidate in order: u8 kind, u8 notation, u32 length and bytes of raw, u32 length and bytes
/// of id, u32 number of fields, and for each field u32 length and bytes; integers little endian, lengths in bytes.
Sha256 batch_digest(const std::vector<Candidate>& candidates);

}  // namespace furui
