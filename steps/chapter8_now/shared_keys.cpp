#include "chapter8_now/shared_keys.h"

#include <cassert>
#include <utility>

#include "lesson/comparing.h"
#include "nn/attention.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter8 {
namespace {

/// A layer for keys or values with the rows of its group for each head: (h · hd, d_in).
Linear copied_to_heads(const SharedKeys& shared, const Linear& layer) {
  const Size head_dim = shared.W_query.weight.size(0) / shared.h;
  std::vector<Tensor> of_heads;
  for (Size head = 0; head < shared.h; ++head) {
    const Size group = head / (shared.h / shared.g);
    of_heads.push_back(narrow(layer.weight, 0, group * head_dim, head_dim));
  }
  return Linear(cat(of_heads, 0));
}

}  // namespace

Size size_of_heads(const Settings& s) {
  return s.d_out_or(8);
}

Size query_heads(const Settings& s) {
  const Size usual = s.heads();
  const bool is_chosen = s.choices().contains(Setting::heads) || s.chosen_weights();
  return !is_chosen && size_of_heads(s) % 4 == 0 ? 4 : usual;
}

Size groups_of_heads(const Settings& s) {
  const Size h = query_heads(s);
  for (Size g = h / 2; g > 1; --g) {
    if (h % g == 0) return g;
  }
  return 1;
}

Tensor repeat_interleave(const Tensor& x, Size n) {
  const Shape one_more = x.shape().inserted(1, 1);
  const Tensor repeated = expand(view(x, one_more), one_more.with(1, n));
  return view(contiguous(repeated), x.shape().with(0, x.size(0) * n));
}

SharedKeys::SharedKeys(Size d_in, Size size, Size h, Size g, Generator& generator)
    : W_query(d_in, size, false, generator),
      W_key(d_in, size / h * g, false, generator),
      W_value(d_in, size / h * g, false, generator),
      h(h),
      g(g) {
  assert(h % g == 0 && size % h == 0);
  W_query.name(names::of(names::W_query, ""));
  W_key.name(names::of(names::W_key, ""));
  W_value.name(names::of(names::W_value, ""));
}

Tensor SharedKeys::operator()(const Tensor& x) const {
  const Size num_tokens = x.size(0);
  const Size head_dim = W_query.weight.size(0) / h;
  // (T, n · hd) → (T, n, hd) → (n, T, hd)
  const auto split = [&](const Tensor& projected, Size n) {
    return transpose(view(projected, {num_tokens, n, head_dim}), 0, 1);
  };
  const Tensor queries = split(W_query(x), h).named("queries");
  const Tensor keys = split(W_key(x), g).named(names::keys);
  const Tensor values = split(W_value(x), g).named(names::values);
  const auto for_heads = [&](const Tensor& of_groups, std::string_view name) {
    Tensor repeated = repeat_interleave(contiguous(of_groups), h / g).named(name);
    const Labels* tokens = of_groups.labels(1);
    if (!tokens) return repeated;
    return std::move(repeated).labelled(1, std::make_shared<const Labels>(*tokens));
  };
  const Tensor repeated_keys = for_heads(keys, "repeated_keys");
  const Tensor repeated_values = for_heads(values, "repeated_values");
  const Tensor attn_scores =
      matmul(queries, transpose(repeated_keys, 1, 2)).named(names::attn_scores);
  const Tensor attn_weights =
      scaled_softmax(causal_masked(attn_scores), head_dim).named("attn_weights");
  return matmul(attn_weights, repeated_values).named(names::context_vec);
}

std::shared_ptr<const Labels> head_names(Size n) {
  Labels names;
  for (Size head = 0; head < n; ++head) names.push_back(formatted("head {}", head));
  return std::make_shared<const Labels>(std::move(names));
}

Tensor side_by_side(const Tensor& context_vec) {
  const Size num_tokens = context_vec.size(1);
  return view(contiguous(transpose(context_vec, 0, 1)),
              {num_tokens, context_vec.size(0) * context_vec.size(2)});
}

void check_like_copied_weights(Page& page, const SharedKeys& shared, const Tensor& x,
                               const Tensor& context_vecs, const Text& claim) {
  const Linear W_key = copied_to_heads(shared, shared.W_key);
  Generator unused(0);
  MultiHeadAttention mha(1, shared.h, 0, shared.h, unused);  // its weights are replaced
  mha.W_query = shared.W_query;
  mha.W_key = W_key;
  mha.W_value = copied_to_heads(shared, shared.W_value);
  const Tensor joined = mha.joined_heads(view(contiguous(x), {1, x.size(0), x.size(1)}), unused);
  const auto sizes_of = [&](const Linear& layer) { return product_sizes(x, T(layer.weight)); };
  check_same_context(page, context_vecs, select(joined, 0, 0), sizes_of(shared.W_value),
                     matmul(sizes_of(shared.W_query), T(sizes_of(W_key))), claim);
}

}  // namespace attn::chapter8
