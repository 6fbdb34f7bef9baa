#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// Step 8 for all queries at once.
void all_context_vectors(const Settings& s, Page& page) {
  const SimpleAttention flow = simple_attention(s);
  const Tensor& attn_weights = flow.attn_weights;
  const Tensor all_context_vecs =
      matmul(attn_weights, s.inputs()).named("all_context_vecs");  // (T, T) @ (T, d_in) → (T, d_in)

  page.text(
      "8번에서 쿼리 하나로 한 계산을 모든 쿼리로 한꺼번에 합니다. attn_weights의 i행은 inputs의 "
      "행들을 i번째 쿼리의 가중치대로 섞어 문맥 벡터 하나를 만듭니다. 모양은 {}입니다. 토큰마다 "
      "문맥 벡터가 하나씩, 입력과 같은 크기로 나옵니다.",
      "What step 8 did for one query is now done for all of them at once. Row i of attn_weights "
      "mixes the rows of inputs with the weights of query i and so makes one context vector. The "
      "shapes go {}: the result is as large as the input.",
      shape_trace(all_context_vecs));
  page.code("all_context_vecs = attn_weights @ inputs");
  page.tensor(attn_weights);
  page.tensor(all_context_vecs);
  page.ask_shape({"attn_weights @ inputs로 모든 토큰의 문맥 벡터를 한꺼번에 구합니다. "
                  "all_context_vecs의 모양은 무엇입니까?",
                  "attn_weights @ inputs computes the context vectors of all tokens at once. What "
                  "is the shape of all_context_vecs?"},
                 all_context_vecs, {attn_weights, s.inputs()});

  if (out_of_range(page, {flow.attn_scores, attn_weights, all_context_vecs})) return;
  by_hand::check_weights_of(page, "11", attn_weights, flow.attn_scores, 1);
  page.check(by_hand::are_mixtures_of(all_context_vecs, attn_weights, s.inputs()),
             "행마다 따로 구한 가중합과 같습니다",
             "it equals the weighted sums computed row by row");
}

}  // namespace attn::chapter3
