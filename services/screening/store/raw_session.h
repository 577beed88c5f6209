// One libpq connection for the hot paths: statements with parameters, binary COPY in, binary results out.
//
// libpqxx 6 has no binary COPY and does not give its connection away, hence this thin class beside it.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

struct pg_conn;
struct pg_result;

namespace furui {

/// The connection is lost; what it was doing is rolled back, except a COMMIT, of which nothing is known.
struct BrokenSession : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The server refused a statement. The message names the statement's kind and SQLSTATE, never a value.
struct StatementRefused : std::runtime_error {
  StatementRefused(const std::string& message, std::string state) : std::runtime_error(message), sqlstate(std::move(state)) {}
  std::string sqlstate;
};

/// What SQLSTATE's class 53 (insufficient resources: a full disk, no memory) becomes: Error{RESOURCE_EXHAUSTED} with
/// retry_after. It is nobody's fault in furui, so work waits for better times instead of failing.
[[noreturn]] void throw_exhausted(std::string_view sqlstate);

/// Rows of a result in binary format.
class RawResult {
 public:
  explicit RawResult(pg_result* result);
  ~RawResult();
  RawResult(RawResult&& other) noexcept;
  RawResult& operator=(RawResult&&) = delete;

  int rows() const;
  /// Rows that a statement changed.
  std::int64_t affected() const;
  bool is_null(int row, int column) const;
  /// The field's bytes: text and bytea as they are, numbers big endian.
  std::string_view bytes(int row, int column) const;
  std::int16_t int2(int row, int column) const;
  std::int32_t int4(int row, int column) const;
  std::int64_t int8(int row, int column) const;
  float float4(int row, int column) const;
  bool boolean(int row, int column) const;

 private:
  pg_result* result_;
};

class BinaryRows;

class RawSession {
 public:
  explicit RawSession(const std::string& url);  ///< throws BrokenSession
  ~RawSession();
  RawSession(const RawSession&) = delete;
  RawSession& operator=(const RawSession&) = delete;

  bool open() const;
  void execute(const std::string& sql);
  /// Text parameters; a result in binary.
  RawResult query(const std::string& sql, std::initializer_list<std::string_view> parameters);
  /// The same with parameters in binary format: each a field that BinaryRows wrote, without its length.
  RawResult query_binary(const std::string& sql, std::initializer_list<std::string_view> parameters);
  /// `COPY table (columns) FROM STDIN (FORMAT binary)`: begin, any number of copy_rows, end.
  void begin_copy(const std::string& table_and_columns);
  void copy_rows(BinaryRows& rows);  ///< sends and clears the buffered rows
  std::int64_t end_copy();           ///< rows copied
  /// Rolls back; false where the connection is lost.
  bool roll_back() noexcept;

 private:
  RawResult checked(const std::string& sql, pg_result* result);
  [[noreturn]] void fail(const char* what, pg_result* result);

  pg_conn* connection_;
};

/// Rows in PostgreSQL's binary COPY format (documentation of COPY, "Binary Format"), gathered in memory.
class BinaryRows {
 public:
  void begin_row(std::int16_t fields);
  void null();
  void int2(std::int16_t value);
  void int4(std::int32_t value);
  void int8(std::int64_t value);
  void float4(float value);
  void boolean(bool value);
  void bytes(std::string_view value);  ///< bytea or text
  void float4_array(const float* values, std::size_t count);
  void int2_array(const std::int16_t* values, std::size_t count);
  void bytea_array(const std::vector<std::string_view>& values) {
    array_begin(17, values.size());
    for (const std::string_view value : values) bytes(value);
    array_end();
  }
  template <typename Texts>
  void text_array(const Texts& texts) {
    array_begin(25, texts.size());
    for (const auto& text : texts) bytes(text);
    array_end();
  }

  std::size_t size() const { return buffer_.size(); }
  /// The one field that was written, as a parameter of query_binary.
  std::string_view parameter() const { return std::string_view(buffer_).substr(sizeof(std::int32_t)); }
  std::string& buffer() { return buffer_; }

 private:
  template <typename T>
  void big_endian(T value);
  void array_begin(std::uint32_t element_type, std::size_t count);
  void array_end();

  std::string buffer_;
  std::size_t array_start_ = 0;
};

/// Elements of a text[] field in binary form.
/// returns false where the array has NULLs or more than one dimension
bool each_text(std::string_view array, const std::function<void(std::string_view)>& visit);
/// Elements of a real[] field in binary form, appended to `out`.
void append_floats(std::string_view array, std::vector<float>& out);
/// Those of a field; none where it is NULL.
std::vector<float> floats_of(const RawResult& rows, int row, int column);
/// Elements of a smallint[] field in binary form.
std::vector<std::int16_t> int2_elements(std::string_view array);

}  // namespace furui
