// expat fed from a ZIP's part; exceptions are carried around its C frames.
#include "intake/xml_part.h"

#include <expat.h>

#include <exception>
#include <memory>
#include <new>

#include "core/error.h"  // for Error

namespace furui {
namespace {

constexpr std::uint64_t kMaxTokenBytes = std::uint64_t{4} << 20;  // a tag with its attributes

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

struct Context {
  XML_Parser parser;
  XmlHandler& handler;
  std::exception_ptr failure;
};

template <typename Call>
void guarded(void* user, Call call) {
  auto& context = *static_cast<Context*>(user);
  if (context.failure) return;
  try {
    call(context.handler);
  } catch (...) {
    context.failure = std::current_exception();
    XML_StopParser(context.parser, XML_FALSE);
  }
}

void on_start(void* user, const char* name, const char** attributes) {
  guarded(user, [&](XmlHandler& handler) { handler.start(local_name(name), XmlAttributes(attributes)); });
}
void on_end(void* user, const char* name) {
  guarded(user, [&](XmlHandler& handler) { handler.end(local_name(name)); });
}
void on_text(void* user, const char* characters, int size) {
  guarded(user, [&](XmlHandler& handler) { handler.text({characters, static_cast<std::size_t>(size)}); });
}
void on_doctype(void* user, const char*, const char*, const char*, int) {
  guarded(user, [](XmlHandler&) {
    throw Error(ErrorCode::kInvalidArgument,
                "the XLSX file declares a document type, which no spreadsheet program "
                "does; save it anew");
  });
}

}  // namespace

std::string_view XmlAttributes::operator[](std::string_view name) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
    if (local_name(pair[0]) == name) return pair[1];
  }
  return {};
}

void parse_xml_part(ZipArchive& archive, const std::string& name, XmlHandler& handler) {
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreate(nullptr),
                                                                            XML_ParserFree);
  if (!parser) throw std::bad_alloc();
  Context context{parser.get(), handler, nullptr};
  XML_SetUserData(parser.get(), &context);
  XML_SetElementHandler(parser.get(), on_start, on_end);
  XML_SetCharacterDataHandler(parser.get(), on_text);
  XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
  std::uint64_t fed = 0;
  const auto feed = [&](std::string_view bytes, bool last) {
    fed += bytes.size();
    const XML_Status status =
        XML_Parse(parser.get(), bytes.data(), static_cast<int>(bytes.size()), last ? 1 : 0);
    if (context.failure) std::rethrow_exception(context.failure);
    const XML_Index parsed = XML_GetCurrentByteIndex(parser.get());
    const bool stuck = !last && parsed >= 0 && fed - static_cast<std::uint64_t>(parsed) > kMaxTokenBytes;
    if (status == XML_STATUS_OK && !stuck) return;
    throw Error(ErrorCode::kInvalidArgument,
                "the XLSX file is damaged: its part '" + name + "' is no well-formed XML (line " +
                    std::to_string(XML_GetCurrentLineNumber(parser.get())) + "); save it anew");
  };
  archive.read(name, [&](std::string_view bytes) { feed(bytes, false); });
  feed({}, true);
}

}  // namespace furui
