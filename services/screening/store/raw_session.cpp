// libpq calls, and PostgreSQL's binary formats.
#include "store/raw_session.h"

#include <endian.h>
#include <libpq-fe.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

#include "core/error.h"  // for Error

namespace furui {

void throw_exhausted(std::string_view sqlstate) {
  constexpr std::chrono::milliseconds kLater{2000};
  const bool disk = sqlstate == "53100";
  throw Error(ErrorCode::kResourceExhausted,
              disk ? "the database's disk is full: free some, or erase screenings with 'furui delete'; work in hand waits for it"
                   : "the database is short of memory or connections; try again in a moment",
              kLater);
}

namespace {

constexpr std::size_t kCopyChunkBytes = std::size_t{1} << 20;
constexpr char kCopySignature[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0";  // signature, flags, no extension: 19 bytes
constexpr std::size_t kCopySignatureBytes = 19;

template <typename T>
T read_big_endian(const char* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof value);
  if constexpr (sizeof value == 2) return static_cast<T>(be16toh(static_cast<std::uint16_t>(value)));
  if constexpr (sizeof value == 4) return static_cast<T>(be32toh(static_cast<std::uint32_t>(value)));
  if constexpr (sizeof value == 8) return static_cast<T>(be64toh(static_cast<std::uint64_t>(value)));
  return value;
}

float float_of(const char* bytes) {
  const auto bits = read_big_endian<std::uint32_t>(bytes);
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

/// Calls visit(bytes) for each element of a one-dimensional array; PostgreSQL's array_send format.
template <typename Visit>
bool each_element(std::string_view array, const Visit& visit) {
  if (array.size() < 12) return false;
  const auto dimensions = read_big_endian<std::int32_t>(array.data());
  if (dimensions == 0) return true;
  if (dimensions != 1 || array.size() < 20) return false;
  const auto count = read_big_endian<std::int32_t>(array.data() + 12);
  const char* at = array.data() + 20;
  const char* end = array.data() + array.size();
  for (std::int32_t i = 0; i < count; ++i) {
    if (end - at < 4) return false;
    const auto length = read_big_endian<std::int32_t>(at);
    at += 4;
    if (length < 0 || end - at < length) return false;
    visit(std::string_view(at, static_cast<std::size_t>(length)));
    at += length;
  }
  return true;
}

}  // namespace

RawResult::RawResult(pg_result* result) : result_(result) {}
RawResult::~RawResult() { PQclear(result_); }
RawResult::RawResult(RawResult&& other) noexcept : result_(std::exchange(other.result_, nullptr)) {}

int RawResult::rows() const { return PQntuples(result_); }
std::int64_t RawResult::affected() const { return std::strtoll(PQcmdTuples(result_), nullptr, 10); }
bool RawResult::is_null(int row, int column) const { return PQgetisnull(result_, row, column) != 0; }
std::string_view RawResult::bytes(int row, int column) const {
  return {PQgetvalue(result_, row, column), static_cast<std::size_t>(PQgetlength(result_, row, column))};
}
std::int16_t RawResult::int2(int row, int column) const { return read_big_endian<std::int16_t>(PQgetvalue(result_, row, column)); }
std::int32_t RawResult::int4(int row, int column) const { return read_big_endian<std::int32_t>(PQgetvalue(result_, row, column)); }
std::int64_t RawResult::int8(int row, int column) const { return read_big_endian<std::int64_t>(PQgetvalue(result_, row, column)); }
float RawResult::float4(int row, int column) const { return float_of(PQgetvalue(result_, row, column)); }
bool RawResult::boolean(int row, int column) const { return *PQgetvalue(result_, row, column) != 0; }

RawSession::RawSession(const std::string& url) : connection_(PQconnectdb(url.c_str())) {
  if (PQstatus(connection_) != CONNECTION_OK) {
    PQfinish(connection_);
    throw BrokenSession("the database does not answer");
  }
  PQsetNoticeProcessor(connection_, [](void*, const char*) {}, nullptr);
}

RawSession::~RawSession() { PQfinish(connection_); }

bool RawSession::open() const { return PQstatus(connection_) == CONNECTION_OK; }

void RawSession::fail(const char* what, pg_result* result) {
  const char* field = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string state = field == nullptr ? "" : field;
  const char* constraint_field = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
  const std::string constraint = constraint_field == nullptr ? "" : std::string(", ") + constraint_field;
  PQclear(result);
  // Class 57P and 08: the server is going away or gone.
  if (!open() || state.rfind("57P", 0) == 0 || state.rfind("08", 0) == 0) throw BrokenSession("the database connection is lost");
  if (state.rfind("53", 0) == 0) throw_exhausted(state);
  // The server's own message may quote values, so it goes no further.
  throw StatementRefused(std::string("the database refused ") + what + " (SQLSTATE " + state + constraint + ")", state);
}

RawResult RawSession::checked(const std::string& sql, pg_result* result) {
  const auto status = PQresultStatus(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(sql.substr(0, sql.find(' ')).c_str(), result);
  return RawResult(result);
}

void RawSession::execute(const std::string& sql) {
  checked(sql, PQexec(connection_, sql.c_str()));
}

RawResult RawSession::query(const std::string& sql, std::initializer_list<std::string_view> parameters) {
  std::vector<std::string> texts(parameters.begin(), parameters.end());
  std::vector<const char*> values;
  for (const std::string& text : texts) values.push_back(text.c_str());
  return checked(sql, PQexecParams(connection_, sql.c_str(), static_cast<int>(values.size()), nullptr, values.data(), nullptr, nullptr, 1));
}

RawResult RawSession::query_binary(const std::string& sql, std::initializer_list<std::string_view> parameters) {
  std::vector<const char*> values;
  std::vector<int> lengths, formats;
  for (const std::string_view parameter : parameters) {
    values.push_back(parameter.data());
    lengths.push_back(static_cast<int>(parameter.size()));
    formats.push_back(1);
  }
  return checked(sql, PQexecParams(connection_, sql.c_str(), static_cast<int>(values.size()), nullptr, values.data(), lengths.data(), formats.data(), 1));
}

void RawSession::begin_copy(const std::string& table_and_columns) {
  PGresult* result = PQexec(connection_, ("COPY " + table_and_columns + " FROM STDIN (FORMAT binary)").c_str());
  if (PQresultStatus(result) != PGRES_COPY_IN) fail("COPY", result);
  PQclear(result);
  if (PQputCopyData(connection_, kCopySignature, static_cast<int>(kCopySignatureBytes)) != 1) fail("COPY", nullptr);
}

void RawSession::copy_rows(BinaryRows& rows) {
  std::string& buffer = rows.buffer();
  for (std::size_t at = 0; at < buffer.size(); at += kCopyChunkBytes) {
    const std::size_t length = std::min(kCopyChunkBytes, buffer.size() - at);
    if (PQputCopyData(connection_, buffer.data() + at, static_cast<int>(length)) != 1) fail("COPY", nullptr);
  }
  buffer.clear();
}

std::int64_t RawSession::end_copy() {
  const char trailer[2] = {'\377', '\377'};
  if (PQputCopyData(connection_, trailer, 2) != 1 || PQputCopyEnd(connection_, nullptr) != 1) fail("COPY", nullptr);
  PGresult* result = PQgetResult(connection_);
  if (PQresultStatus(result) != PGRES_COMMAND_OK) {
    // Drain, so that the connection can roll back.
    while (PGresult* more = PQgetResult(connection_)) PQclear(more);
    fail("COPY", result);
  }
  const std::int64_t rows = std::strtoll(PQcmdTuples(result), nullptr, 10);
  PQclear(result);
  while (PGresult* more = PQgetResult(connection_)) PQclear(more);
  return rows;
}

bool RawSession::roll_back() noexcept {
  if (!open()) return false;
  if (PQtransactionStatus(connection_) == PQTRANS_ACTIVE) {
    PQputCopyEnd(connection_, "abandoned");
    while (PGresult* more = PQgetResult(connection_)) PQclear(more);
  }
  if (PQtransactionStatus(connection_) == PQTRANS_IDLE) return open();
  PGresult* result = PQexec(connection_, "ROLLBACK");
  const bool fine = PQresultStatus(result) == PGRES_COMMAND_OK;
  PQclear(result);
  return fine;
}

template <typename T>
void BinaryRows::big_endian(T value) {
  char bytes[sizeof value];
  if constexpr (sizeof value == 2) value = static_cast<T>(htobe16(static_cast<std::uint16_t>(value)));
  if constexpr (sizeof value == 4) value = static_cast<T>(htobe32(static_cast<std::uint32_t>(value)));
  if constexpr (sizeof value == 8) value = static_cast<T>(htobe64(static_cast<std::uint64_t>(value)));
  std::memcpy(bytes, &value, sizeof value);
  buffer_.append(bytes, sizeof value);
}

void BinaryRows::begin_row(std::int16_t fields) { big_endian(fields); }
void BinaryRows::null() { big_endian(std::int32_t{-1}); }
void BinaryRows::int2(std::int16_t value) {
  big_endian(std::int32_t{2});
  big_endian(value);
}
void BinaryRows::int4(std::int32_t value) {
  big_endian(std::int32_t{4});
  big_endian(value);
}
void BinaryRows::int8(std::int64_t value) {
  big_endian(std::int32_t{8});
  big_endian(value);
}
void BinaryRows::float4(float value) {
  std::uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  big_endian(std::int32_t{4});
  big_endian(bits);
}
void BinaryRows::boolean(bool value) {
  big_endian(std::int32_t{1});
  buffer_.push_back(value ? '\1' : '\0');
}
void BinaryRows::bytes(std::string_view value) {
  big_endian(static_cast<std::int32_t>(value.size()));
  buffer_.append(value);
}

void BinaryRows::array_begin(std::uint32_t element_type, std::size_t count) {
  array_start_ = buffer_.size();
  big_endian(std::int32_t{0});  // length, known at the end
  big_endian(std::int32_t{count == 0 ? 0 : 1});
  big_endian(std::int32_t{0});  // no NULLs
  big_endian(element_type);
  if (count == 0) return;
  big_endian(static_cast<std::int32_t>(count));
  big_endian(std::int32_t{1});  // lower bound
}

void BinaryRows::array_end() {
  const auto length = htobe32(static_cast<std::uint32_t>(buffer_.size() - array_start_ - 4));
  std::memcpy(buffer_.data() + array_start_, &length, sizeof length);
}

void BinaryRows::float4_array(const float* values, std::size_t count) {
  array_begin(700, count);
  const std::size_t at = buffer_.size();
  buffer_.resize(at + 8 * count);
  char* out = buffer_.data() + at;
  for (std::size_t i = 0; i < count; ++i, out += 8) {
    std::uint32_t bits;
    std::memcpy(&bits, values + i, sizeof bits);
    const std::uint32_t field[2] = {htobe32(4), htobe32(bits)};
    std::memcpy(out, field, sizeof field);
  }
  array_end();
}

void BinaryRows::int2_array(const std::int16_t* values, std::size_t count) {
  array_begin(21, count);
  for (std::size_t i = 0; i < count; ++i) int2(values[i]);
  array_end();
}

bool each_text(std::string_view array, const std::function<void(std::string_view)>& visit) { return each_element(array, visit); }

std::vector<float> floats_of(const RawResult& rows, int row, int column) {
  std::vector<float> numbers;
  if (!rows.is_null(row, column)) append_floats(rows.bytes(row, column), numbers);
  return numbers;
}

void append_floats(std::string_view array, std::vector<float>& out) {
  each_element(array, [&](std::string_view element) { out.push_back(float_of(element.data())); });
}

std::vector<std::int16_t> int2_elements(std::string_view array) {
  std::vector<std::int16_t> result;
  each_element(array, [&](std::string_view element) { result.push_back(read_big_endian<std::int16_t>(element.data())); });
  return result;
}

}  // namespace furui
