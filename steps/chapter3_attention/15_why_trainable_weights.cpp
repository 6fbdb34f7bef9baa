#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// What attention without weights cannot do, and the two sizes that weights bring in.
void why_trainable_weights(const Settings& s, Page& page) {
  const WeightedAttention flow = weighted_attention(s);
  const Tensor& x_2 = flow.x_2;  // (d_in)
  const bool apart = s.d_in() != s.d_out();
  const Tensor plain = simple_attention(s).attn_scores;
  const Tensor weighted = matmul(matmul(s.inputs(), flow.W_query), T(flow.keys));

  page.text(
      "지금까지의 점수는 입력만으로 정해지므로 배울 것이 없고, i가 j에게 주는 점수는 j가 i에게 "
      "주는 점수와 늘 같습니다. 그래서 학습 가능한 가중치 행렬(weight matrix)을 두어, 임베딩 "
      "하나에서 서로 다른 쿼리, 키, 값을 만들어 냅니다. 각 행렬은 d_in차원 벡터를 d_out차원 "
      "벡터로 바꿉니다. 실제 모델에서는 둘을 같게 두는 일이 많{0}.",
      "So far the scores follow from the input alone, so there is nothing to learn, and i scores "
      "j just as j scores i. That is why trainable weight matrices come in: they make a query, a "
      "key and a value out of the same embedding. Each turns a vector of d_in numbers into one "
      "of d_out. Real models often make the two equal{1}.",
      apart ? "지만 여기서는 구별하기 쉽도록 따로 정합니다" : "으며 지금 설정에서도 같습니다",
      apart ? "; here they are set apart so that you can tell them from each other"
            : ", as they are here");
  page.code("x_2 = inputs[{}]\nd_in, d_out = inputs.shape[1], {}", s.query(), s.d_out());
  page.tensor(x_2);
  page.table({{"크기", "size"}, {"지금 값", "now"}, {"뜻", "meaning"}},
             {{"d_in", s.d_in(), Text("임베딩의 차원", "size of an embedding")},
              {"d_out", s.d_out(), Text("쿼리, 키, 값의 차원", "size of query, key, value")}});
  page.ask_choice(
      {"임베딩끼리 바로 비교하지 않고 학습 가능한 가중치 행렬로 쿼리와 키를 만들면 무엇이 "
       "가능해집니까?",
       "Queries and keys are made with trainable weight matrices instead of comparing the "
       "embeddings themselves. What does that make possible?"},
      {{{"쿼리 하나가 토큰의 수보다 많은 점수를 줄 수 있습니다",
         "one query can give more scores than there are tokens"},
        {"점수는 키마다 하나이고, 키는 토큰마다 하나입니다",
         "there is one score for each key, and one key for each token"}},
       {{"i가 j에게 주는 점수와 j가 i에게 주는 점수가 다를 수 있습니다",
         "i can score j differently from how j scores i"}},
       {{"softmax 없이도 점수의 합이 늘 1이 됩니다", "scores always sum to 1 without softmax"},
        {"내적에는 합을 1로 맞추는 것이 없습니다",
         "nothing in a dot product makes scores sum to 1"}},
       {{"문맥 벡터를 값 없이 구할 수 있습니다", "context vectors can do without values"},
        {"문맥 벡터는 값을 섞은 것이므로 값이 있어야 합니다",
         "a context vector is a mixture of values, so there must be values"}}},
      1);
  if (out_of_range(page, {plain, weighted})) return;
  page.check(same_product(plain, T(plain), s.inputs(), T(s.inputs())),
             "가중치 행렬이 없으면 점수 행렬은 언제나 대칭입니다",
             "without weight matrices the scores are always symmetric");
  // Both ways round, so that the sizes of a score and of its mirror image count.
  const Tensor sizes_of_keys = product_sizes(s.inputs(), flow.W_key);
  const Tensor sizes_of_queries = product_sizes(s.inputs(), flow.W_query);
  if (same_product(weighted, T(weighted), cat({sizes_of_queries, sizes_of_keys}, -1),
                   cat({T(sizes_of_keys), T(sizes_of_queries)}, 0))) {
    page.note(
        "이 입력에서는 16번의 가중치 행렬을 써도 점수 행렬이 대칭입니다. 토큰이 하나이거나 모든 "
        "임베딩이 원점을 지나는 한 직선 위에 있으면 늘 그렇습니다.",
        "With this input they still are, even with the weights of step 16: so it always is with "
        "one token, or when all embeddings lie on one line through zero.");
  } else {
    page.check(!allclose(weighted, T(weighted), 1e-5F, 0),
               "16번의 가중치 행렬을 쓰면 더는 대칭이 아닙니다",
               "with the weights of step 16 they no longer are");
  }
}

}  // namespace attn::chapter3
