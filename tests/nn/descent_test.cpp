#include "nn/descent.h"

#include <gtest/gtest.h>

#include "tensor/operations.h"

namespace attn::descent_test {

/// The losses w² of a loop from w = 1 on.
std::vector<float> losses(Size steps, const Descent::Way& way) {
  Tensor w = scalar(1).named("w");
  std::vector<float> values;
  for (const Tensor& loss : descend([&] { return w * w; }, {&w}, steps, way)) {
    values.push_back(loss.item());
  }
  return values;
}

void expect_near(const std::vector<float>& got, const std::vector<float>& expected) {
  ASSERT_EQ(got.size(), expected.size());
  for (std::size_t i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], expected[i], 1e-6F) << i;
}

TEST(Descent, GoesDownByTheGradient) {
  expect_near(losses(3, {.learning_rate = 0.1F}), {1, 0.64F, 0.4096F});  // w: 1, 0.8, 0.64
}

TEST(Descent, PilesGradientsUpIfTheyAreNotZeroed) {
  // w: 1, 1 - 0.1 · 2, 0.8 - 0.1 · (2 + 1.6)
  expect_near(losses(3, {.learning_rate = 0.1F, .piles_up = true}), {1, 0.64F, 0.1936F});
}

TEST(Descent, IsRememberedByItsLosses) {
  const auto again = [](const Descent::Way& way) { return scalar(way.learning_rate); };
  const Tensor x = losses_of({scalar(3), scalar(2)}, {{.learning_rate = 0.5F}, {"w"}, again});
  EXPECT_EQ(x.values(), (std::vector<float>{3, 2}));
  const auto* descent = as<Descent>(x.operation());
  ASSERT_NE(descent, nullptr);
  EXPECT_EQ(descent->again({.learning_rate = 7}).item(), 7);
}

}  // namespace attn::descent_test
