#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// Every token's embedding goes in, as much as its weight says.
void context_vector(const Settings& s, Page& page) {
  const SimpleAttention flow = simple_attention(s);
  const Tensor& attn_weights_2 = flow.attn_weights_2;
  const Tensor weighted_inputs =
      (view(attn_weights_2, {-1, 1}) * s.inputs()).named("weighted_inputs");    // (T, d_in)
  const Tensor context_vec_2 = sum(weighted_inputs, 0).named("context_vec_2");  // (d_in)

  page.text(
      "문맥 벡터(context vector)는 모든 토큰의 임베딩을 가중치만큼씩 섞은 가중합(weighted "
      "sum)입니다. 행마다 가중치를 곱한 다음 열마다 더하면 됩니다. 결과는 여전히 '{}'의 "
      "벡터이지만, 이제 문장 전체의 정보가 담겨 있습니다.",
      "The context vector is a weighted sum: it mixes the embeddings of all tokens, each as much "
      "as its weight says. Multiply every row by its weight, then add up along the columns. The "
      "result still stands for '{}', but now it carries information from the whole sentence.",
      s.query_token());
  page.code(
      "weighted_inputs = attn_weights_2.view(-1, 1) * inputs\n"
      "context_vec_2 = weighted_inputs.sum(dim=0)    # attn_weights_2 @ inputs");
  page.tensor(attn_weights_2);
  page.tensor(weighted_inputs);
  page.tensor(context_vec_2);
  page.ask_shape(
      {"attn_weights_2에는 토큰마다 가중치가 하나, inputs에는 토큰마다 임베딩이 하나 있습니다. "
       "임베딩을 가중치만큼씩 섞은 문맥 벡터 context_vec_2의 모양은 무엇입니까?",
       "attn_weights_2 has one weight for each token, inputs one embedding. The context vector "
       "context_vec_2 mixes the embeddings by these weights. What is its shape?"},
      context_vec_2, {attn_weights_2, s.inputs()});
  if (out_of_range(page, {flow.attn_scores_2, attn_weights_2, context_vec_2})) return;
  by_hand::check_weights_of(page, "7", attn_weights_2, flow.attn_scores_2, 1);
  const Tensor by_product = matmul(attn_weights_2, s.inputs());
  page.check(same_product(context_vec_2, by_product, attn_weights_2, s.inputs()),
             "행렬 곱 attn_weights_2 @ inputs와 같습니다",
             "it equals the product attn_weights_2 @ inputs");
}

}  // namespace attn::chapter3
