// minizip over bytes in memory.
#include "intake/zip_archive.h"

#include <minizip/unzip.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "core/error.h"  // for Error

namespace furui {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{64} << 10;
constexpr int kIgnoreCase = 2;  // minizip/unzip.h, unzLocateFile

struct MemoryFile {
  std::string_view bytes;
  std::uint64_t at = 0;
};

// minizip's callbacks; `opaque` and `stream` are the MemoryFile.
voidpf open_file(voidpf opaque, const void*, int) {
  return opaque;
}

uLong read_file(voidpf, voidpf stream, void* out, uLong size) {
  auto& file = *static_cast<MemoryFile*>(stream);
  const std::uint64_t count = std::min<std::uint64_t>(size, file.bytes.size() - file.at);
  if (count > 0) std::memcpy(out, file.bytes.data() + file.at, count);
  file.at += count;
  return static_cast<uLong>(count);
}

ZPOS64_T tell_file(voidpf, voidpf stream) {
  return static_cast<MemoryFile*>(stream)->at;
}

long seek_file(voidpf, voidpf stream, ZPOS64_T offset, int origin) {
  auto& file = *static_cast<MemoryFile*>(stream);
  const std::uint64_t base = origin == ZLIB_FILEFUNC_SEEK_CUR   ? file.at
                             : origin == ZLIB_FILEFUNC_SEEK_END ? file.bytes.size()
                                                                : 0;
  if (base + offset > file.bytes.size() || base + offset < base) return -1;
  file.at = base + offset;
  return 0;
}

int close_file(voidpf, voidpf) {
  return 0;
}
int error_of_file(voidpf, voidpf) {
  return 0;
}

[[noreturn]] void refuse_damaged(const std::string& what) {
  throw Error(ErrorCode::kInvalidArgument, "the XLSX or ZIP file is damaged or cut off (" + what +
                                               "); copy or upload it again, or save it anew");
}

}  // namespace

struct ZipArchive::Reader {
  MemoryFile file;
  unzFile zip = nullptr;
  std::uint64_t left = 0;
  std::uint64_t limit = 0;

  ~Reader() {
    if (zip != nullptr) unzClose(zip);
  }
};

ZipArchive::ZipArchive(std::string_view bytes, std::uint64_t max_inflated_bytes)
    : reader_(std::make_unique<Reader>()) {
  reader_->file.bytes = bytes;
  reader_->left = reader_->limit = max_inflated_bytes;
  zlib_filefunc64_def calls{};
  calls.zopen64_file = open_file;
  calls.zread_file = read_file;
  calls.ztell64_file = tell_file;
  calls.zseek64_file = seek_file;
  calls.zclose_file = close_file;
  calls.zerror_file = error_of_file;
  calls.opaque = &reader_->file;
  reader_->zip = unzOpen2_64("", &calls);
  if (reader_->zip == nullptr) refuse_damaged("its directory is missing");
}

ZipArchive::~ZipArchive() = default;

bool ZipArchive::contains(const std::string& name) const {
  return unzLocateFile(reader_->zip, name.c_str(), kIgnoreCase) == UNZ_OK;
}

void ZipArchive::read(const std::string& name, const std::function<void(std::string_view)>& piece) {
  const unzFile zip = reader_->zip;
  if (!contains(name)) refuse_damaged("its part '" + name + "' is missing");
  unz_file_info64 about{};
  unzGetCurrentFileInfo64(zip, &about, nullptr, 0, nullptr, 0, nullptr, 0);
  if ((about.flag & 1U) != 0) {
    throw Error(ErrorCode::kInvalidArgument, "the XLSX or ZIP file is encrypted; save it without a password");
  }
  if (unzOpenCurrentFile(zip) != UNZ_OK) refuse_damaged("its part '" + name + "' cannot be read");
  const auto close = [](void* file) { unzCloseCurrentFile(file); };
  std::unique_ptr<void, decltype(close)> closer(zip, close);
  std::vector<char> buffer(kPieceBytes);
  for (;;) {
    const int count = unzReadCurrentFile(zip, buffer.data(), static_cast<unsigned>(buffer.size()));
    if (count < 0) refuse_damaged("its part '" + name + "' does not unpack");
    if (count == 0) break;
    const auto size = static_cast<std::size_t>(count);
    if (size > reader_->left) {
      throw Error(ErrorCode::kResourceExhausted,
                  "the XLSX file unpacks to more than " + std::to_string(reader_->limit) +
                      " bytes; send the list as CSV, or raise the limit of unpacked bytes");
    }
    reader_->left -= size;
    piece({buffer.data(), size});
  }
  closer.release();
  if (unzCloseCurrentFile(zip) == UNZ_CRCERROR)
    refuse_damaged("the checksum of its part '" + name + "' is wrong");
}

}  // namespace furui
