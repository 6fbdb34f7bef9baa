#include <gtest/gtest.h>

#include <cmath>

#include "nn/dropout.h"
#include "nn/linear.h"
#include "tensor/operations.h"

namespace attn {
namespace {

TEST(Linear, KeepsItsWeightAsOutByIn) {
  Generator generator(1);
  const Linear layer(3, 2, false, generator);
  EXPECT_EQ(layer.weight.shape(), (Shape{2, 3}));
  EXPECT_FALSE(layer.bias);
  EXPECT_EQ(layer(ones({5, 3})).shape(), (Shape{5, 2}));
}

TEST(Linear, StartsWithinOneOverRootIn) {
  Generator generator(1);
  const Linear layer(4, 100, true, generator);
  for (const float value : layer.weight.values()) EXPECT_LE(std::abs(value), 0.5F);
  EXPECT_EQ(layer.bias->shape(), Shape{100});
}

TEST(Linear, AddsItsBiasToEveryRow) {
  Linear layer(Tensor({1, 2}, {1, 2}));
  layer.bias = Tensor({1}, {10});
  EXPECT_EQ(layer(Tensor({2, 2}, {1, 1, 2, 2})).values(), (std::vector<float>{13, 16}));
}

TEST(Dropout, WithoutARateIsNothingAndDrawsNothing) {
  Generator generator(3);
  const Tensor x = arange(4);
  EXPECT_TRUE(dropout(x, 0, generator) == x);
  EXPECT_EQ(generator.state().words, 0U);
}

TEST(Dropout, KeepsTheExpectationForEveryRate) {
  for (const double p : {0.1, 0.2, 0.5, 0.9}) {
    Generator generator(3);
    const Tensor dropped = dropout(ones({20000}), p, generator);
    EXPECT_NEAR(mean(dropped).item(), 1, 5 * std::sqrt(p / (1 - p) / 20000)) << p;
    const float factor = 1.0F / static_cast<float>(1 - p);
    for (const float value : dropped.values()) ASSERT_TRUE(value == 0 || value == factor);
  }
}

TEST(Dropout, TakesTwoWordsACell) {
  Generator generator(3);
  dropout(ones({5}), 0.5, generator);
  EXPECT_EQ(generator.state().words, 10U);
}

}  // namespace
}  // namespace attn
