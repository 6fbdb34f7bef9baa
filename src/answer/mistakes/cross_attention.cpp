#include "answer/mistakes.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn {
namespace {

/// Queries, keys or values of several heads: transpose(view(x @ W.T + bias)).
struct HeadsOf {
  Tensor split;
  Tensor x;
};

std::optional<HeadsOf> as_heads(const Tensor& split) {
  if (!made_by<Transpose>(split) || !made_by<View>(split.operands()[0])) return {};
  const Tensor& flat = split.operands()[0].operands()[0];
  if (!made_by<Add>(flat) || !made_by<Matmul>(flat.operands()[0])) return {};
  return HeadsOf{split, flat.operands()[0].operands()[0]};
}

/// The same projection of other tokens, (…, T, d).
Tensor heads_of(const HeadsOf& right, const Tensor& x) {
  const Tensor& wide = right.split.operands()[0];
  const Tensor& flat = wide.operands()[0];
  const Tensor projected = matmul(x, flat.operands()[0].operands()[1]) + flat.operands()[1];
  const auto* swap = made_by<Transpose>(right.split);
  const int tokens = wide.dim() - 3;
  return transpose(view(projected, wide.shape().with(tokens, x.size(-2))), swap->dim0, swap->dim1);
}

/// The places of one attention in which those who ask are not those who are looked at.
struct CrossAttention {
  HeadsOf queries;
  std::vector<HeadsOf> keys_and_values;
};

std::vector<CrossAttention> cross_attentions(const Program& program) {
  std::vector<CrossAttention> found;
  for (const Tensor& scores : program.named(names::attn_scores)) {
    if (!made_by<Matmul>(scores) || !made_by<Transpose>(scores.operands()[1])) continue;
    const auto queries = as_heads(scores.operands()[0]);
    const auto keys = as_heads(scores.operands()[1].operands()[0]);
    if (!queries || !keys || queries->x == keys->x) continue;
    CrossAttention attention{*queries, {*keys}};
    for (const Tensor& tensor : program.named(names::values)) {
      const auto values = as_heads(tensor);
      if (values && values->x == keys->x) attention.keys_and_values.push_back(*values);
    }
    found.push_back(std::move(attention));
  }
  return found;
}

/// Those who ask and those who are looked at exchanged, and as many results as there are of the
/// latter.
Slip roles_swapped(const Program& program) {
  return [all = cross_attentions(program)](const Call& call) -> std::optional<Tensor> {
    for (const CrossAttention& right : all) {
      const Tensor& asking = right.queries.x;
      const Tensor& looked_at = right.keys_and_values.front().x;
      if (call.operation == right.queries.split.operation()) {
        return heads_of(right.queries, looked_at);
      }
      for (const HeadsOf& heads : right.keys_and_values) {
        if (call.operation == heads.split.operation()) return heads_of(heads, asking);
      }
    }
    const auto* join = calls<View>(call);
    if (all.empty() || !join || call.name != names::joined_heads) return {};
    const Tensor& heads_last = call.operands[0];  // (…, T, h, hd)
    if (heads_last.numel() == join->shape.product()) return {};
    return view(heads_last, join->shape.with(join->shape.rank() - 2, heads_last.size(-3)));
  };
}

/// a @ b of two matrices of one shape, for which `*` raises no error; not what a layer does within.
bool could_be_elementwise(const Call& call) {
  if (!calls<Matmul>(call) || call.operands[0].dim() < 2) return false;
  if (call.operands[0].shape() != call.operands[1].shape()) return false;
  return !weight_of(call.operands[1]);
}

constexpr Mistake about_cross_attention[] = {
    {"cross-attention-roles-swapped",
     {"인코더-디코더 어텐션에서 쿼리는 인코더의 출력으로, 키와 값은 디코더의 토큰으로 만들었습니다. "
      "묻는 쪽은 디코더이므로 쿼리는 디코더에서, 키와 값은 인코더에서 와야 합니다.",
      "In encoder-decoder attention the queries were made of the encoder's output, and keys and "
      "values of the decoder's tokens. It is the decoder that asks: queries come from the decoder, "
      "keys and values from the encoder."},
     "cross_attn(y, enc_out, enc_out)    # query, key, value",
     [](const Program& program) -> std::vector<Slip> { return {roles_swapped(program)}; }},
    {"elementwise-for-product",
     {"행렬 곱 @ 대신 원소끼리 곱하는 *를 썼습니다. 두 행렬의 모양이 같으면 오류가 나지 않지만, 행과 "
      "열의 내적이 아니라 같은 자리의 곱이 됩니다.",
      "* multiplied cell by cell where the matrix product @ belongs. For two matrices of one shape "
      "that raises no error, but gives products of cells at one place, not of rows and columns."},
     "A @ B    # torch.matmul(A, B)",
     [](const Program&) -> std::vector<Slip> {
       return {[](const Call& call) -> std::optional<Tensor> {
         if (!could_be_elementwise(call)) return {};
         return call.operands[0] * call.operands[1];
       }};
     },
     false},
};

}  // namespace

std::span<const Mistake> cross_attention_mistakes() {
  return about_cross_attention;
}

}  // namespace attn
