#include <cmath>

#include "chapter5_encoder_decoder/flow.h"
#include "chapter5_encoder_decoder/steps.h"
#include "lesson/comparing.h"
#include "nn/attention.h"
#include "shared/by_hand.h"
#include "tensor/operations.h"

namespace attn::chapter5 {

// What a token gives to itself stands on the diagonal; the rest are links.
void self_focus(const Settings& s, Page& page) {
  const Projections p = projections(s);
  const Size d = d_model(s);
  const Tensor attn_weights = scaled_softmax(matmul(p.Q, T(p.K)), d).named("attn_weights");
  const Tensor tied_scores = matmul(p.Q, T(p.Q)).named("tied_scores");               // (T, T)
  const Tensor tied_weights = scaled_softmax(tied_scores, d).named("tied_weights");  // (T, T)
  const Tensor self_share = diagonal(attn_weights).named("self_share");              // (T)
  const Tensor link_share = (scalar(1) - self_share).named("link_share");            // (T)
  const Tensor tied_self_share = diagonal(tied_weights).named("tied_self_share");    // (T)

  page.text(
      "어텐션 가중치(attention weight)의 대각선은 토큰이 자기 자신에게 주는 몫, 즉 자기 "
      "집중(self-focus)이고, 나머지 칸은 다른 토큰과의 연결(link)입니다. 키를 쿼리와 같은 행렬로 "
      "만들면(K = Q) 토큰은 자기 자신과 꼭 닮았으므로, 평균을 내면 대각선의 점수가 큰 편입니다. "
      "W_q와 W_k를 따로 두면 '내가 찾는 것'과 '나를 찾는 이름표'가 달라질 수 있어서, 자신보다 다른 "
      "토큰을 더 볼 수도 있습니다.",
      "The diagonal of the attention weights is what a token gives to itself, its self-focus; the "
      "other cells are its links to others. With keys made by the matrix of the queries (K = Q), a "
      "token is just like itself, and the scores on the diagonal are the larger ones on average. "
      "With a W_k of its own, what a token looks for and what it is found by may differ, so the "
      "scores on the diagonal need not be the larger ones.");
  page.table({{"역할", "role"}, {"토큰이 하는 말", "what a token says"}},
             {{"Q", Text("나는 무엇을 찾는가", "what am I looking for?")},
              {"K", Text("나는 어떤 물음에 맞는가", "which questions do I fit?")},
              {"V", Text("나를 보면 무엇을 받아 가는가", "what does one get by looking at me?")}});
  page.code(
      "attn_weights = torch.softmax(Q @ K.T / d_model**0.5, dim=-1)\n"
      "self_share = attn_weights.diagonal()\n"
      "link_share = 1 - self_share\n"
      "tied_scores = Q @ Q.T                                    # K = Q\n"
      "tied_weights = torch.softmax(tied_scores / d_model**0.5, dim=-1)\n"
      "tied_self_share = tied_weights.diagonal()");
  page.tensor(attn_weights);
  page.tensor(self_share);
  page.tensor(link_share);
  page.tensor(tied_scores);
  page.tensor(tied_weights);
  page.tensor(tied_self_share);
  if (out_of_range(page, {p.Q, tied_scores, attn_weights})) return;
  page.table(
      {"", {"자신에게 주는 몫의 평균", "mean share for oneself"}},
      {{"K ≠ Q", mean(self_share).item()},
       {"K = Q", mean(tied_self_share).item()},
       {Text("모두에게 고르게", "the same for all"), 1.0F / static_cast<float>(s.num_tokens())}});
  by_hand::check_weights(page, tied_weights, tied_scores, d);
  page.check(rows_sum_to_one(attn_weights) && by_hand::are_dot_products_of(tied_scores, p.Q, p.Q),
             "모든 행의 합이 1이므로, 1에서 대각선을 뺀 것이 다른 토큰의 몫입니다",
             "every row sums to 1, so 1 minus the diagonal is the share of the others");
  const Tensor sizes_of_scores = product_sizes(p.Q, T(p.Q)) * 1e-5F;
  page.check(
      smallest(sizes_of_scores - sizes(tied_scores - T(tied_scores))) >= 0,
      "K = Q이면 점수가 대칭이어서 한쪽만 다른 쪽을 찾을 수가 없습니다",
      "with K = Q scores are symmetric: one token cannot seek another that does not seek it");
  // The mean of |q_i|² is never below |mean q|², the mean of all q_i · q_j.
  const float lead = mean(diagonal(tied_scores)).item() - mean(tied_scores).item();
  if (std::isfinite(lead))
    page.check(lead >= -largest_size(sizes_of_scores),
               "K = Q이면 대각선 점수의 평균이 전체 점수의 평균보다 크거나 같습니다",
               "with K = Q the mean score on the diagonal is at least that of all scores");
  page.ask_cell(
      {formatted("attn_weights의 행은 보는 토큰, 열은 보이는 토큰입니다. {} 토큰이 다른 "
                 "토큰들에 주는 가중치는 모두 얼마입니까?",
                 ordinal_in_korean(s.query() + 1)),
       formatted("A row of attn_weights is the token that looks, a column the one looked "
                 "at. How much weight does token {} give to the others in all?",
                 s.query() + 1)},
      link_share, {s.query()}, {attn_weights},
      {{self_share.at({s.query()}),
        {"자기 자신에게 주는 가중치입니다", "that is the weight it gives to itself"}},
       {1, {"자기 자신에게 주는 것까지 더한 것입니다", "that includes what it gives to itself"}},
       {sum(attn_weights, 0).at({s.query()}) - self_share.at({s.query()}),
        {"다른 토큰들에 주는 것이 아니라 그들에게서 받는 것입니다",
         "that is what it gets from the others, not what it gives them"}}});
}

}  // namespace attn::chapter5
