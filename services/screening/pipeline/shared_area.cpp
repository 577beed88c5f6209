// The area is a sealed memfd: no name, no file, gone with the last process that maps it.
#include "pipeline/shared_area.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>

namespace furui {
namespace {

constexpr std::size_t kPage = 4096;
static_assert(sizeof(ReaderProgress) <= kPage);

}  // namespace

std::size_t SharedArea::bytes() const { return kPage + kSlots * (sizes_.question_bytes + sizes_.answer_bytes); }

SharedArea SharedArea::create(const AreaSizes& sizes) {
  SharedArea shape;
  shape.sizes_ = sizes;
  FileDescriptor file(memfd_create("furui-reader", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!file.open() || ftruncate(file.number(), static_cast<off_t>(shape.bytes())) != 0 ||
      fcntl(file.number(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
    throw std::runtime_error(std::string("no memory to share with a reader: ") + std::strerror(errno));
  }
  SharedArea area = map(std::move(file), sizes);
  new (area.base_) ReaderProgress();
  return area;
}

SharedArea SharedArea::map(FileDescriptor file, const AreaSizes& sizes) {
  SharedArea area;
  area.sizes_ = sizes;
  void* base = mmap(nullptr, area.bytes(), PROT_READ | PROT_WRITE, MAP_SHARED, file.number(), 0);
  if (base == MAP_FAILED) {
    throw std::runtime_error(std::string("cannot map memory shared with a reader: ") + std::strerror(errno));
  }
  area.base_ = static_cast<char*>(base);
  area.file_ = std::move(file);
  return area;
}

SharedArea::~SharedArea() {
  if (base_) munmap(base_, bytes());
}

SharedArea& SharedArea::operator=(SharedArea&& other) noexcept {
  std::swap(file_, other.file_);
  std::swap(sizes_, other.sizes_);
  std::swap(base_, other.base_);
  return *this;
}

char* SharedArea::questions(std::uint32_t slot) const { return base_ + kPage + slot * sizes_.question_bytes; }

char* SharedArea::answers(std::uint32_t slot) const {
  return base_ + kPage + kSlots * sizes_.question_bytes + slot * sizes_.answer_bytes;
}

}  // namespace furui
