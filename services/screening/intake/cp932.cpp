// The table of CP932 as iconv knows it, made at its first use.
#include "intake/cp932.h"

#include <iconv.h>

#include <array>
#include <stdexcept>
#include <vector>

namespace furui {
namespace {

/// Up to three bytes of UTF-8; length 0 for a code without character. All of CP932 lies in the first plane.
struct Entry {
  std::array<char, 3> utf8{};
  unsigned char length = 0;
};

class Table {
 public:
  Table() : entries_(65536) {
    const iconv_t converter = iconv_open("UTF-8", "CP932");
    if (converter == reinterpret_cast<iconv_t>(-1)) {
      throw std::runtime_error("the C library has no CP932 (its gconv modules are not installed)");
    }
    for (unsigned code = 0x80; code < 65536; ++code) {
      const auto lead = static_cast<unsigned char>(code < 256 ? code : code >> 8);
      if (code < 256 ? !is_cp932_katakana(lead) : !(is_cp932_lead(lead) && is_cp932_trail(code & 0xFF)))
        continue;
      entries_[code] = ask(converter, code);
    }
    iconv_close(converter);
  }

  const Entry& operator[](unsigned code) const { return entries_[code]; }

 private:
  static Entry ask(iconv_t converter, unsigned code) {
    char from[2] = {static_cast<char>(code < 256 ? code : code >> 8), static_cast<char>(code)};
    Entry entry;
    char* in = from;
    char* out = entry.utf8.data();
    std::size_t in_left = code < 256 ? 1 : 2;
    std::size_t out_left = entry.utf8.size();
    iconv(converter, nullptr, nullptr, nullptr, nullptr);
    if (iconv(converter, &in, &in_left, &out, &out_left) == static_cast<std::size_t>(-1) || in_left != 0)
      return {};
    entry.length = static_cast<unsigned char>(entry.utf8.size() - out_left);
    return entry;
  }

  std::vector<Entry> entries_;
};

}  // namespace

Cp932Character cp932_character(std::string_view bytes) {
  static const Table table;
  const auto first = static_cast<unsigned char>(bytes[0]);
  const bool two = is_cp932_lead(first);
  if (two && bytes.size() < 2) return {};
  const Entry& entry = table[two ? first << 8 | static_cast<unsigned char>(bytes[1]) : first];
  if (entry.length == 0) return {};
  return {{entry.utf8.data(), entry.length}, two ? std::size_t{2} : std::size_t{1}};
}

}  // namespace furui
