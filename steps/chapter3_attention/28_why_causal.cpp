#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/operations.h"

namespace attn::chapter3 {

// A model that writes must not read ahead.
void why_causal(const Settings& s, Page& page) {
  const SelfAttention_v2 sa_v2 = masked_attention(s).sa_v2;
  const Tensor attn_scores = sa_v2.attn_scores(s.inputs());  // (T, T)
  const Tensor attn_weights =
      scaled_softmax(attn_scores, s.d_out()).named("attn_weights");  // (T, T)

  page.text(
      "다음 토큰을 맞히는 모델은 아직 나오지 않은 토큰을 보아서는 안 됩니다. 답을 미리 보는 셈이기 "
      "때문입니다. 그래서 각 토큰이 자기와 그 앞의 토큰만 보게 하는 것이 인과 어텐션(causal "
      "attention)입니다. 점수 행렬은 토큰 × 토큰의 정사각형이므로, 미래에 해당하는 칸은 대각선의 "
      "오른쪽 위에 모입니다. 아직 아무것도 가리지 않은, 27번 모듈의 어텐션 가중치에서 시작합니다.",
      "A model that predicts the next token must not see tokens that are not written yet: that "
      "would be looking up the answer. Causal attention therefore lets each token look only at "
      "itself and at those before it. The scores form a square, tokens by tokens, so the future is "
      "the part above the diagonal, to the right. We start from the attention weights of the "
      "module of step 27, with nothing hidden yet.");
  page.code(
      "queries, keys = sa_v2.W_query(inputs), sa_v2.W_key(inputs)\n"
      "attn_scores = queries @ keys.T\n"
      "attn_weights = torch.softmax(attn_scores / keys.shape[-1]**0.5, dim=-1)");
  page.tensor(attn_scores);
  page.tensor(attn_weights);
  page.ask_choice(
      {"다음 토큰을 맞히도록 학습하는 모델에서 미래를 가리지 않으면 무엇이 문제입니까?",
       "A model learns to predict the next token. What goes wrong if the future is not hidden from "
       "it?"},
      {{{"어텐션 가중치의 합이 1이 되지 않습니다", "the attention weights do not sum to 1"},
        {"가리든 가리지 않든 softmax가 합을 1로 맞춥니다",
         "softmax makes them sum to 1, hidden or not"}},
       {{"점수 행렬이 정사각형이 되지 않습니다", "the scores do not form a square"},
        {"가리든 가리지 않든 점수 행렬은 토큰 × 토큰입니다",
         "the scores are tokens by tokens, hidden or not"}},
       {{"첫 토큰이 자기 자신을 볼 수 없습니다", "the first token cannot look at itself"},
        {"가리지 않으면 어느 토큰이든 모든 토큰을 볼 수 있습니다",
         "with nothing hidden, every token can look at all tokens"}},
       {{"맞혀야 할 토큰을 미리 볼 수 있습니다",
         "it can look at the very token that it should predict"}}},
      3);
  if (out_of_range(page, {attn_scores})) return;
  const float future = sum(sum(triu(attn_weights, 1), 0), 0).item();
  if (future > 0) {
    page.check(
        future < static_cast<float>(s.num_tokens()),
        "아직은 미래의 토큰이 가중치를 받습니다: 모든 쿼리에서 받은 가중치의 합이 {:.4f}입니다",
        "the future still gets weight, {:.4f} from all queries together", future);
  } else {
    page.note("이 입력에서는 가리지 않아도 미래의 토큰이 가중치를 받지 않습니다.",
              "With this input the future gets no weight even with nothing hidden.");
  }
  by_hand::check_weights(page, attn_weights, attn_scores, s.d_out());
}

}  // namespace attn::chapter3
