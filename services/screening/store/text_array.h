// text[] and integer[] of PostgreSQL as C++ vectors, and SHA-256 as bytea, for libpqxx statements.
#pragma once

#include <cstdint>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "core/sha256.h"  // for Sha256

namespace furui {

/// '{"a","b"}' of texts.
std::string array_literal(const std::vector<std::string>& texts);
/// '{1,2}' of numbers.
std::string array_literal(const std::vector<std::int32_t>& numbers);
std::string array_literal(const std::vector<std::int64_t>& numbers);
/// Elements of an array field in text form.
std::vector<std::string> text_elements(const pqxx::field& field);
std::vector<std::int32_t> integer_elements(const pqxx::field& field);

pqxx::binarystring bytea(std::string_view bytes);
pqxx::binarystring bytea(const Sha256& digest);
/// throws std::runtime_error where the field is not 32 bytes
Sha256 digest_of(const pqxx::field& field);

}  // namespace furui
