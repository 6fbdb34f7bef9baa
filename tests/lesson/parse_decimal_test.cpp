#include "lesson/parse_decimal.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <string_view>

namespace attn::parse_decimal_test {

template <class Float>
struct Parsed {
  Float value = -7;
  std::errc error{};
  std::string rest;
};

template <class Float>
Parsed<Float> parse(std::string_view text) {
  Parsed<Float> parsed;
  const char* end = text.data() + text.size();
  const auto [stop, error] = parse_decimal(text.data(), end, parsed.value);
  parsed.error = error;
  parsed.rest.assign(stop, end);
  return parsed;
}

TEST(ParseDecimal, ReadsTheNearestNumber) {
  EXPECT_EQ(parse<float>("0.1").value, 0.1F);
  EXPECT_EQ(parse<double>("-.5e-3").value, -0.0005);
  EXPECT_EQ(parse<double>("5.").value, 5);
  EXPECT_EQ(parse<float>("16777217").value, 16777216.0F);  // half way: to the even one
  EXPECT_EQ(parse<float>("16777217.0000001").value, 16777218.0F);
  EXPECT_TRUE(std::signbit(parse<float>("-0").value));
}

TEST(ParseDecimal, StopsBehindTheNumber) {
  EXPECT_EQ(parse<double>("1.5,2").rest, ",2");
  EXPECT_EQ(parse<double>("1e").rest, "e");
  EXPECT_EQ(parse<double>("1e+").rest, "e+");
  EXPECT_EQ(parse<double>("1.2.3").rest, ".3");
  EXPECT_EQ(parse<double>("0x10").rest, "x10");  // no hexadecimals
  EXPECT_EQ(parse<double>("1_000").rest, "_000");
}

TEST(ParseDecimal, RefusesWhatIsNoNumber) {
  for (const char* text : {"", "+1", " 1", ".", "-", "--1", "e5", "x", "-+1"}) {
    EXPECT_EQ(parse<double>(text).error, std::errc::invalid_argument) << text;
    EXPECT_EQ(parse<float>(text).error, std::errc::invalid_argument) << text;
  }
}

TEST(ParseDecimal, KnowsInfinityAndNan) {
  for (const char* text : {"inf", "INF", "infinity", "Infinity"}) {
    const auto parsed = parse<float>(text);
    EXPECT_EQ(parsed.error, std::errc()) << text;
    EXPECT_EQ(parsed.value, std::numeric_limits<float>::infinity()) << text;
    EXPECT_EQ(parsed.rest, "") << text;
  }
  EXPECT_EQ(parse<double>("-inf").value, -std::numeric_limits<double>::infinity());
  for (const char* text : {"nan", "NaN", "nan(abc)", "-nan"}) {
    EXPECT_EQ(parse<double>(text).error, std::errc()) << text;
    EXPECT_TRUE(std::isnan(parse<double>(text).value)) << text;
    EXPECT_EQ(parse<double>(text).rest, "") << text;
  }
}

template <class Float>
void expect_outside(std::string_view text, Float value) {
  const auto parsed = parse<Float>(text);
  EXPECT_EQ(parsed.error, std::errc::result_out_of_range) << text;
  EXPECT_EQ(parsed.value, value) << text;
  EXPECT_EQ(std::signbit(parsed.value), std::signbit(value)) << text;
}

TEST(ParseDecimal, TellsWhatIsOutOfRangeAndOnWhichSide) {
  constexpr float inf = std::numeric_limits<float>::infinity();
  expect_outside<float>("1e400", inf);
  expect_outside<float>("-3.5e38", -inf);
  expect_outside<float>("3.4028236e38", inf);  // rounds beyond the largest
  expect_outside<float>("1e-400", 0.0F);
  expect_outside<float>("-1e-50", -0.0F);
  expect_outside<float>("0.7e-45", 0.0F);  // nearer to 0 than to the smallest
  expect_outside<float>("1e99999999999999999999", inf);
  expect_outside<double>("1e400", std::numeric_limits<double>::infinity());
  expect_outside<double>("1e-400", 0.0);
  expect_outside<double>(std::string(400, '9'), std::numeric_limits<double>::infinity());
}

TEST(ParseDecimal, TakesTheLargestAndTheSmallestAndZeros) {
  EXPECT_EQ(parse<float>("3.4028235e38").value, std::numeric_limits<float>::max());
  EXPECT_EQ(parse<float>("1e-45").value, std::numeric_limits<float>::denorm_min());
  EXPECT_EQ(parse<float>("1e-40").value, 1e-40F);
  EXPECT_EQ(parse<double>("5e-324").value, std::numeric_limits<double>::denorm_min());
  EXPECT_EQ(parse<double>("1.7976931348623157e308").value, std::numeric_limits<double>::max());
  for (const char* text : {"0", "-0.000", "0e999", "0.0e-999"}) {
    EXPECT_EQ(parse<double>(text).error, std::errc()) << text;
    EXPECT_EQ(parse<double>(text).value, 0) << text;
  }
  EXPECT_EQ(parse<float>("1e-45").error, std::errc());
}

}  // namespace attn::parse_decimal_test
