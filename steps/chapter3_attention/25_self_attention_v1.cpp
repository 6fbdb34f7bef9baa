#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "shared/own.h"
#include "tensor/graph.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// Steps 16 to 24 for all tokens, in one module.
void self_attention_v1(const Settings& s, Page& page) {
  Generator generator(s.seed_or(seed_of_weights));
  const SelfAttention_v1 sa_v1 = own(s, "sa_v1", SelfAttention_v1(s.d_in(), s.d_out(), generator));
  const auto weights = weights_in_pytorch(s, "sa_v1", sa_v1, generator.state().seed);
  const Tensor context_vecs = sa_v1(s.inputs()).named("context_vecs");  // (T, d_in) → (T, d_out)

  page.text(
      "16번부터 24번까지를 클래스 하나로 묶습니다. __init__에서 파라미터를 만들고 forward에서 "
      "계산하며, 쿼리도 이제 모든 토큰에 대해 한 번에 구합니다. 헤드(head)는 하나이고 "
      "배치(batch)는 아직 없습니다. 시드가 같으므로 '{}'의 행은 24번의 문맥 벡터와 같아야 합니다.",
      "Steps 16 to 24 become one class: __init__ makes the parameters, forward computes, and "
      "queries, too, are now made for all tokens at once. There is one head and no batch yet. The "
      "seed is the same, so the row of '{}' must be the context vector of step 24.",
      s.query_token());
  page.code(
      "class SelfAttention_v1(torch.nn.Module):\n"
      "    def __init__(self, d_in, d_out):\n"
      "        super().__init__()\n"
      "        self.W_query = torch.nn.Parameter(torch.rand(d_in, d_out))\n"
      "        self.W_key   = torch.nn.Parameter(torch.rand(d_in, d_out))\n"
      "        self.W_value = torch.nn.Parameter(torch.rand(d_in, d_out))\n"
      "\n"
      "    def forward(self, x):                                 # (T, d_in)\n"
      "        queries = x @ self.W_query                        # (T, d_out)\n"
      "        keys    = x @ self.W_key\n"
      "        values  = x @ self.W_value\n"
      "        attn_scores = queries @ keys.T                    # (T, T)\n"
      "        d_k = keys.shape[-1]\n"
      "        attn_weights = torch.softmax(attn_scores / d_k**0.5, dim=-1)\n"
      "        return attn_weights @ values                      # (T, d_out)\n"
      "\n"
      "{}"
      "sa_v1 = SelfAttention_v1(d_in, d_out)\n"
      "{}"
      "context_vecs = sa_v1(inputs)",
      weights.seed, weights.load);
  page.tensor(context_vecs);
  page.ask_shape(
      {formatted("SelfAttention_v1(d_in={}, d_out={}) 모듈은 쿼리, 키, 값부터 문맥 벡터까지 한 "
                 "번에 계산합니다. 여기에 inputs를 넣어 얻은 context_vecs의 모양은 무엇입니까?",
                 s.d_in(), s.d_out()),
       formatted("SelfAttention_v1(d_in={}, d_out={}) is a module that computes everything from "
                 "queries, keys and values to the context vectors. What is the shape of "
                 "context_vecs that it makes of inputs?",
                 s.d_in(), s.d_out())},
      context_vecs, {s.inputs()});
  if (out_of_range(page, {context_vecs})) return;
  const WeightedAttention one = weighted_attention(s);
  const Tensor score_sizes =
      matmul(product_sizes(one.x_2, one.W_query), T(product_sizes(s.inputs(), one.W_key)));
  check_same_context(
      page, select(context_vecs, 0, s.query()), one.context_vec_2,
      product_sizes(s.inputs(), one.W_value), score_sizes,
      {formatted("{} 행은 24번의 context_vec_2와 같습니다", ordinal_in_korean(s.query() + 1)),
       formatted("row {} equals context_vec_2 of step 24", s.query() + 1)});
  if (!all_finite(operand_of(context_vecs, names::attn_scores))) return;
  page.check(by_hand::is_attention(context_vecs, by_hand::Sees::all),
             "점수, softmax, 가중합을 수 하나씩 손으로 계산해도 같습니다",
             "scores, softmax and weighted sums, worked out number by number, give the same");
}

}  // namespace attn::chapter3
