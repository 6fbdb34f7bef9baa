#include "answer/compare.h"

#include <gtest/gtest.h>

#include <limits>

namespace attn {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float nan = std::numeric_limits<float>::quiet_NaN();

WrittenTensor written(std::string_view text) {
  return WrittenTensor(read_answers({text, "answer.txt"}).front());
}

Tensor vector(std::vector<float> values) {
  const auto size = static_cast<Size>(values.size());
  return Tensor({size}, std::move(values));
}

TEST(WrittenTensor, IsWithinHalfOfItsLastDigit) {
  EXPECT_TRUE(written("[0.2098, 0.1385]").matches(vector({0.20984F, 0.13846F})));
  EXPECT_FALSE(written("[0.2098, 0.1385]").matches(vector({0.20987F, 0.1385F})));
  EXPECT_TRUE(written("[0.2098]").matches(vector({0.20985F})));
  EXPECT_EQ(written("[0.2098, 0.1385]").differences(vector({0.3F, 0.1385F}), 1, 2), 1);
  EXPECT_EQ(written("[0.2, 0.1]").differences(vector({0.7F, 0.6F}), 1, 2), 2);
  EXPECT_EQ(written("[0.2, 0.1]").differences(vector({0.7F, 0.6F}), 1, 1), 1);
}

TEST(WrittenTensor, ZerosLeftOffAtTheEndCountAsWritten) {
  // As in JSON lists: 0.5 next to 0.2098 is 0.5000.
  EXPECT_FALSE(written("[0.2098, 0.5]").matches(vector({0.2098F, 0.51F})));
  EXPECT_TRUE(written("[0.2098, 0.5]").matches(vector({0.2098F, 0.50004F})));
}

TEST(WrittenTensor, WholeNumbersAreExact) {
  EXPECT_TRUE(written("[1., 2.]").matches(vector({1, 2})));
  EXPECT_FALSE(written("[1., 2.]").matches(vector({1.2F, 2})));
  EXPECT_FALSE(written("[1, 2]").matches(vector({1.2F, 2})));
  EXPECT_FALSE(written("[1.0, 2.0]").matches(vector({1.04F, 2})));
  EXPECT_TRUE(written("[1.0, 2.5]").matches(vector({1.04F, 2.46F})));
  EXPECT_TRUE(written("[True, False]").matches(vector({1, 0})));
}

TEST(WrittenTensor, ExponentsMoveTheLastDigit) {
  EXPECT_TRUE(written("[1.25e+03]").matches(vector({1254})));
  EXPECT_FALSE(written("[1.25e+03]").matches(vector({1256})));
  EXPECT_TRUE(written("[1.2500e-01, 3.0000e+00]").matches(vector({0.125F, 3})));
  EXPECT_FALSE(written("[1.2500e-01]").matches(vector({0.12502F})));
}

TEST(WrittenTensor, InfinityAndNanAreOnlyThemselves) {
  EXPECT_TRUE(written("[0.1, -inf]").matches(vector({0.1F, -infinity})));
  EXPECT_FALSE(written("[0.1, -inf]").matches(vector({0.1F, infinity})));
  EXPECT_FALSE(written("[0.1, -inf]").matches(vector({0.1F, -1e30F})));
  EXPECT_FALSE(written("[0.1, 5.0]").matches(vector({0.1F, infinity})));
  EXPECT_TRUE(written("[0.1, nan]").matches(vector({0.1F, nan})));
  EXPECT_FALSE(written("[0.1, nan]").matches(vector({0.1F, 0})));
  EXPECT_FALSE(written("[0.1, 0.0]").matches(vector({0.1F, nan})));
}

TEST(WrittenTensor, MayBeCutOffInsteadOfRounded) {
  const WrittenTensor cut = written("[0.2098, 0.1385]");
  const Tensor x = vector({0.20988F, 0.13859F});
  EXPECT_FALSE(cut.matches(x));
  EXPECT_TRUE(cut.matches_cut_off(x));
  EXPECT_FALSE(cut.matches_cut_off(vector({0.21F, 0.1385F})));
}

TEST(WrittenTensor, InBracketsHasItsShape) {
  const WrittenTensor row = written("[[0.1, 0.2]]");
  EXPECT_TRUE(row.fits({1, 2}));
  EXPECT_FALSE(row.fits({2}));
  EXPECT_FALSE(row.fits({2, 1}));
  EXPECT_FALSE(written("tensor(0.5)").fits({1}));
}

TEST(WrittenTensor, InATableMayBeAVectorOrSlices) {
  EXPECT_TRUE(written("0.1 0.2 0.3").fits({3}));
  EXPECT_TRUE(written("0.1\n0.2\n0.3").fits({3}));
  EXPECT_TRUE(written("0.1 0.2 0.3").fits({1, 3}));
  EXPECT_TRUE(written("x = 0.5").fits({}));
  const WrittenTensor slices = written("1 2\n3 4\n5 6\n7 8\n");
  EXPECT_TRUE(slices.fits({2, 2, 2}));
  EXPECT_TRUE(slices.fits({1, 4, 2}));
  EXPECT_FALSE(slices.fits({2, 1, 4}));
  EXPECT_FALSE(slices.fits({2, 4}));
  EXPECT_FALSE(slices.fits({8}));
}

TEST(WrittenTensor, TellsItsValuesEvenIfTheOtherIsTransposed) {
  const Tensor x({2, 3}, {1.5F, 2.5F, 3.5F, 4.5F, 5.5F, 6.5F});
  EXPECT_TRUE(written("[[1.50, 2.50, 3.50], [4.50, 5.50, 6.50]]").matches(x));
}

TEST(WrittenTensor, InformationGrowsWithDigits) {
  EXPECT_NEAR(written("[0.5000]").information(), 3.7, 0.05);
  EXPECT_NEAR(written("[0.5000, 0.2500]").information(), 7.1, 0.1);
  // What was seen before, zeros and what is not finite tell little.
  EXPECT_NEAR(written("[0.5000, 0.5000]").information(), 4.0, 0.05);
  EXPECT_NEAR(written("[0.0000, 0.0000]").information(), 0.6, 1e-9);
  EXPECT_NEAR(written("[-inf, nan]").information(), 0.6, 1e-9);
  EXPECT_LT(written("[0.5]").information(), 1.1);
}

}  // namespace
}  // namespace attn
