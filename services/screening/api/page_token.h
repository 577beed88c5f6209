// Page tokens: opaque to clients, bound to the request that they continue.
#pragma once

#include <cstdint>
#include <string>

namespace furui::api {

/// A token that says where the next page begins.
///
/// request  everything that must stay the same from page to page (parent, filter, ranking), in one text
/// after    the last ordinal, rank or index given so far
std::string make_page_token(const std::string& request, std::int64_t after);

/// What make_page_token packed.
///
/// returns  `first` for an empty token
/// throws   Error{INVALID_ARGUMENT} for a token that is not ours or belongs to another request
std::int64_t read_page_token(const std::string& token, const std::string& request, std::int64_t first);

/// A page size as requests give it: 0 is `fallback`, more than `most` is `most`.
/// throws Error{INVALID_ARGUMENT} where it is negative
int page_size(int asked, int fallback, int most);

}  // namespace furui::api
