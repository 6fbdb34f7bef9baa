#include "render/number.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <limits>
#include <random>

namespace attn::number_test {

std::string fixed(float value, int decimals = 4) {
  return NumberFormat({1.0F}, decimals)(value);
}

TEST(NumberFormat, RoundsToItsDecimals) {
  EXPECT_EQ(fixed(0.95440006F), "0.9544");
  EXPECT_EQ(fixed(-0.07394F), "-0.0739");
  EXPECT_EQ(fixed(1000), "1000.0000");
  EXPECT_EQ(fixed(0.99999F), "1.0000");
  EXPECT_EQ(fixed(2.5F, 0), "2");
  EXPECT_EQ(fixed(3.5F, 0), "4");
}

TEST(NumberFormat, NeverPrintsNegativeZero) {
  EXPECT_EQ(fixed(-0.0F), "0.0000");
  EXPECT_EQ(fixed(-0.00001F), "0.0000");
}

TEST(NumberFormat, KnowsInfinityAndNan) {
  EXPECT_EQ(fixed(std::numeric_limits<float>::infinity()), "inf");
  EXPECT_EQ(fixed(-std::numeric_limits<float>::infinity()), "-inf");
  EXPECT_EQ(fixed(std::nanf("")), "nan");
}

TEST(NumberFormat, TurnsToExponentsForAWholeTensor) {
  const NumberFormat large({1.0F, 2.5e6F}, 2);
  EXPECT_EQ(large(1.0F), "1.00e+00");
  EXPECT_EQ(large(2.5e6F), "2.50e+06");
  EXPECT_EQ(large(0), "0");
  const NumberFormat small({1e-7F, 0}, 4);
  EXPECT_EQ(small(1e-7F), "1.0000e-07");
  const NumberFormat mixed({1e-7F, 0.5F}, 4);
  EXPECT_EQ(mixed(1e-7F), "0.0000");
}

TEST(NumberFormat, WritesWholeNumbersInFull) {
  const NumberFormat counts({10, 51200000000.0F}, 0);
  EXPECT_EQ(counts(10), "10");
  EXPECT_EQ(counts(51200000000.0F), "51200000000");
  EXPECT_EQ(NumberFormat({562949953421312.0F}, 0)(562949953421312.0F), "562949953421312");
  EXPECT_EQ(NumberFormat({2e15F}, 0)(2e15F), "2e+15");
}

TEST(NumberFormat, AgreesWithPrintfForRandomNumbers) {
  std::mt19937 random(7);
  std::uniform_real_distribution<float> exponent(-9, 5.9F);
  for (int i = 0; i < 200000; ++i) {
    const float value = (random() % 2 ? 1.0F : -1.0F) * std::pow(10.0F, exponent(random));
    const int decimals = static_cast<int>(random() % (NumberFormat::max_decimals + 1));
    char expected[64];
    std::snprintf(expected, sizeof expected, "%.*f", decimals, static_cast<double>(value));
    std::string text = expected;
    if (text.find_first_not_of("-0.") == std::string::npos && text[0] == '-') text.erase(0, 1);
    ASSERT_EQ(fixed(value, decimals), text) << value;
  }
}

}  // namespace attn::number_test
