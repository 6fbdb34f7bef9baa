#include "chapter4_multihead/flow.h"

#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::chapter4 {

MultiHeadAttention multi_head_attention(const Settings& s, Generator& generator) {
  MultiHeadAttention mha = own(
      s, "mha",
      MultiHeadAttention(s.d_in(), d_model(s), s.dropout_or(0), s.heads(), generator, s.bias()));
  mha.mask = causal_mask(s.context_length());
  return mha;
}

Tensor batch(const Settings& s) {
  return stack({s.inputs(), flip(s.inputs(), 0)}).named("x");
}

Forward forward(const Settings& s) {
  Generator generator(s.seed_or(seed_of_models));
  MultiHeadAttention mha = multi_head_attention(s, generator);
  const Tensor x = batch(s);
  const Tensor context_vecs = mha(x, generator).named("context_vecs");

  const auto met = [&](std::string_view name) { return operand_of(context_vecs, name); };
  const Tensor queries = met("queries");
  const Tensor keys = met("keys");
  const Tensor values = met("values");
  // Of heads, transpose(1, 2) of what was split, view(b, T, h, hd) of what is flat.
  const auto split = [](const Tensor& by_head) { return given_to<Transpose>(by_head); };
  const auto flat = [=](const Tensor& by_head) { return given_to<View>(split(by_head)); };
  const Tensor context_vec = met("context_vec");
  return {std::move(mha),
          x,
          flat(queries),
          flat(keys),
          flat(values),
          split(queries),
          split(keys),
          queries,
          keys,
          values,
          met("attn_scores"),
          met("cut_mask"),
          met("masked"),
          met("attn_weights"),
          given_to<Matmul>(context_vec),
          context_vec,
          met("joined_heads"),
          context_vecs};
}

Forward forward_so_far(const Settings& s) {
  try {
    return forward(s);
  } catch (const UnfitWeights&) {
    return forward(s.without_weights());
  }
}

}  // namespace attn::chapter4
