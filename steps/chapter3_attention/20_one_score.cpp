#include <cmath>

#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// Two vectors, one number: nothing to transpose.
void one_score(const Settings& s, Page& page) {
  const WeightedAttention flow = weighted_attention(s);
  const Tensor& query_2 = flow.query_2;
  const Tensor keys_2 = select(flow.keys, 0, s.query()).named(names::keys_2);
  const Tensor attn_score_22 = dot(query_2, keys_2).named("attn_score_22");  // ()

  page.text(
      "먼저 점수 하나만 구해 봅니다. '{}'의 쿼리가 자기 자신의 키를 만났을 때의 점수입니다. 둘 다 "
      "축이 하나인 벡터이므로 내적이면 충분하고 전치(transpose, .T)는 필요 없습니다. torch.dot은 "
      "축이 하나인 텐서 둘만 받으며, 행렬을 넣으면 오류가 납니다. 축이 하나뿐이면 .T를 써도 "
      "달라지는 것이 없고, PyTorch는 축이 둘이 아닌 텐서에 .T를 쓰지 말라고 경고합니다.",
      "First a single score: the query of '{}' meets the key of the same token. Both are vectors "
      "of one axis, so a dot product is all it takes and there is nothing to transpose. torch.dot "
      "takes two tensors of one axis and nothing else; a matrix raises an error. With one axis .T "
      "changes nothing, and PyTorch warns against .T of anything but two axes.",
      s.query_token());
  page.code("keys_2 = keys[{}]\nattn_score_22 = query_2.dot(keys_2)", s.query());
  page.tensor(query_2);
  page.tensor(keys_2);
  page.tensor(attn_score_22);
  if (out_of_range(page, {attn_score_22})) return;
  page.check(same_product(attn_score_22, sum(query_2 * keys_2, 0), query_2, keys_2),
             "원소끼리 곱해 더한 값과 같습니다",
             "it equals the sum of the products of the elements");

  if (s.d_out() <= 4) {
    page.ask_cell({"query_2와 keys_2의 내적 attn_score_22는 얼마입니까?",
                   "What is attn_score_22, the dot product of query_2 and keys_2?"},
                  attn_score_22, {}, {query_2, keys_2},
                  {{query_2.at({0}) * keys_2.at({0}),
                    {"첫째 원소의 곱뿐이며, 나머지 곱도 더해야 합니다",
                     "that is the first product alone; the others must be added"}},
                   {dot(query_2, query_2).item(),
                    {"query_2를 자기 자신과 내적한 것입니다",
                     "that is the dot product of query_2 with itself"}},
                   {dot(keys_2, keys_2).item(),
                    {"keys_2를 자기 자신과 내적한 것입니다",
                     "that is the dot product of keys_2 with itself"}},
                   {attn_score_22.item() / std::sqrt(static_cast<float>(s.d_out())),
                    {"√d_k로 나누기까지 했는데, 점수는 아직 나누지 않습니다",
                     "that is divided by √d_k, but a score is not divided yet"}}});
  } else {
    page.ask_shape({"query_2와 keys_2의 내적 attn_score_22의 모양은 무엇입니까?",
                    "What is the shape of attn_score_22, the dot product of query_2 and keys_2?"},
                   attn_score_22, {query_2, keys_2});
  }
}

}  // namespace attn::chapter3
