#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// The three roles of one token are three products.
void query_key_value(const Settings& s, Page& page) {
  const WeightedAttention W = weighted_attention(s);
  const Tensor& x_2 = W.x_2;
  const Tensor query_2 = matmul(x_2, W.W_query).named("query_2");  // (d_in) @ (d_in, d_out)
  const Tensor key_2 = matmul(x_2, W.W_key).named("key_2");
  const Tensor value_2 = matmul(x_2, W.W_value).named("value_2");

  page.text(
      "토큰 '{}'의 임베딩 x_2에 세 행렬을 각각 곱하면 이 토큰의 쿼리, 키, 값이 나옵니다. W처럼 "
      "학습하는 동안 옵티마이저(optimizer)가 고쳐 나가는 수를 파라미터(parameter)라고 하고, "
      "PyTorch에서는 torch.nn.Parameter로 감쌉니다. 어텐션 가중치는 입력마다 새로 계산하므로 "
      "파라미터가 아닙니다. 이름이 비슷하니 헷갈리지 마십시오.",
      "Multiplying the embedding x_2 of the token '{}' by the three matrices gives its query, "
      "its key and its value. Numbers like W that the optimizer changes during training are "
      "parameters, and PyTorch wraps them in torch.nn.Parameter. Attention weights are not "
      "parameters: they are computed anew for each input. Do not let the similar names mislead "
      "you.",
      s.query_token());
  page.code(
      "query_2 = x_2 @ W_query\n"
      "key_2   = x_2 @ W_key\n"
      "value_2 = x_2 @ W_value");
  page.tensor(x_2);
  page.tensor(query_2);
  page.tensor(key_2);
  page.tensor(value_2);
  const Size parameters = W.W_query.numel() + W.W_key.numel() + W.W_value.numel();
  page.check(parameters == 3 * s.d_in() * s.d_out(),
             "파라미터는 모두 3 × d_in × d_out = {}개입니다",
             "there are 3 × d_in × d_out = {} parameters", parameters);
  page.ask_choice(
      {"다음 가운데 학습하는 동안 옵티마이저가 고쳐 나가는 파라미터는 무엇입니까?",
       "Which of these are parameters, the numbers that the optimizer changes during training?"},
      {{"query_2, key_2, value_2",
        {"입력에 행렬을 곱해 그때그때 계산하는 결과입니다",
         "they are results, computed anew from each input"}},
       {"attn_scores_2",
        {"쿼리와 키를 내적한 결과이므로 입력마다 새로 계산합니다",
         "they are dot products of queries and keys, computed anew for each input"}},
       {"attn_weights_2",
        {"이름은 비슷하지만 점수에 softmax를 취해 얻는 결과입니다",
         "in spite of their name they are results, softmax of the scores"}},
       {"W_query, W_key, W_value"}},
      3);
  if (out_of_range(page, {query_2, key_2, value_2})) return;
  const auto adds_up = [&](const Tensor& product, const Tensor& matrix) {
    return same_product(product, sum(view(x_2, {-1, 1}) * matrix, 0), x_2, matrix);
  };
  page.check(adds_up(query_2, W.W_query) && adds_up(key_2, W.W_key) && adds_up(value_2, W.W_value),
             "어느 것이나 원소 하나하나가 x_2와 그 행렬의 한 열의 내적입니다",
             "in query_2, key_2 and value_2 every element is the dot product of x_2 and a column "
             "of the matrix");
}

}  // namespace attn::chapter3
