// Arrays that nobody fills before they are written.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>

namespace furui {

/// n plain elements, which begin undefined: to fill a large vector takes longer than much of what is then done with it.
template <typename T>
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(std::size_t n) : elements_(std::make_unique_for_overwrite<T[]>(n)), size_(n) {}

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T* data() { return elements_.get(); }
  const T* data() const { return elements_.get(); }
  T* begin() { return data(); }
  T* end() { return data() + size_; }
  const T* begin() const { return data(); }
  const T* end() const { return data() + size_; }
  T& operator[](std::size_t i) { return elements_[i]; }
  const T& operator[](std::size_t i) const { return elements_[i]; }

  void swap(Buffer& other) {
    elements_.swap(other.elements_);
    std::swap(size_, other.size_);
  }

 private:
  std::unique_ptr<T[]> elements_;
  std::size_t size_ = 0;
};

}  // namespace furui
