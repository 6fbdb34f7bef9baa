#include "lesson/suggest.h"

#include <gtest/gtest.h>

#include <array>

namespace attn::suggest_test {

constexpr std::array<std::string_view, 4> words = {"run", "list", "--seed", "--format"};

TEST(DidYouMean, FindsTheNearestWord) {
  EXPECT_EQ(did_you_mean("ru", words), "run");
  EXPECT_EQ(did_you_mean("lst", words), "list");
  EXPECT_EQ(did_you_mean("--fromat", words), "--format");
}

TEST(DidYouMean, TakesExchangedLettersForOneSlip) {
  EXPECT_EQ(did_you_mean("rnu", words), "run");
  EXPECT_EQ(did_you_mean("lsit", words), "list");
  EXPECT_EQ(did_you_mean("--sede", words), "--seed");
  EXPECT_EQ(did_you_mean("nur", words), std::nullopt) << "not neighbours";
}

TEST(DidYouMean, SaysNothingWhenNothingIsNear) {
  EXPECT_EQ(did_you_mean("frobnicate", words), std::nullopt);
  EXPECT_EQ(did_you_mean(std::string(5000, 'x'), words), std::nullopt);
}

}  // namespace attn::suggest_test
