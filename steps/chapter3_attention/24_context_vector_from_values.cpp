#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// The values are mixed, not the inputs: the result has their size.
void context_vector_from_values(const Settings& s, Page& page) {
  const WeightedAttention flow = weighted_attention(s);
  const Tensor& attn_weights_2 = flow.attn_weights_2;
  const Tensor& values = flow.values;
  const Tensor context_vec_2 = matmul(attn_weights_2, values).named("context_vec_2");  // (d_out)

  page.text(
      "문맥 벡터는 값 벡터들의 가중합입니다. 8번에서는 입력을 그대로 섞었지만 이제는 W_value를 "
      "거친 값을 섞으므로, 문맥 벡터의 크기는 d_in이 아니라 d_out이 정하며 지금은 {}입니다. 쿼리와 "
      "키는 가중치를 정하는 데만 쓰이고 결과에는 섞이지 않습니다.",
      "The context vector is a weighted sum of the values. Step 8 mixed the inputs themselves; now "
      "the values that came through W_value are mixed, so it is d_out, not d_in, that sets the "
      "size of the context vector, {} here. Queries and keys only decide on the weights and do not "
      "enter the result.",
      s.d_out());
  page.code("context_vec_2 = attn_weights_2 @ values");
  page.tensor(values);
  page.tensor(attn_weights_2);
  page.tensor(context_vec_2);
  page.ask_shape({"문맥 벡터 context_vec_2는 values의 행들을 attn_weights_2의 가중치만큼씩 섞은 "
                  "것입니다. 그 모양은 무엇입니까?",
                  "The context vector context_vec_2 mixes the rows of values with the weights "
                  "attn_weights_2. What is its shape?"},
                 context_vec_2, {attn_weights_2, values});
  if (out_of_range(page, {flow.attn_scores_2, values, attn_weights_2, context_vec_2})) return;
  by_hand::check_weights_of(page, "23", attn_weights_2, flow.attn_scores_2, s.d_out());
  page.check(
      by_hand::are_mixtures_of(view(context_vec_2, {1, -1}), view(attn_weights_2, {1, -1}), values),
      "values의 행마다 가중치를 곱해 더한 것과 같습니다",
      "it equals the rows of values, each times its weight, added up");
}

}  // namespace attn::chapter3
