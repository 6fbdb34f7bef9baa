#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "shared/own.h"
#include "tensor/graph.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// The same attention on Linear layers: other first numbers, same mathematics.
void self_attention_v2(const Settings& s, Page& page) {
  Generator generator(s.seed_or(seed_of_v2));
  const SelfAttention_v2 sa_v2 = own(s, "sa_v2", SelfAttention_v2(s.d_in(), s.d_out(), generator));
  const auto weights = weights_in_pytorch(s, "sa_v2", sa_v2, generator.state().seed);
  const Tensor context_vecs = sa_v2(s.inputs()).named("context_vecs");  // (T, d_out)

  // v1 keeps its matrices as (d_in, d_out), Linear its weight as (d_out, d_in).
  const SelfAttention_v1 sa_v1(T(sa_v2.W_query.weight), T(sa_v2.W_key.weight),
                               T(sa_v2.W_value.weight));

  page.text(
      "torch.nn.Linear에 bias=False를 주면 편향(bias) 없이 행렬 곱만 하는 선형층(linear layer)이 "
      "됩니다. v1과 두 가지가 다릅니다. 가중치를 (d_out, d_in) 모양으로 저장해 두었다가 전치해서 "
      "곱하고, 초깃값을 -1/√d_in과 1/√d_in 사이에서 뽑아 학습이 안정됩니다. 그래서 숫자는 v1과 "
      "다르지만 계산은 같습니다. v2의 가중치를 전치해서 v1에 넣으면 결과가 똑같습니다.",
      "With bias=False, torch.nn.Linear is nothing but a matrix product. Two things differ from "
      "v1: it stores its weight as (d_out, d_in) and transposes it to multiply, and it draws its "
      "first values between -1/√d_in and 1/√d_in, which makes training more stable. So the numbers "
      "are not those of v1, but the mathematics is: v1 loaded with the transposed weights of v2 "
      "gives the same output.");
  page.code(
      "class SelfAttention_v2(torch.nn.Module):\n"
      "    def __init__(self, d_in, d_out):\n"
      "        super().__init__()\n"
      "        self.W_query = torch.nn.Linear(d_in, d_out, bias=False)\n"
      "        self.W_key   = torch.nn.Linear(d_in, d_out, bias=False)\n"
      "        self.W_value = torch.nn.Linear(d_in, d_out, bias=False)\n"
      "\n"
      "    def forward(self, x):\n"
      "        queries = self.W_query(x)\n"
      "        keys    = self.W_key(x)\n"
      "        values  = self.W_value(x)\n"
      "        attn_scores = queries @ keys.T\n"
      "        d_k = keys.shape[-1]\n"
      "        attn_weights = torch.softmax(attn_scores / d_k**0.5, dim=-1)\n"
      "        return attn_weights @ values\n"
      "\n"
      "{}"
      "sa_v2 = SelfAttention_v2(d_in, d_out)\n"
      "{}"
      "context_vecs = sa_v2(inputs)",
      weights.seed, weights.load);
  page.tensor(sa_v2.W_query.weight.named("sa_v2.W_query.weight"));
  page.text("이 가중치로 계산한 모든 토큰의 문맥 벡터입니다.",
            "The context vectors of all tokens with these weights:");
  page.tensor(context_vecs);
  page.ask_choice(
      {"v1은 x @ W_query로, v2는 sa_v2.W_query(x)로 쿼리를 구합니다. d_in과 d_out이 "
       "무엇이든 둘이 같은 쿼리를 내려면 v1의 W_query에 무엇을 넣어야 합니까?",
       "v1 computes queries as x @ W_query, v2 as sa_v2.W_query(x). What must W_query "
       "of v1 be for both to give the same queries, whatever d_in and d_out are?"},
      {{"sa_v2.W_query.weight",
        {"Linear는 weight를 (d_out, d_in)으로 저장하는데 W_query는 (d_in, d_out)입니다",
         "Linear keeps its weight as (d_out, d_in), and W_query is (d_in, d_out)"}},
       {"sa_v2.W_query.weight.T"},
       {"sa_v2.W_query.weight * d_in**0.5",
        {"수의 크기만 달라지고 모양은 여전히 (d_out, d_in)입니다",
         "that changes the size of the numbers, and the shape is still (d_out, d_in)"}},
       {"1 / sa_v2.W_query.weight",
        {"원소마다 역수를 구하면 다른 행렬이 되고, 모양은 여전히 (d_out, d_in)입니다",
         "the reciprocal of each element is another matrix, and the shape is still (d_out, d_in)"}}},
      1);
  if (out_of_range(page, {context_vecs})) return;
  page.check(allclose(sa_v1(s.inputs()), context_vecs),
             "v2의 가중치를 전치해 넣은 v1의 출력이 v2의 출력과 같습니다",
             "v1 with the transposed weights of v2 gives the output of v2");
  if (!all_finite(operand_of(context_vecs, names::attn_scores))) return;
  const Tensor queries = operand_of(context_vecs, "queries");
  page.check(by_hand::is_linear(queries, s.inputs(), sa_v2.W_query) &&
                 by_hand::is_attention(context_vecs, by_hand::Sees::all),
             "Linear는 입력과 weight (d_out, d_in)의 행을 내적합니다. 여기서부터 문맥 벡터까지 수 "
             "하나씩 손으로 계산해도 같습니다",
             "Linear takes dot products with the rows of its weight, (d_out, d_in); from there to "
             "the context vectors, worked out number by number, all is the same");
}

}  // namespace attn::chapter3
