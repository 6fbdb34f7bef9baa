#include "chapter4_multihead/flow.h"
#include "chapter4_multihead/steps.h"
#include "lesson/comparing.h"
#include "lesson/pytorch_source.h"
#include "shared/by_hand.h"
#include "tensor/operations.h"

namespace attn::chapter4 {

// A batch comes in; the layers work on its last axis and leave the others alone.
void forward_begins(const Settings& s, Page& page) {
  const Forward f = forward(s);
  const Tensor queries = f.flat_queries.named("queries");  // (b, T, d_out)

  page.text(
      "forward에는 문장 b개를 쌓은 배치(batch)가 (b, T, d_in) 모양으로 들어옵니다. 여기서 첫 "
      "문장은 입력이고 둘째 문장은 같은 토큰을 거꾸로 늘어놓은 것입니다. 선형층은 마지막 축에만 "
      "작용하므로 모든 문장의 모든 토큰이 같은 가중치로 따로따로 바뀌고, 모양은 (b, T, d_out) = "
      "{}입니다.",
      "A batch of b sentences comes into forward as (b, T, d_in). Here the first sentence is the "
      "input, and the second has the same tokens in reverse order. A linear layer works on the "
      "last axis only: every token of every sentence is changed on its own, by the same weights, "
      "and (b, T, d_out) = {} comes out.",
      to_string(queries.shape()));
  page.practice_gives({"x"});
  page.code(
      "{}\n"
      "x = torch.stack((inputs, inputs.flip(0)))    # two sentences\n"
      "b, num_tokens, d_in = x.shape\n"
      "queries = W_query(x)\n"
      "keys    = W_key(x)\n"
      "values  = W_value(x)",
      inputs_in_pytorch(s.inputs(), s));
  page.tensor(f.x);
  page.tensor(queries);
  page.table({{"텐서", "tensor"}, {"모양", "shape"}},
             {{"x", to_string(f.x.shape())},
              {"queries", to_string(queries.shape())},
              {"keys", to_string(f.flat_keys.shape())},
              {"values", to_string(f.flat_values.shape())}});
  page.ask_shape({formatted("x의 모양이 {}이고 d_out이 {}이면 keys = W_key(x)의 모양은 "
                            "무엇입니까?",
                            to_string(f.x.shape()), d_model(s)),
                  formatted("x is {} and d_out {}. What is the shape of keys = W_key(x)?",
                            to_string(f.x.shape()), d_model(s))},
                 f.flat_keys);
  if (out_of_range(page, {queries})) return;
  page.check(by_hand::is_linear(queries, f.x, f.mha.W_query),
             "토큰 하나하나를 weight의 행과 따로 내적(dot product)해도 queries와 같습니다",
             "queries are the dot products of each token by itself with the rows of weight");
  page.check(same_product(flip(select(queries, 0, 1), 0), select(queries, 0, 0), select(f.x, 0, 0),
                          T(f.mha.W_query.weight)),
             "아직은 토큰끼리 섞이지 않았으므로, queries[1]은 queries[0]을 거꾸로 놓은 것입니다",
             "tokens have not met yet: queries[1] is queries[0] in reverse order");
}

}  // namespace attn::chapter4
