// The safetensors format with every length, offset and shape checked before use.
#include "predict/safetensors.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/error.h"  // for Error

namespace furui {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLengthBytes = 8;
constexpr std::uint64_t kMaxHeaderBytes = 100'000'000;  // the format's own limit
constexpr int kMaxHeaderDepth = 4;                      // {name: {shape: [n]}} is 3
constexpr std::size_t kMaxDimensions = 8;

[[noreturn]] void complain(const std::string& what) {
  throw Error(ErrorCode::kInvalidArgument, "weights.safetensors: " + what);
}

std::uint64_t unsigned_number(const Json& value, const std::string& where) {
  if (!value.is_number_unsigned()) complain(where + ": expected a whole number that is not negative");
  return value.get<std::uint64_t>();
}

Json parse_header(std::string_view text) {
  // The callback refuses deep nesting while parsing, before anything is built from it.
  const auto shallow = [](int depth, Json::parse_event_t, Json&) {
    if (depth > kMaxHeaderDepth) complain("the header is nested too deeply");
    return true;
  };
  try {
    Json header = Json::parse(text, shallow);
    if (!header.is_object()) complain("the header is not a JSON object");
    return header;
  } catch (const Json::exception&) {
    complain("the header is not JSON");
  }
}

}  // namespace

Safetensors::Safetensors(std::string_view bytes) {
  if (bytes.size() < kLengthBytes) complain("shorter than its 8-byte header length");
  std::uint64_t header_bytes = 0;
  std::memcpy(&header_bytes, bytes.data(), kLengthBytes);  // little endian on every machine we build for
  if (header_bytes > kMaxHeaderBytes || header_bytes > bytes.size() - kLengthBytes)
    complain("its header would be longer than the file");
  const Json header = parse_header(bytes.substr(kLengthBytes, header_bytes));
  const std::string_view data = bytes.substr(kLengthBytes + header_bytes);
  if (data.size() % sizeof(float) != 0) complain("the data section is no whole number of float32 values");
  values_.resize(data.size() / sizeof(float));
  if (!data.empty()) std::memcpy(values_.data(), data.data(), data.size());

  std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;
  for (const auto& [name, entry] : header.items()) {
    if (name == "__metadata__") continue;
    const std::string where = "tensor '" + name.substr(0, 200) + "'";
    if (!entry.is_object() || !entry.contains("dtype") || !entry.contains("shape") || !entry.contains("data_offsets"))
      complain(where + ": expected dtype, shape and data_offsets");
    if (entry["dtype"] != "F32") complain(where + ": expected dtype F32");
    const Json& shape = entry["shape"];
    const Json& offsets = entry["data_offsets"];
    if (!shape.is_array() || shape.size() > kMaxDimensions) complain(where + ": expected a shape of at most 8 numbers");
    if (!offsets.is_array() || offsets.size() != 2) complain(where + ": expected two data_offsets");
    const std::uint64_t begin = unsigned_number(offsets[0], where);
    const std::uint64_t end = unsigned_number(offsets[1], where);
    if (begin > end || end > data.size() || begin % sizeof(float) != 0 || end % sizeof(float) != 0)
      complain(where + ": data_offsets outside the data section");
    TensorView tensor;
    std::uint64_t count = 1;
    for (const Json& dimension : shape) {
      const std::uint64_t size = unsigned_number(dimension, where);
      // A count above the values there are cannot fit, and stopping here keeps the product from overflowing.
      if (size > values_.size() || (size != 0 && count > values_.size() / size))
        complain(where + ": its shape does not fit its bytes");
      count *= size;
      tensor.shape.push_back(static_cast<std::int64_t>(size));
    }
    if (count * sizeof(float) != end - begin) complain(where + ": its shape does not fit its bytes");
    tensor.values = std::span<const float>(values_).subspan(begin / sizeof(float), count);
    if (!std::all_of(tensor.values.begin(), tensor.values.end(), [](float v) { return std::isfinite(v); }))
      complain(where + ": a value is not a finite number");
    if (count != 0) ranges.emplace_back(begin, end);
    tensors_.emplace(name, std::move(tensor));
  }
  std::sort(ranges.begin(), ranges.end());
  std::uint64_t covered = 0;
  for (const auto& [begin, end] : ranges) {
    if (begin != covered) complain("tensors overlap, or bytes belong to none");
    covered = end;
  }
  if (covered != data.size()) complain("bytes after the last tensor");
}

const TensorView* Safetensors::find(std::string_view name) const {
  const auto found = tensors_.find(name);
  return found == tensors_.end() ? nullptr : &found->second;
}

}  // namespace furui
