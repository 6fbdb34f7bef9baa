#include <algorithm>

#include "chapter8_now/steps.h"
#include "chapter8_now/window.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/operations.h"

namespace attn::chapter8 {
namespace {

/// How many tokens the last one hears of through so many layers, counted in products of who may
/// look at whom.
Size reached(const Tensor& may_look, int layers) {
  Tensor ways = may_look;
  for (int layer = 1; layer < layers; ++layer) ways = matmul(ways, may_look);
  const std::vector<float> of_last = select(ways, 0, ways.size(0) - 1).values();
  return std::count_if(of_last.begin(), of_last.end(), [](float n) { return n > 0; });
}

void how_far_layers_reach(const Tensor& may_look, Page& page) {
  std::vector<std::vector<block::Cell>> rows;
  bool as_expected = true;
  for (int layers = 1; layers <= 4; ++layers) {
    const Size reach = reached(may_look, layers);
    rows.push_back({Size{layers}, reach, 1 + layers * (window_size - 1)});
    as_expected =
        as_expected && reach == std::min(may_look.size(0), 1 + layers * (window_size - 1));
  }
  page.table(
      {{"층", "layers"}, {"마지막 토큰에 닿는 토큰", "tokens that reach the last"}, "1 + L(W - 1)"},
      std::move(rows));
  page.check(as_expected,
             "층 L개를 지나면 1 + L(W - 1)개의 토큰이 닿습니다(토큰이 그보다 적으면 모두)",
             "through L layers 1 + L(W - 1) tokens reach a token, or all if there are fewer");
}

}  // namespace

// A band along the diagonal, and what reaches a token through layers of it.
void sliding_window(const Settings& s, Page& page) {
  const Head h = head(s);
  const Size tokens = s.num_tokens();
  const Tensor may_look = window(tokens);                                               // (T, T)
  const Tensor masked = seen_only(h.attn_scores, may_look);                             // (T, T)
  const Tensor attn_weights = scaled_softmax(masked, s.d_out()).named("attn_weights");  // (T, T)
  const Tensor context_vecs = matmul(attn_weights, h.values).named("context_vecs");  // (T, d_out)
  const Tensor ways_in_two = matmul(may_look, may_look).named("ways_in_two");        // (T, T)

  page.text(
      "문맥이 길어지면 앞의 토큰을 모두 보는 데 드는 비용이 큽니다. 슬라이딩 윈도(sliding window; Beltagy et "
      "al., 2020)에서는 토큰마다 자기를 포함해 바로 앞까지 W개만 보며, Mistral 7B(Jiang et al., "
      "2023)는 W = 4096이었습니다. 여기서는 W = {0}입니다. i번째 토큰이 보는 것은 i - W < j ≤ i인 j번째 "
      "토큰이므로, 마스크는 대각선을 따라 난 띠가 됩니다. 계산할 점수는 T²이 아니라 많아야 T·W칸이고, "
      "저장해 둘 키와 값도 W개면 됩니다.",
      "In a long context it is expensive to look at all earlier tokens. With a sliding window "
      "(Beltagy et al., 2020) each token looks at W of them, itself and those right before it; "
      "Mistral 7B (Jiang et al., 2023) had W = 4096. Here W = {0}. Token i looks at the tokens j "
      "with i - W < j ≤ i, so the mask is a band along the diagonal. At most T·W scores need to be "
      "computed, not T², and W keys and values are all that must be kept.",
      window_size);
  page.practice_gives({"queries", "attn_scores", "W"});
  page.code(
      "queries, keys, values = sa_v2(inputs)            # as in step 2\n"
      "attn_scores = queries @ keys.T\n"
      "W = {}                                           # itself among them\n"
      "may_look = torch.ones_like(attn_scores).tril().triu(diagonal=1 - W).bool()\n"
      "masked = attn_scores.masked_fill(~may_look, -torch.inf)\n"
      "attn_weights = torch.softmax(masked / d_out**0.5, dim=-1)\n"
      "context_vecs = attn_weights @ values\n"
      "ways_in_two = may_look.float() @ may_look.float()",
      window_size);
  page.whole_numbers(may_look);
  page.tensor(attn_weights);
  page.tensor(context_vecs);
  page.text(
      "창 밖의 토큰도 아주 잊히지는 않습니다. 앞 토큰의 벡터에는 이미 그보다 앞의 것이 섞여 있으므로, "
      "층을 지날 때마다 W - 1개씩 더 멀리까지 닿습니다. ways_in_two의 칸은 두 층을 지나 열의 토큰에서 "
      "행의 토큰까지 가는 길의 수이며, 0이면 닿지 않습니다. Mistral 7B는 층이 32개여서 이렇게 13만 "
      "토큰쯤까지 닿습니다.",
      "Tokens outside the window are not quite forgotten. The vector of an earlier token has "
      "already mixed in still earlier ones, so each layer reaches W - 1 tokens further. A cell of "
      "ways_in_two is in how many ways two layers lead from the column's token to the row's; 0 is "
      "out of reach. With its 32 layers Mistral 7B reaches about 131,000 tokens in this way.");
  page.whole_numbers(ways_in_two);
  how_far_layers_reach(may_look, page);
  page.ask_count(
      {"W = 4이고 자기도 그 가운데 하나입니다. 5번 토큰은 몇 번 토큰까지 거슬러 봅니까?",
       "W = 4, and a token counts itself. Back to which token, by its number, does token 5 look?"},
      {"자기까지 세어 넷입니다", "they are four with itself"}, 2, {},
      {{1,
        {"자기를 세지 않은 것이며, 그러면 모두 다섯을 봅니다",
         "that does not count itself, and would make five of them"}},
       {3, {"그러면 자기까지 셋뿐입니다", "that would make only three, itself among them"}}});
  if (out_of_range(page, {h.attn_scores, h.values})) return;
  const auto in_window = [](Size i, Size j) { return j <= i && j > i - window_size; };
  page.check(by_hand::are_dot_products(h.attn_scores) &&
                 by_hand::are_softmax_of(attn_weights, h.attn_scores,
                                         std::sqrt(static_cast<float>(s.d_out())), in_window) &&
                 by_hand::are_mixtures_of(context_vecs, attn_weights, h.values),
             "행마다 i - W < j ≤ i인 칸만으로 점수, softmax, 가중합을 손으로 계산해도 같습니다",
             "scores, softmax and weighted sums of just the cells with i - W < j ≤ i, by hand, "
             "are the same");
}

}  // namespace attn::chapter8
