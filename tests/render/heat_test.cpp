#include "render/heat.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace attn::heat_test {

constexpr float infinity = std::numeric_limits<float>::infinity();

TEST(Contrast, IsThatOfTheGuidelines) {
  EXPECT_NEAR(contrast({0, 0, 0}, {255, 255, 255}), 21, 1e-9);
  EXPECT_NEAR(contrast({255, 255, 255}, {255, 255, 255}), 1, 1e-9);
  EXPECT_NEAR(contrast({119, 119, 119}, {255, 255, 255}), 4.48, 0.01);
}

TEST(Heat, NumbersAreReadableOnEveryBackground) {
  for (const auto kind : {Heat::Kind::share, Heat::Kind::above, Heat::Kind::below,
                          Heat::Kind::masked, Heat::Kind::not_a_number}) {
    for (int level = 0; level <= Heat::levels; ++level) {
      for (const Ground ground : {Ground::light, Ground::dark, Ground::unknown}) {
        const auto [text, background] = colors_of({kind, level}, ground);
        EXPECT_GE(contrast(text, background), 4.5);
      }
      const Rgb background = color_of_256(background_of_256({kind, level}));
      EXPECT_GE(contrast(color_of_256(231), background), 4.5) << level;
    }
  }
}

TEST(Heat, HigherLevelsStandOutMore) {
  for (const auto kind : {Heat::Kind::share, Heat::Kind::above, Heat::Kind::below}) {
    for (const Ground ground : {Ground::light, Ground::dark}) {
      const Rgb page = colors_of({kind, 0}, ground).background;
      for (int level = 1; level <= Heat::levels; ++level) {
        EXPECT_GT(contrast(page, colors_of({kind, level}, ground).background),
                  contrast(page, colors_of({kind, level - 1}, ground).background));
      }
    }
  }
}

TEST(HeatScale, SharesHaveOneScaleForAllTensors) {
  const HeatScale scale(Tensor({3}, {0, 0.25F, 0.5F}));
  EXPECT_EQ(scale(0.5F).kind, Heat::Kind::share);
  EXPECT_EQ(scale(0.5F).level, Heat::levels / 2);
  EXPECT_EQ(scale(0).level, 0);
}

TEST(HeatScale, SignedNumbersHaveTwoSidesUpToTheLargest) {
  const HeatScale scale(Tensor({4}, {-4, 2, infinity, -infinity}));
  EXPECT_EQ(scale(-4).kind, Heat::Kind::below);
  EXPECT_EQ(scale(-4).level, Heat::levels);
  EXPECT_EQ(scale(2).kind, Heat::Kind::above);
  EXPECT_EQ(scale(2).level, Heat::levels / 2);
  EXPECT_EQ(scale(infinity).level, Heat::levels);
}

TEST(HeatScale, MaskedCellsAndNanAreMarkedAsSuch) {
  const HeatScale scale(Tensor({2}, {-infinity, NAN}));
  EXPECT_EQ(scale(-infinity).kind, Heat::Kind::masked);
  EXPECT_EQ(scale(NAN).kind, Heat::Kind::not_a_number);
}

}  // namespace attn::heat_test
