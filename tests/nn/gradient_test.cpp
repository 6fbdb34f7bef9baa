#include <gtest/gtest.h>

#include "nn/attention.h"
#include "nn/parameters.h"
#include "oracle/gradient_cases.h"
#include "random/draws.h"
#include "tensor/operations.h"

/// Gradients by every parameter of whole modules, and by their input, against PyTorch's.

namespace attn::gradient_test {

const Json& module_case(const char* name) {
  return gradient_cases().at("modules").at(name);
}

Tensor input(Shape shape) {
  Generator generator(7);
  return rand(shape, generator) * 4.0F - scalar(2);
}

TEST(GradientsOfSelfAttention, ArePyTorchs) {
  const Tensor x = input({5, 3});
  Generator generator(123);
  const SelfAttention_v1 attention(3, 2, generator);
  expect_pytorchs(module_case("SelfAttention_v1"), attention(x),
                  {{"x", x},
                   {"W_query", attention.W_query},
                   {"W_key", attention.W_key},
                   {"W_value", attention.W_value}});
}

/// The input and all parameters of a module, by PyTorch's names.
std::map<std::string, Tensor> operands_of(const char* name, const Tensor& x,
                                          const Parameters& parameters) {
  std::map<std::string, Tensor> operands = {{"x", x}};
  const Json& names = module_case(name).at("order");
  EXPECT_EQ(names.size(), parameters.size());
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    operands.emplace(names[i].get<std::string>(), *parameters[i]);
  }
  return operands;
}

TEST(GradientsOfCausalAttention, GoThroughTheDropoutMask) {
  const Tensor x = input({2, 5, 3});
  Generator generator(123);
  CausalAttention causal(3, 2, 0.5, generator);
  expect_pytorchs(module_case("CausalAttention"), causal(x, generator),
                  operands_of("CausalAttention", x, parameters(causal)));
}

TEST(GradientsOfMultiHeadAttention, ArePyTorchsForAllParameters) {
  const Tensor x = input({2, 5, 4});
  Generator generator(123);
  MultiHeadAttention mha(4, 6, 0.2, 3, generator);
  expect_pytorchs(module_case("MultiHeadAttention"), mha(x, generator),
                  operands_of("MultiHeadAttention", x, parameters(mha)));
}

TEST(GradientsOfTheTransformerBlock, ArePyTorchsForAllParameters) {
  const Tensor x = input({2, 3, 4});
  Generator generator(123);
  TransformerBlock block(4, 0.1, 2, generator);
  expect_pytorchs(module_case("TransformerBlock"), block(x, generator),
                  operands_of("TransformerBlock", x, parameters(block)));
}

TEST(GradientsOfTheEncoderLayer, ArePyTorchsForAllParameters) {
  const Tensor x = input({2, 3, 4});
  Generator generator(123);
  EncoderLayer layer(4, 2, 6, generator);
  expect_pytorchs(module_case("EncoderLayer"), layer(x),
                  operands_of("EncoderLayer", x, parameters(layer)));
}

TEST(GradientsOfTheDecoderLayer, GoThroughBothAttentions) {
  const Tensor x = input({2, 4, 6});
  Generator generator(123);
  DecoderLayer layer(6, 3, 5, generator);
  expect_pytorchs(module_case("DecoderLayer"), layer(x, flip(x, 1)),
                  operands_of("DecoderLayer", x, parameters(layer)));
}

TEST(Training, MovesWhatItIsGivenAndNothingElse) {
  Generator generator(1);
  TransformerBlock block(4, 0, 2, generator);
  Linear head(4, 3, true, generator);
  const Tensor frozen = block.attention.W_query.weight;
  const Tensor x = input({2, 3, 4});
  const Tensor targets({6}, {0, 1, 2, 2, 1, 0});
  const auto loss = [&] {
    return cross_entropy(reshape(head(block(x, generator)), {6, 3}), targets);
  };
  const float before = loss().item();
  for (int step = 0; step < 20; ++step) descend(loss(), parameters(head), 0.2F);
  EXPECT_LT(loss().item(), before);
  EXPECT_TRUE(block.attention.W_query.weight == frozen);
  for (int step = 0; step < 60; ++step) descend(loss(), parameters(block, head), 0.2F);
  EXPECT_LT(loss().item(), 0.2F * before);
  EXPECT_EQ(block.attention.W_query.weight.name(), "W_query.weight");
}

TEST(Parameters, OfAWrapperAreThoseOfItsHeads) {
  Generator generator(1);
  MultiHeadAttentionWrapper wrapper(3, 2, 0, 4, generator);
  SelfAttention_v1 v1(3, 2, generator);
  EXPECT_EQ(parameters(wrapper).size(), 12U);
  EXPECT_EQ(parameters(v1), (Parameters{&v1.W_query, &v1.W_key, &v1.W_value}));
}

}  // namespace attn::gradient_test
