#include <gtest/gtest.h>

#include <cmath>

#include "nn/dropout.h"
#include "nn/encoder_layer.h"
#include "nn/feed_forward.h"
#include "nn/layer_norm.h"
#include "nn/linear.h"
#include "nn/transformer_block.h"
#include "random/draws.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::layers_test {

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

TEST(LayerNorm, MakesEachRowsMeanZeroAndVarianceOne) {
  const Tensor x({2, 3}, {2, 4, 6, -1, 0, 7});
  const Tensor y = LayerNorm(3)(x);
  EXPECT_TRUE(allclose(mean(y, -1), Tensor({2}, {0, 0})));
  EXPECT_TRUE(allclose(var(y, -1, false), ones({2}), 1e-4F));
  EXPECT_NEAR(y.at({0, 2}), std::sqrt(1.5F), 1e-5);  // 2 / √(8 / 3)
}

TEST(LayerNorm, MakesZerosOfARowThatIsConstant) {
  EXPECT_EQ(LayerNorm(3)(ones({3}) * 5.0F).values(), (std::vector<float>{0, 0, 0}));
}

TEST(LayerNorm, ScalesAndShiftsEachColumn) {
  const LayerNorm layer(Tensor({2}, {3, 5}), Tensor({2}, {10, 20}));
  EXPECT_TRUE(allclose(layer(Tensor({2}, {-8, 8})), Tensor({2}, {7, 25}), 1e-5F));
}

TEST(Gelu, GoesThroughZeroAndTowardsRelu) {
  const Tensor x({5}, {-6, -1, 0, 1, 6});
  for (const Approximate approximate : {Approximate::none, Approximate::tanh}) {
    const Tensor y = gelu(x, approximate);
    EXPECT_EQ(y.at({2}), 0);
    EXPECT_NEAR(y.at({3}) - y.at({1}), 1, 1e-6);  // x Φ(x) + x Φ(-x) = x
    EXPECT_TRUE(allclose(select(y, 0, 4), select(relu(x), 0, 4)));
  }
  EXPECT_NEAR(gelu(x).at({3}), 0.8413447, 1e-6);  // Φ(1)
  EXPECT_NEAR(gelu(x, Approximate::tanh).at({3}), 0.8411920, 1e-6);
}

TEST(FeedForward, HasFourTimesAsManyNumbersInTheMiddle) {
  Generator generator(1);
  const FeedForward layer(3, generator);
  EXPECT_EQ(layer.expand.weight.shape(), (Shape{12, 3}));
  EXPECT_EQ(layer.contract.weight.shape(), (Shape{3, 12}));
  EXPECT_EQ(layer(ones({2, 5, 3})).shape(), (Shape{2, 5, 3}));
  EXPECT_EQ(generator.state().words, 36U + 12U + 36U + 3U);
}

TEST(TransformerBlock, KeepsTheShapeAndAddsToItsInput) {
  Generator generator(1);
  const TransformerBlock block(6, 0, 2, generator);
  const Tensor x = rand({2, 4, 6}, generator);
  const Tensor y = block(x, generator);
  EXPECT_EQ(y.shape(), x.shape());
  const Tensor attended = operand_of(y, "attended");
  const Tensor ff_out = operand_of(y, "ff_out");
  EXPECT_TRUE(allclose(y, x + attended + ff_out));
}

TEST(TransformerBlock, LooksAtNoLaterToken) {
  Generator generator(1);
  const TransformerBlock block(6, 0, 2, generator);
  const Tensor x = rand({1, 4, 6}, generator);
  const Tensor first = narrow(x, 1, 0, 3);
  EXPECT_TRUE(allclose(narrow(block(x, generator), 1, 0, 3), block(first, generator)));
}

TEST(PackedAttention, HasARowForEachThatAsksAndAColumnForEachThatIsLookedAt) {
  Generator generator(1);
  const PackedAttention attention(6, 3, generator);
  const Tensor asking = rand({2, 4, 6}, generator);
  const Tensor looked_at = rand({2, 5, 6}, generator);
  const Tensor result = attention(asking, looked_at);
  EXPECT_EQ(result.shape(), asking.shape());
  EXPECT_EQ(operand_of(result, "attn_scores").shape(), (Shape{2, 3, 4, 5}));
  EXPECT_TRUE(
      allclose(attention(select(asking, 0, 1), select(looked_at, 0, 1)), select(result, 0, 1)));
}

TEST(PackedAttention, StartsWithoutBiases) {
  Generator generator(1);
  const PackedAttention attention(4, 2, generator);
  EXPECT_EQ(attention.in_proj_bias.values(), std::vector<float>(12));
  EXPECT_EQ(attention.out_proj.bias->values(), std::vector<float>(4));
  EXPECT_EQ(generator.state().words, 16U + 4U + 48U);
}

TEST(EncoderLayer, IsNormalizedAtItsEnd) {
  Generator generator(1);
  const EncoderLayer layer(6, 2, 8, generator);
  const Tensor y = layer(rand({5, 6}, generator));
  EXPECT_TRUE(allclose(mean(y, -1), zeros({5})));
  EXPECT_TRUE(allclose(var(y, -1, false), ones({5}), 1e-3F));
}

TEST(DecoderLayer, SeesTheWholeSourceButNoLaterTarget) {
  Generator generator(1);
  const DecoderLayer layer(6, 2, 8, generator);
  const Tensor target = rand({4, 6}, generator);
  const Tensor source = rand({5, 6}, generator);
  const Tensor y = layer(target, source);
  EXPECT_TRUE(allclose(narrow(y, 0, 0, 3), layer(narrow(target, 0, 0, 3), source)));
  const Tensor other_end = cat({narrow(source, 0, 0, 4), narrow(target, 0, 0, 1)});
  EXPECT_FALSE(allclose(select(y, 0, 0), select(layer(target, other_end), 0, 0)));
}

}  // namespace attn::layers_test
