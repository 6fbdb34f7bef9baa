#include <gtest/gtest.h>

#include "nn/attention.h"
#include "oracle/gradient_cases.h"
#include "random/draws.h"

/// Gradients by every parameter of whole modules, and by their input, against PyTorch's.

namespace attn {
namespace {

const Json& module_case(const char* name) {
  return gradient_cases().at("modules").at(name);
}

Tensor input(Shape shape) {
  Generator generator(7);
  return randn(shape, generator);
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

TEST(GradientsOfCausalAttention, GoThroughTheDropoutMask) {
  const Tensor x = input({2, 5, 3});
  Generator generator(123);
  const CausalAttention causal(3, 2, 0.5, generator);
  const SelfAttention_v2& layers = causal.attention;
  expect_pytorchs(module_case("CausalAttention"), causal(x, generator),
                  {{"x", x},
                   {"W_query.weight", layers.W_query.weight},
                   {"W_key.weight", layers.W_key.weight},
                   {"W_value.weight", layers.W_value.weight}});
}

TEST(GradientsOfMultiHeadAttention, ArePyTorchsForAllParameters) {
  const Tensor x = input({2, 5, 4});
  Generator generator(123);
  const MultiHeadAttention mha(4, 6, 0.2, 3, generator);
  expect_pytorchs(module_case("MultiHeadAttention"), mha(x, generator),
                  {{"x", x},
                   {"W_query.weight", mha.W_query.weight},
                   {"W_key.weight", mha.W_key.weight},
                   {"W_value.weight", mha.W_value.weight},
                   {"out_proj.weight", mha.out_proj.weight},
                   {"out_proj.bias", *mha.out_proj.bias}});
}

}  // namespace
}  // namespace attn
