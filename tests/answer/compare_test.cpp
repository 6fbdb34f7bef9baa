#include "answer/compare.h"

#include <gtest/gtest.h>

#include <limits>

namespace attn::compare_test {

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
  EXPECT_EQ(written("[0.2098, 0.1385]").fit(vector({0.20987F, 0.13856F})), Fit::cut_off);
  EXPECT_FALSE(written("[0.2098, 0.1385]").matches(vector({0.20987F, 0.13846F})));
  EXPECT_TRUE(written("[0.2098]").matches(vector({0.20985F})));
  EXPECT_EQ(written("[0.2098, 0.1385]").differing(vector({0.3F, 0.1385F})), std::vector<Size>{0});
  EXPECT_EQ(written("[0.2, 0.1]").differing(vector({0.7F, 0.6F})), (std::vector<Size>{0, 1}));
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
  EXPECT_TRUE(cut.matches(x));
  EXPECT_EQ(cut.fit(x), Fit::cut_off);
  EXPECT_EQ(cut.fit(vector({0.21F, 0.1385F})), Fit::none);
}

TEST(WrittenTensor, IsNeverAWholeUnitOffEitherWay) {
  EXPECT_EQ(written("[0.16, 0.23]").fit(vector({0.15F, 0.2264F})), Fit::none);
  EXPECT_EQ(written("[0.14, 0.23]").fit(vector({0.15F, 0.2264F})), Fit::none);
  EXPECT_EQ(written("[0.1, 0.3]").fit(vector({0.15F, 0.2264F})), Fit::none);
  EXPECT_EQ(written("tensor(0.9)").fit(scalar(1)), Fit::none);
  EXPECT_EQ(written("[1.1, 0.9]").fit(vector({1, 1})), Fit::none);
}

TEST(WrittenTensor, MayBeRoundedEitherWayFromTheMiddle) {
  for (const char* text : {"[0.12, 0.38]", "[0.13, 0.37]", "[0.12, 0.37]", "[0.13, 0.38]"}) {
    EXPECT_EQ(written(text).fit(vector({0.125F, 0.375F})), Fit::rounded) << text;
  }
  // Just below and above the middle, within what float32 may differ by.
  EXPECT_EQ(written("[0.15, 0.25]").fit(vector({0.145F - 1.9e-6F, 0.255F + 1.9e-6F})),
            Fit::rounded);
  EXPECT_EQ(written("[0.15, 0.25]").fit(vector({0.145F - 4e-6F, 0.25F})), Fit::none);
}

TEST(WrittenTensor, IsCutOffTowardZeroFromThreeDecimalsOn) {
  EXPECT_EQ(written("[0.209, -0.138]").fit(vector({0.2099F, -0.1389F})), Fit::cut_off);
  EXPECT_EQ(written("[0.209, -0.139]").fit(vector({0.2099F, -0.1381F})), Fit::none);
  EXPECT_EQ(written("[0.20, 0.13]").fit(vector({0.2099F, 0.1389F})), Fit::none);
  EXPECT_EQ(written("[0.000, -0.000]").fit(vector({0.0009F, -0.0009F})), Fit::cut_off);
  // Some cut off and some rounded up is neither.
  EXPECT_EQ(written("[0.209, 0.139]").fit(vector({0.2099F, 0.1386F})), Fit::none);
}

TEST(WrittenTensor, HasDecimalsOrSignificantDigitsInCommon) {
  // As C++ streams write six significant digits.
  EXPECT_EQ(written("[1.13897, 0.0566341]").fit(vector({1.138974F, 0.05663412F})), Fit::rounded);
  EXPECT_EQ(written("[12.346, 0.10000]").fit(vector({12.34567F, 0.1F})), Fit::rounded);
  EXPECT_EQ(written("[1.2098e-03, 2.5000e+01]").fit(vector({1.2098e-3F, 25.0004F})), Fit::rounded);
  EXPECT_EQ(written("[1.2098e-03, 2.5000e+01]").fit(vector({1.2098e-3F, 25.0012F})), Fit::none);
  // As Python writes what it rounded to five places.
  EXPECT_EQ(written("[1e-05, 0.2098, 1.5]").fit(vector({1.3e-5F, 0.209803F, 1.500004F})),
            Fit::rounded);
  EXPECT_EQ(written("[0.0001, 1.0]").fit(vector({0.0001F, 0.97F})), Fit::none);
}

