// Ids are looked for page by page: they need not be unique, and a screening has no index of them.
#include "candidate_reference.h"

#include <vector>

#include "failure.h"         // for Failure
#include "resource_names.h"  // for short_name
#include "result_pages.h"    // for each_candidate

namespace furui::cli {

std::string candidate_name(Connection& connection, const std::string& screening, const std::string& reference, bool by_id) {
  const bool ordinal = !reference.empty() && reference.find_first_not_of("0123456789") == std::string::npos;
  if (ordinal && !by_id) return screening + "/candidates/" + reference;
  std::vector<std::string> found;
  Screened screened;
  screened.screening.set_name(screening);
  each_candidate(connection, screened, false, [&](const v1::CandidateResult& candidate) {
    if (candidate.id() == reference) found.push_back(candidate.name());
  });
  if (found.empty())
    throw Failure("no candidate of " + short_name(screening) + " has the id '" + reference +
                  "'; name an id of the input, or an ordinal counted from 0");
  if (found.size() > 1) {
    std::string ordinals;
    for (std::size_t i = 0; i < found.size() && i < 10; ++i) ordinals += (i > 0 ? ", " : "") + short_name(found[i]);
    throw Failure(std::to_string(found.size()) + " candidates of " + short_name(screening) + " have the id '" + reference +
                  "'; name one by its ordinal: " + ordinals + (found.size() > 10 ? ", …" : ""));
  }
  return found.front();
}

}  // namespace furui::cli
