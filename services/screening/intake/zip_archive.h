// The parts of a ZIP archive in memory, unpacked piece by piece under one bound.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace furui {

/// An archive to read from, part by part.
class ZipArchive {
 public:
  /// bytes               the archive; must outlive this
  /// max_inflated_bytes  for all parts that are read, together
  /// throws Error{INVALID_ARGUMENT} when the bytes are no whole ZIP
  ZipArchive(std::string_view bytes, std::uint64_t max_inflated_bytes);
  ~ZipArchive();

  /// Whether there is a part of this name, ignoring case as Office does.
  bool contains(const std::string& name) const;

  /// Unpacks a part and gives its bytes in pieces of at most 64 KiB.
  ///
  /// throws Error{INVALID_ARGUMENT} when it is missing, encrypted or damaged; Error{RESOURCE_EXHAUSTED} past the
  ///        bound; what `piece` throws
  void read(const std::string& name, const std::function<void(std::string_view bytes)>& piece);

 private:
  struct Reader;
  std::unique_ptr<Reader> reader_;
};

}  // namespace furui