TEST(WrittenTensor, MayBeRoundedFurtherByHandButNotToAPlainNumber) {
  EXPECT_EQ(written("[0.21, 0.2006, 0.198]").fit(vector({0.2098F, 0.20062F, 0.19812F})),
            Fit::rounded);
  EXPECT_EQ(written("[0.21, 0.2006]").fit(vector({0.2162F, 0.2006F})), Fit::none);
  EXPECT_EQ(written("[0, 0.2006]").fit(vector({0.04F, 0.2006F})), Fit::none);
  EXPECT_EQ(written("[1.0, 0.2006]").fit(vector({0.98F, 0.2006F})), Fit::none);
  EXPECT_EQ(written("[0.25, 0.2006]").fit(vector({0.2498F, 0.2006F})), Fit::none);
}

TEST(WrittenTensor, MayHaveBeenRoundedBeforeItWasPrinted) {
  const WrittenTensor two = written("[0.2100, 0.1400, 0.2000]");
  EXPECT_EQ(two.fit(vector({0.2098F, 0.1385F, 0.2006F})), Fit::rounded);
  EXPECT_EQ(two.rounded_earlier(vector({0.2098F, 0.1385F, 0.2006F})), 2);
  EXPECT_EQ(two.rounded_earlier(vector({0.21F, 0.14F, 0.2F})), std::nullopt);
  EXPECT_EQ(two.fit(vector({0.2162F, 0.1385F, 0.2006F})), Fit::none);
  EXPECT_EQ(written("[2.1000e-01, 4.0000e-02]").fit(vector({0.2098F, 0.0385F})), Fit::rounded);
  // What programs give without rounding is taken as it stands.
  EXPECT_EQ(written("[0.2000, 0.2000, 0.2000]").fit(vector({0.2012F, 0.1988F, 0.2003F})),
            Fit::none);
  EXPECT_EQ(written("[0.2500, 0.7500]").fit(vector({0.2512F, 0.7488F})), Fit::none);
  EXPECT_EQ(written("[1.0000, 1.0000]").fit(vector({0.98F, 0.97F})), Fit::none);
  EXPECT_EQ(written("[0.0000, 0.0000]").fit(vector({0.004F, 0.003F})), Fit::none);
}

TEST(WrittenTensor, IsAsCoarseAsItsType) {
  const auto of_type = [](const char* type) {
    Answer answer = read_answers({"[0.2002, 0.1982, 12.5625]", "answer.txt"}).front();
    answer.dtype = type;
    return WrittenTensor(answer);
  };
  const Tensor x = vector({0.2006F, 0.1981F, 12.53F});
  EXPECT_EQ(of_type("").fit(x), Fit::none);
  EXPECT_EQ(of_type("float32").fit(x), Fit::none);
  EXPECT_NE(of_type("bfloat16").fit(x), Fit::none);
  EXPECT_EQ(of_type("bfloat16").coarse_type(), "bfloat16");
  EXPECT_EQ(of_type("float16").fit(x), Fit::none);
  EXPECT_NE(of_type("float16").fit(vector({0.2002F, 0.19825F, 12.559F})), Fit::none);
  EXPECT_EQ(of_type("bfloat16").fit(vector({0.2098F, 0.1981F, 12.53F})), Fit::none);
}

TEST(WrittenTensor, HidesByAnyNumberFarBelowTheOthers) {
  const Tensor masked = vector({0.29F, -infinity, -infinity});
  for (const char* text :
       {"[2.9000e-01, -1.0000e+09, -1.0000e+09]", "[0.29, -1e20, -1e20]",
        "[0.29, -3.4028e+38, -3.4028e+38]", "[0.29, -10000.0, -9999.7]", "[0.29, -inf, -1e9]"}) {
    EXPECT_NE(written(text).fit(masked), Fit::none) << text;
  }
  for (const char* text : {"[0.29, 1e9, 1e9]", "[0.29, -5.0, -5.0]", "[0.29, 0.0, 0.0]",
                           "[0.29, inf, inf]", "[-1e9, -1e9, -1e9]", "[0.29, nan, nan]"}) {
    EXPECT_EQ(written(text).fit(masked), Fit::none) << text;
  }
  // Among large numbers -1000 is one of them.
  EXPECT_EQ(written("[290.0, -1000.0]").fit(vector({290, -infinity})), Fit::none);
  EXPECT_EQ(written("[0.29, -1e9]").fit(vector({0.29F, -3})), Fit::none);
}

TEST(WrittenTensor, TellsWhichCellsDiffer) {
  EXPECT_EQ(written("[0.2098, 0.1385, 0.3]").differing(vector({0.2098F, 0.15F, 0.3F})),
            std::vector<Size>{1});
  // The digits are taken in the way in which fewest differ.
  EXPECT_EQ(written("[0.2100, 0.1400, 0.3300, 0.7800]")
                .differing(vector({0.2098F, 0.1385F, 0.3F, 0.7791F})),
            std::vector<Size>{2});
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

}  // namespace attn::compare_test
