// Why one candidate has no value: a stage, a stable reason, and a detail that helps a chemist.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace furui {

/// Where in the flow a candidate was rejected. The numbers are stored: never change or reuse one.
enum class Stage : unsigned char {
  kRead = 1,         ///< text to molecule or crystal
  kStandardize = 2,  ///< cleanup, parent, primitive cell
  kDescribe = 3,     ///< graph, descriptors, alerts
  kPredict = 4,      ///< the networks
  kRelax = 5,        ///< geometry optimization
};

/// Why. The numbers are stored and the names are API: never change or reuse one.
enum class Reason : unsigned char {
  kEmpty = 1,                ///< no structure in the row
  kParseError = 2,           ///< the text is not a structure
  kValenceError = 3,         ///< an atom has more bonds than its element allows
  kKekulizeError = 4,        ///< aromatic bonds that no alternation of single and double bonds explains
  kTooLarge = 5,             ///< over a size limit (bytes, heavy atoms, sites)
  kUnsupportedElement = 6,   ///< the original library refuses this element
  kUnsupportedFeature = 7,   ///< a query, reaction, polymer or other notation that is no single structure
  kNotApplicable = 8,        ///< the model does not take this kind of candidate; no failure
  kTimeout = 9,              ///< over the time limit of one candidate
  kCrashed = 10,             ///< the child process died on this candidate
  kOutOfMemory = 11,         ///< over the memory limit of the child process
  kNonfiniteOutput = 12,     ///< the network gave NaN or an infinity
  kBadEncoding = 13,         ///< bytes that are not text in the encoding of the file
  kStandardizeError = 14,    ///< standardization failed or left nothing
  kDisordered = 15,          ///< partial occupancy where the model needs an ordered crystal
  kOverlappingAtoms = 16,    ///< two sites closer than any bond
  kBadCell = 17,             ///< cell lengths, angles or volume out of range
  kMissingElements = 18,     ///< sites without an element
  kNoAtoms = 19,             ///< a structure without atoms
  kIsolatedAtom = 20,        ///< an atom beyond the model's cutoff from every other
  kExploded = 21,            ///< its relaxation ended without a geometry
  kNoReference = 22,         ///< an element without a reference state
};

/// "READ", "STANDARDIZE", …
const char* to_string(Stage stage);
/// "EMPTY", "PARSE_ERROR", …
const char* to_string(Reason reason);
/// The reason of a name as to_string writes it; nothing for an unknown name.
std::optional<Reason> reason_from_string(std::string_view name);

/// One candidate's failure. A value, not an exception: it is stored and shown beside the others' results.
/// `detail` is for the candidate's owner ("atom 7: nitrogen with 5 bonds"); it never goes to a log.
struct Rejection {
  Stage stage = Stage::kRead;
  Reason reason = Reason::kParseError;
  std::string detail;

  friend bool operator==(const Rejection&, const Rejection&) = default;
};

}  // namespace furui
