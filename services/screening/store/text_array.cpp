// Array literals and their parts.
#include "store/text_array.h"

#include <cstring>
#include <stdexcept>

namespace furui {

std::string array_literal(const std::vector<std::string>& texts) {
  std::string literal = "{";
  for (const std::string& text : texts) {
    if (literal.size() > 1) literal += ',';
    literal += '"';
    for (const char character : text) {
      if (character == '"' || character == '\\') literal += '\\';
      literal += character;
    }
    literal += '"';
  }
  return literal + "}";
}

namespace {

template <typename Number>
std::string literal_of(const std::vector<Number>& numbers) {
  std::string literal = "{";
  for (const Number number : numbers) literal += (literal.size() > 1 ? "," : "") + std::to_string(number);
  return literal + "}";
}

}  // namespace

std::string array_literal(const std::vector<std::int32_t>& numbers) { return literal_of(numbers); }
std::string array_literal(const std::vector<std::int64_t>& numbers) { return literal_of(numbers); }

std::vector<std::string> text_elements(const pqxx::field& field) {
  std::vector<std::string> result;
  if (field.is_null()) return result;
  auto parser = field.as_array();
  for (auto part = parser.get_next(); part.first != pqxx::array_parser::juncture::done; part = parser.get_next()) {
    if (part.first == pqxx::array_parser::juncture::string_value) result.push_back(part.second);
  }
  return result;
}

std::vector<std::int32_t> integer_elements(const pqxx::field& field) {
  std::vector<std::int32_t> result;
  for (const std::string& text : text_elements(field)) result.push_back(std::stoi(text));
  return result;
}

pqxx::binarystring bytea(std::string_view bytes) { return pqxx::binarystring(bytes.data(), bytes.size()); }

pqxx::binarystring bytea(const Sha256& digest) { return pqxx::binarystring(digest.data(), digest.size()); }

Sha256 digest_of(const pqxx::field& field) {
  const pqxx::binarystring bytes(field);
  return digest_from({bytes.get(), bytes.size()});
}

}  // namespace furui
