#include "chapter3_attention/heads.h"

#include "lesson/comparing.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

MultiHeadAttentionWrapper taken_apart(const MultiHeadAttention& mha) {
  const Size head_dim = mha.W_query.weight.size(0) / mha.num_heads;
  std::vector<CausalAttention> heads;
  for (Size h = 0; h < mha.num_heads; ++h) {
    const auto slice = [&](const Linear& layer) {
      return Linear(narrow(layer.weight, 0, h * head_dim, head_dim));
    };
    heads.emplace_back(SelfAttention_v2(slice(mha.W_query), slice(mha.W_key), slice(mha.W_value)),
                       0);
  }
  return MultiHeadAttentionWrapper(std::move(heads));
}

void compare_with_heads_in_turn(const MultiHeadAttention& mha, const Tensor& x, Page& page) {
  MultiHeadAttention no_dropout = mha;
  no_dropout.p = 0;
  Generator unused(0);
  const Tensor joined = no_dropout.joined_heads(x, unused);
  const auto sizes_of = [&](const Linear& layer) { return product_sizes(x, T(layer.weight)); };
  check_same_context(
      page, joined, taken_apart(mha)(x, unused), sizes_of(mha.W_value),
      matmul(sizes_of(mha.W_query), transpose(sizes_of(mha.W_key), 1, 2)),
      {formatted("W를 헤드별로 잘라 39번의 방법으로 계산해도 out_proj 전까지 결과가 같습니다{}",
                 mha.p > 0 ? " (드롭아웃 없이)" : ""),
       formatted(
           "with W cut up by heads, the way of step 39 gives the same result up to out_proj{}",
           mha.p > 0 ? " (without dropout)" : "")});
}

}  // namespace attn::chapter3
