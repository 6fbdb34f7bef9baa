#include "chapter8_now/turned.h"

#include <memory>
#include <utility>

#include "nn/rope.h"
#include "shared/models.h"
#include "shared/positions.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter8 {

Size rope_size(const Settings& s) {
  return (s.d_out_or(4) + 1) / 2 * 2;
}

Tensor rope_angles(Size n, Size d) {
  const Tensor position = view(arange(n), {n, 1}).named("position");
  return (position * div_terms(d)).named("angles").labelled(0, position_names(0, n));
}

Tensor with_tokens(Tensor x, const Settings& s) {
  return std::move(x).labelled(0, std::make_shared<const Labels>(s.tokens()));
}

Tensor row_lengths(const Tensor& x) {
  return sqrt(sum(x * x, 1));
}

Turned turned(const Settings& s) {
  const Size d = rope_size(s);
  Generator generator(s.seed_or(seed_of_models));
  Linear W_query(s.d_in(), d, false, generator);
  Linear W_key(s.d_in(), d, false, generator);
  Linear W_value(s.d_in(), d, false, generator);
  W_query.name(names::of(names::W_query, ""));
  W_key.name(names::of(names::W_key, ""));
  W_value.name(names::of(names::W_value, ""));
  const Tensor queries = W_query(s.inputs()).named("queries");
  const Tensor keys = W_key(s.inputs()).named(names::keys);
  const Tensor values = W_value(s.inputs()).named(names::values);
  const Tensor angles = with_tokens(rope_angles(s.num_tokens(), d), s).named("angles");
  const Tensor turned_queries = with_tokens(rope(queries, angles), s).named("turned_queries");
  const Tensor turned_keys = with_tokens(rope(keys, angles), s).named("turned_keys");
  const Tensor attn_scores = matmul(turned_queries, T(turned_keys)).named(names::attn_scores);
  return {W_query, W_key,  W_value,        queries,     keys,
          values,  angles, turned_queries, turned_keys, attn_scores};
}

}  // namespace attn::chapter8
