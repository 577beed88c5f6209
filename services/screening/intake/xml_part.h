// The XML of one part of an XLSX as a stream of elements.
#pragma once

#include <string>
#include <string_view>

#include "intake/zip_archive.h"  // for ZipArchive, where parts are

namespace furui {

/// The attributes of an element.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
  /// Value of the attribute of this name, its namespace prefix left out; empty where there is none.
  std::string_view operator[](std::string_view name) const;

 private:
  const char** pairs_;
};

/// What a reader of XML does at each event. Names come without their namespace prefix.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void start(std::string_view element, const XmlAttributes& attributes) = 0;
  virtual void end(std::string_view /*element*/) {}
  virtual void text(std::string_view /*characters*/) {}
};

/// Parses a part. No document type is allowed, so no entity can grow.
///
/// throws Error{INVALID_ARGUMENT} for XML that is not well-formed; what ZipArchive::read and the handler throw
void parse_xml_part(ZipArchive& archive, const std::string& name, XmlHandler& handler);

}  // namespace furui
