// Finding line ends; of a line that is too long only the begin is held.
#include "intake/text_lines.h"

#include <algorithm>

namespace furui {

bool TextLines::next(TextLine& line) {
  window_.consume(consume_);
  consume_ = 0;
  std::size_t at = 0;
  bool dropping = false;
  for (;;) {
    const std::string_view text = window_.text();
    while (at < text.size() && text[at] != '\n' && text[at] != '\r') ++at;
    const bool ended = at < text.size();
    const bool halved = ended && text[at] == '\r' && at + 1 == text.size();  // perhaps of CRLF
    if (ended && !(halved && window_.more())) break;
    if (ended) continue;
    if (at > max_line_bytes_) {
      if (!dropping) kept_.assign(text.substr(0, max_line_bytes_ + 1));
      dropping = true;
      window_.consume(at);
      at = 0;
    }
    if (window_.more()) continue;
    if (at == 0 && !dropping) return false;
    break;
  }
  const std::string_view text = window_.text();
  line.cut = dropping || at > max_line_bytes_;
  line.text = dropping ? std::string_view(kept_) : text.substr(0, std::min(at, max_line_bytes_ + 1));
  const std::string_view ending = text.substr(at, 2);
  consume_ = at + (ending == "\r\n" ? 2 : ending.empty() ? 0 : 1);
  return true;
}

}  // namespace furui
