// Names of stages and reasons, both ways.
#include "core/rejection.h"

#include <array>
#include <utility>

namespace furui {
namespace {

constexpr std::array<std::pair<Reason, const char*>, 22> kReasonNames{{
    {Reason::kEmpty, "EMPTY"},
    {Reason::kParseError, "PARSE_ERROR"},
    {Reason::kValenceError, "VALENCE_ERROR"},
    {Reason::kKekulizeError, "KEKULIZE_ERROR"},
    {Reason::kTooLarge, "TOO_LARGE"},
    {Reason::kUnsupportedElement, "UNSUPPORTED_ELEMENT"},
    {Reason::kUnsupportedFeature, "UNSUPPORTED_FEATURE"},
    {Reason::kNotApplicable, "NOT_APPLICABLE"},
    {Reason::kTimeout, "TIMEOUT"},
    {Reason::kCrashed, "CRASHED"},
    {Reason::kOutOfMemory, "OUT_OF_MEMORY"},
    {Reason::kNonfiniteOutput, "NONFINITE_OUTPUT"},
    {Reason::kBadEncoding, "BAD_ENCODING"},
    {Reason::kStandardizeError, "STANDARDIZE_ERROR"},
    {Reason::kDisordered, "DISORDERED"},
    {Reason::kOverlappingAtoms, "OVERLAPPING_ATOMS"},
    {Reason::kBadCell, "BAD_CELL"},
    {Reason::kMissingElements, "MISSING_ELEMENTS"},
    {Reason::kNoAtoms, "NO_ATOMS"},
    {Reason::kIsolatedAtom, "ISOLATED_ATOM"},
    {Reason::kExploded, "EXPLODED"},
    {Reason::kNoReference, "NO_REFERENCE"},
}};

}  // namespace

const char* to_string(Stage stage) {
  switch (stage) {
    case Stage::kRead: return "READ";
    case Stage::kStandardize: return "STANDARDIZE";
    case Stage::kDescribe: return "DESCRIBE";
    case Stage::kPredict: return "PREDICT";
    case Stage::kRelax: return "RELAX";
  }
  return "UNKNOWN";
}

const char* to_string(Reason reason) {
  for (const auto& [value, name] : kReasonNames) {
    if (value == reason) return name;
  }
  return "UNKNOWN";
}

std::optional<Reason> reason_from_string(std::string_view name) {
  for (const auto& [value, known] : kReasonNames) {
    if (name == known) return value;
  }
  return std::nullopt;
}

}  // namespace furui
