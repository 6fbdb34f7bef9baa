#include "chapter7_learned/cache.h"

#include <algorithm>
#include <utility>

#include "random/draws.h"
#include "shared/own.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter7 {
namespace {

Tensor drawn_positions(const Settings& s, Generator& generator) {
  return randn({s.num_tokens(), s.d_in()}, generator).named(names::pos_emb);
}

SelfAttention_v2 head_of(const Settings& s) {
  Generator generator(s.seed_or(seed_of_cache));
  drawn_positions(s, generator);
  return own(s, "head", SelfAttention_v2(s.d_in(), s.d_out(), generator));
}

Tensor positions_of(const Settings& s) {
  Generator generator(s.seed_or(seed_of_cache));
  return drawn_positions(s, generator);
}

Tensor with_row(const Tensor* cache, const Tensor& row) {
  return cache ? cat({*cache, row}, 0) : clone(row);
}

}  // namespace

CausalHead::CausalHead(const Settings& s)
    : pos_emb(positions_of(s)),
      head(head_of(s)),
      x((s.inputs() + pos_emb).named("x")),
      inputs(s.inputs()) {}

Tensor CausalHead::at_once(const Tensor& x) const {
  Generator unused(0);
  return CausalAttention(head, 0)(x, unused);
}

CachedStep next_step(const SelfAttention_v2& head, const Tensor& x_t, const Tensor* key_cache,
                     const Tensor* value_cache) {
  const Tensor query_t = head.W_query(x_t).named(names::query_t);
  const Tensor keys = with_row(key_cache, head.W_key(x_t)).named(names::key_cache);
  const Tensor values = with_row(value_cache, head.W_value(x_t)).named(names::value_cache);
  const Tensor scores = matmul(query_t, T(keys)).named(names::attn_scores);  // (1, t)
  const Tensor weights = scaled_softmax(scores, keys.size(-1)).named("attn_weights");
  const Tensor context_vec = matmul(weights, values).named(names::context_vec);
  return {x_t, query_t, keys, values, scores, weights, context_vec};
}

std::vector<CachedStep> one_by_one(const CausalHead& causal, bool moves_on) {
  std::vector<CachedStep> steps;
  for (Size t = 0; t < causal.inputs.size(0); ++t) {
    const Tensor position = narrow(causal.pos_emb, 0, moves_on ? t : 0, 1);
    const Tensor x_t = (narrow(causal.inputs, 0, t, 1) + position).named("x_t");
    const CachedStep* before = steps.empty() ? nullptr : &steps.back();
    steps.push_back(next_step(causal.head, x_t, before ? &before->key_cache : nullptr,
                              before ? &before->value_cache : nullptr));
  }
  return steps;
}

Size multiplications(const Tensor& result, std::vector<const void*>& counted) {
  if (std::find(counted.begin(), counted.end(), result.id()) != counted.end()) return 0;
  counted.push_back(result.id());
  Size count = 0;
  if (as<Matmul>(result.operation())) {
    count += result.operation()->cost(result.operands(), result);
  }
  for (const Tensor& operand : result.operands()) count += multiplications(operand, counted);
  return count;
}

}  // namespace attn::chapter7
