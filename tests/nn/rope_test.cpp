#include "nn/rope.h"

#include <gtest/gtest.h>

#include <numbers>

#include "nn/silu.h"
#include "tensor/operations.h"

namespace attn::rope_test {

constexpr auto quarter = static_cast<float>(std::numbers::pi / 2);

/// A place where the first pair makes a quarter turn and the second none, after one with no turns.
const Tensor angles({2, 2}, {0, 0, quarter, 0});
const Tensor x({2, 4}, {1, 2, 3, 4, 1, 2, 3, 4});

TEST(Rope, TurnsNumbersSideBySide) {
  EXPECT_TRUE(allclose(rope(x, angles), Tensor({2, 4}, {1, 2, 3, 4, -2, 1, 3, 4})));
}

TEST(Rope, TurnsTheSamePlacesOfBothHalves) {
  EXPECT_TRUE(allclose(rope_halves(x, angles), Tensor({2, 4}, {1, 2, 3, 4, -3, 2, 1, 4})));
}

TEST(Rope, TurnsHeadsThatLieInAnyOrder) {
  const Tensor heads = transpose(stack({x, x * 2.0F}, 1), 0, 1);  // (2, 2, 4), not contiguous
  EXPECT_TRUE(allclose(rope(heads, angles), stack({rope(x, angles), rope(x, angles) * 2.0F})));
}

TEST(Silu, IsXTimesItsSigmoidAndHasNoNan) {
  const Tensor values = silu(Tensor({4}, {0, 1, -1000, 1000}));
  EXPECT_TRUE(allclose(values, Tensor({4}, {0, 0.7310586F, 0, 1000})));
}

}  // namespace attn::rope_test
