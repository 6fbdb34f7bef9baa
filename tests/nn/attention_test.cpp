#include "nn/attention.h"

#include <gtest/gtest.h>

#include "random/draws.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::attention_test {

Tensor sentence(Size tokens, Size d_in) {
  Generator generator(11);
  return randn({tokens, d_in}, generator);
}

TEST(ScaledSoftmax, RowsSumToOne) {
  const Tensor weights = scaled_softmax(sentence(5, 5), 4);
  EXPECT_TRUE(allclose(sum(weights, -1), ones({5})));
}

TEST(CausalMask, HidesTheFutureFromAllWeights) {
  const Tensor weights = scaled_softmax(causal_masked(sentence(4, 4)), 1);
  EXPECT_TRUE(allclose(triu(weights, 1), ones({4, 4}) * 0.0F));
  EXPECT_TRUE(allclose(sum(weights, -1), ones({4})));
}

TEST(CausalMask, EqualsMaskingTheWeightsAndRenormalizing) {
  const Tensor scores = sentence(6, 6);
  const Tensor masked = tril(softmax(scores, -1));
  EXPECT_TRUE(allclose(masked / sum(masked, -1, true), softmax(causal_masked(scores), -1)));
}

TEST(SelfAttention, IsTheSameWithLinearLayersOfTheSameWeights) {
  Generator generator(2);
  const SelfAttention_v2 v2(3, 2, generator);
  const SelfAttention_v1 v1(T(v2.W_query.weight), T(v2.W_key.weight), T(v2.W_value.weight));
  const Tensor x = sentence(5, 3);
  EXPECT_TRUE(allclose(v1(x), v2(x)));
}

TEST(CausalAttention, TreatsEachSentenceOfABatchAlone) {
  Generator generator(2);
  const CausalAttention attention(3, 2, 0, generator);
  const Tensor x = sentence(5, 3);
  const Tensor both = attention(stack({x, x * 2.0F}), generator);
  const Tensor second = attention(stack({x * 2.0F}), generator);
  EXPECT_TRUE(allclose(select(both, 0, 1), select(second, 0, 0)));
}

TEST(CausalAttention, EarlierTokensDoNotSeeLaterOnes) {
  Generator generator(2);
  const CausalAttention attention(3, 2, 0, generator);
  const Tensor x = sentence(5, 3);
  const Tensor whole = attention(stack({x}), generator);
  const Tensor start = attention(stack({narrow(x, 0, 0, 3)}), generator);
  EXPECT_TRUE(allclose(narrow(whole, 1, 0, 3), start));
}

TEST(MultiHeadWrapper, PutsItsHeadsSideBySide) {
  Generator generator(2);
  const MultiHeadAttentionWrapper wrapper(3, 2, 0, 3, generator);
  const Tensor x = stack({sentence(4, 3)});
  const Tensor joined = wrapper(x, generator);
  ASSERT_EQ(joined.shape(), (Shape{1, 4, 6}));
  for (Size h = 0; h < 3; ++h) {
    const Tensor head = wrapper.heads[static_cast<std::size_t>(h)](x, generator);
    EXPECT_TRUE(allclose(narrow(joined, -1, 2 * h, 2), head)) << h;
  }
}

TEST(MultiHead, EqualsTheWrapperWithItsWeightsCutUp) {
  Generator generator(2);
  const MultiHeadAttention mha(3, 6, 0, 3, generator);
  std::vector<CausalAttention> heads;
  for (Size h = 0; h < 3; ++h) {
    const auto part = [&](const Linear& layer) {
      return Linear(narrow(layer.weight, 0, 2 * h, 2));
    };
    heads.emplace_back(SelfAttention_v2(part(mha.W_query), part(mha.W_key), part(mha.W_value)), 0);
  }
  const Tensor x = stack({sentence(5, 3), sentence(5, 3) * -1.0F});
  EXPECT_TRUE(
      allclose(mha.joined_heads(x, generator), MultiHeadAttentionWrapper(heads)(x, generator)));
}

TEST(MultiHead, CutsItsMaskToTheTokensThereAre) {
  Generator generator(2);
  MultiHeadAttention mha(3, 4, 0, 2, generator);
  const Tensor x = stack({sentence(5, 3)});
  const Tensor made_to_measure = mha(x, generator);
  mha.mask = causal_mask(9);
  EXPECT_EQ(mha(x, generator).values(), made_to_measure.values());
  EXPECT_EQ(find_operand(mha(x, generator), "cut_mask")->shape(), (Shape{5, 5}));
}

TEST(MultiHead, DrawsTheBiasOfALayerRightAfterItsWeight) {
  Generator generator(2);
  const MultiHeadAttention mha(3, 4, 0, 2, generator, true);
  Generator same(2);
  for (const Linear* layer : {&mha.W_query, &mha.W_key, &mha.W_value}) {
    const Linear expected(3, 4, true, same);
    EXPECT_EQ(layer->weight.values(), expected.weight.values());
    EXPECT_EQ(layer->bias->values(), expected.bias->values());
  }
}

TEST(MultiHead, RemembersItsTensorsByName) {
  Generator generator(2);
  const MultiHeadAttention mha(3, 4, 0.5, 2, generator);
  const Tensor result = mha(stack({sentence(5, 3)}), generator);
  const auto shape_of = [&](const char* name) { return operand_of(result, name).shape(); };
  EXPECT_EQ(shape_of("queries"), (Shape{1, 2, 5, 2}));
  EXPECT_EQ(shape_of("attn_scores"), (Shape{1, 2, 5, 5}));
  EXPECT_EQ(shape_of("masked"), (Shape{1, 2, 5, 5}));
  EXPECT_EQ(shape_of("dropout_mask"), (Shape{1, 2, 5, 5}));
  EXPECT_EQ(shape_of("joined_heads"), (Shape{1, 5, 4}));
}

}  // namespace attn::attention_test
