// Frames and their bodies; each read_ takes exactly what its write_ laid down.
#include "pipeline/split_wire.h"

#include <utility>

#include "pipeline/file_descriptor.h"  // for read_all, write_all

namespace furui {
namespace {

constexpr std::uint32_t kMaxFrameBytes = std::uint32_t{1} << 30;

}  // namespace

bool send_frame(int channel, SplitFrame kind, const std::string& body) {
  const SplitFrameHeader header{kind, static_cast<std::uint32_t>(body.size())};
  return write_all(channel, &header, sizeof header) && write_all(channel, body.data(), body.size());
}

std::optional<SplitFrame> receive_frame(int channel, std::string& body) {
  SplitFrameHeader header;
  if (!read_all(channel, &header, sizeof header) || header.bytes > kMaxFrameBytes) return std::nullopt;
  body.resize(header.bytes);
  if (!read_all(channel, body.data(), body.size())) return std::nullopt;
  return header.kind;
}

void write_file_options(WireWriter& out, const FileOptions& options) {
  out.number(static_cast<std::uint8_t>(options.format));
  out.text(options.file_name);
  out.text(options.structure_column);
  out.text(options.id_column);
  out.text(options.sheet);
  out.number(static_cast<std::uint64_t>(options.max_record_bytes));
  out.number(options.max_inflated_bytes);
}

FileOptions read_file_options(WireReader& in) {
  FileOptions options;
  options.format = static_cast<FileFormat>(in.number<std::uint8_t>());
  options.file_name = in.text();
  options.structure_column = in.text();
  options.id_column = in.text();
  options.sheet = in.text();
  options.max_record_bytes = in.number<std::uint64_t>();
  options.max_inflated_bytes = in.number<std::uint64_t>();
  return options;
}

void write_candidate(WireWriter& out, const Candidate& candidate) {
  out.number(static_cast<std::uint8_t>(candidate.kind));
  out.number(static_cast<std::uint8_t>(candidate.notation));
  out.text(candidate.raw);
  out.text(candidate.id);
  out.texts(candidate.fields);
}

Candidate read_candidate(WireReader& in) {
  Candidate candidate;
  candidate.kind = static_cast<CandidateKind>(in.number<std::uint8_t>());
  candidate.notation = static_cast<Notation>(in.number<std::uint8_t>());
  candidate.raw = in.text();
  candidate.id = in.text();
  candidate.fields = in.texts();
  return candidate;
}

void write_summary(WireWriter& out, const FileSummary& summary) {
  out.number(static_cast<std::uint8_t>(summary.format));
  out.text(summary.encoding);
  out.number(static_cast<std::uint8_t>(summary.gzip));
  out.text(summary.structure_column);
  out.text(summary.id_column);
  out.text(summary.sheet);
  out.number(static_cast<std::uint64_t>(summary.rows));
}

FileSummary read_summary(WireReader& in) {
  FileSummary summary;
  summary.format = static_cast<FileFormat>(in.number<std::uint8_t>());
  summary.encoding = in.text();
  summary.gzip = in.number<std::uint8_t>() != 0;
  summary.structure_column = in.text();
  summary.id_column = in.text();
  summary.sheet = in.text();
  summary.rows = in.number<std::uint64_t>();
  return summary;
}

void write_error(WireWriter& out, const Error& error) {
  out.number(static_cast<std::uint8_t>(error.code()));
  out.text(error.what());
  out.text(error.field());
}

Error read_error(WireReader& in) {
  const auto code = static_cast<ErrorCode>(in.number<std::uint8_t>());
  const std::string message(in.text());
  return Error(code, message).with_field(std::string(in.text()));
}

}  // namespace furui
