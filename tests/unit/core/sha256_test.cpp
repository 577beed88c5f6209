// SHA-256 against the examples of its standard.
#include "core/sha256.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <utility>

namespace furui {
namespace {

TEST(Sha256, EqualsTheStandardsExamples) {
  EXPECT_EQ(to_hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(to_hex(sha256(std::string(1'000'000, 'a'))), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, OfPiecesEqualsOfTheWhole) {
  const std::string bytes = "a molecule\0with a zero byte and \xff" + std::string(200, 'C');
  for (std::size_t cut = 0; cut <= bytes.size(); cut += 7) {
    Sha256Stream stream;
    stream.update(std::string_view(bytes).substr(0, cut));
    stream.update("");
    stream.update(std::string_view(bytes).substr(cut));
    EXPECT_EQ(stream.finish(), sha256(bytes));
  }
}

TEST(Sha256, AStreamSurvivesBeingMoved) {
  Sha256Stream first;
  first.update("ab");
  Sha256Stream second(std::move(first));
  second.update("c");
  EXPECT_EQ(second.finish(), sha256("abc"));
}

TEST(Sha256, AnEndedStreamSaysSo) {
  Sha256Stream stream;
  stream.update("abc");
  stream.finish();
  EXPECT_THROW(stream.finish(), std::logic_error);
  EXPECT_THROW(stream.update("d"), std::logic_error);
}

}  // namespace
}  // namespace furui
