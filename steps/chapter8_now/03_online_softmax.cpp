#include <algorithm>
#include <cmath>

#include "chapter8_now/online.h"
#include "chapter8_now/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter8 {
namespace {

/// Whether after each score the maximum and the sum are those of the scores so far.
bool are_of_all_so_far(const Online& online, const std::vector<float>& scores) {
  bool same = true;
  float largest = scores[0];
  for (std::size_t i = 0; i < scores.size(); ++i) {
    largest = std::max(largest, scores[i]);
    double sum = 0;
    for (std::size_t j = 0; j <= i; ++j) sum += std::exp(double{scores[j]} - double{largest});
    same = same && online.maxima[i].item() == largest &&
           std::abs(double{online.sums[i].item()} - sum) <= 1e-5 * sum;
  }
  return same;
}

/// Two parts of a row, each gone through by itself, as one.
void merge_halves(const Tensor& scores, const Online& whole, Page& page) {
  const Size n = scores.numel();
  const Online a = online_softmax(narrow(scores, 0, 0, n / 2));
  const Online b = online_softmax(narrow(scores, 0, n / 2, n - n / 2));
  const float m = std::max(a.maxima.back().item(), b.maxima.back().item());
  const auto as_of_m = [m](const Online& part) {
    return part.sums.back().item() * std::exp(part.maxima.back().item() - m);
  };
  page.check(m == whole.maxima.back().item() &&
                 std::abs(as_of_m(a) + as_of_m(b) - whole.sums.back().item()) <=
                     1e-5F * whole.sums.back().item(),
             "행을 둘로 잘라 따로 훑고, 두 합을 더 큰 최댓값에 맞추어 더해도 같은 합 {:.4f}입니다",
             "the row cut in two, each part gone through by itself, and both sums brought to the "
             "larger maximum and added: the same {:.4f}",
             whole.sums.back().item());
}

/// One score more, worked out in a minute.
void ask_for_the_next_sum(Page& page) {
  const Tensor m = Tensor({1}, {1}).named("m");
  const Tensor l = Tensor({1}, {2}).named("l");
  const Tensor score = Tensor({1}, {3}).named("score");
  const Tensor m_new = maximum(m, score);
  const Tensor next = l * exp(m - m_new) + exp(score - m_new);
  const auto e_squared = std::exp(2.0);
  page.ask_cell(
      {"지금까지의 최댓값 m과 합 l이 아래와 같고, 다음 점수가 score입니다. exp(-2)는 약 0.1353입니다. "
       "이 점수까지 본 뒤의 l은 얼마입니까?",
       "The maximum m and the sum l so far are given, and the next score. exp(-2) is about 0.1353. "
       "What is l after this score?"},
      next, {0}, {m, l, score},
      {{3,
        {"최댓값이 바뀌었으므로 앞의 합에도 exp(m - m_new)를 곱해야 합니다",
         "the maximum has changed, so the sum so far must be multiplied by exp(m - m_new)"}},
       {2 + e_squared,
        {"새 점수에서도 옛 최댓값을 뺀 것이며, 그러면 exp에 0보다 큰 수가 들어갑니다",
         "that subtracts the old maximum from the new score, and exp gets a number above 0"}},
       {2 * e_squared + 1,
        {"배율이 거꾸로이며, 옛 최댓값에서 새 최댓값을 빼야 합니다",
         "the factor is the wrong way round: the new maximum is subtracted from the old"}}});
}

}  // namespace

// Softmax of a row whose scores come one at a time.
void online_softmax_of_a_row(const Settings& s, Page& page) {
  const Tensor query = select(s.inputs(), 0, s.query()).named(names::query);
  const Tensor attn_scores_2 = matmul(s.inputs(), query).named("attn_scores_2");  // (T)
  const Online online = online_softmax(attn_scores_2);
  const auto tokens = std::make_shared<const Labels>(s.tokens());
  const Tensor running_max = stack(online.maxima).named("running_max").labelled(0, tokens);  // (T)
  const Tensor running_sum = stack(online.sums).named("running_sum").labelled(0, tokens);    // (T)
  const Tensor attn_weights_2 =
      (exp(attn_scores_2 - online.maxima.back()) / online.sums.back()).named("attn_weights_2");

  page.text(
      "3.7의 softmax는 행을 세 번 훑습니다. 최댓값을 찾고, exp의 합을 구하고, 그 합으로 나눕니다. "
      "그래서 첫째 훑기가 끝나기 전에는 더하기를 시작하지 못합니다. 온라인 softmax(online softmax; "
      "Milakov and Gimelshein, 2018)는 점수가 오는 대로 지금까지의 최댓값 m과 합 l을 함께 고쳐 "
      "갑니다. 더 큰 점수가 와서 m이 m_new가 되면, 옛 m을 기준으로 더해 둔 l에 exp(m - m_new)를 "
      "곱하기만 하면 됩니다.",
      "The softmax of step 3.7 goes through a row three times: for the maximum, for the sum of "
      "exp, and to divide. So it cannot begin to add before the first pass is over. The online "
      "softmax (Milakov and Gimelshein, 2018) keeps the maximum m and the sum l of what it has "
      "seen, and updates both as scores come in. When a larger score turns m into m_new, what was "
      "added with the old m only needs to be multiplied by exp(m - m_new).");
  page.code(
      "attn_scores_2 = inputs @ inputs[{}]                     # the row of step 3.7\n"
      "m, l = attn_scores_2[0], torch.tensor(1.0)            # exp(m - m) = 1\n"
      "maxima, sums = [m], [l]\n"
      "for score in attn_scores_2[1:]:\n"
      "    m_new = torch.maximum(m, score)\n"
      "    factor = torch.exp(m - m_new)\n"
      "    l = l * factor + torch.exp(score - m_new)\n"
      "    m = m_new\n"
      "    maxima.append(m)\n"
      "    sums.append(l)\n"
      "running_max, running_sum = torch.stack(maxima), torch.stack(sums)\n"
      "attn_weights_2 = torch.exp(attn_scores_2 - m) / l",
      s.query());
  page.tensor(attn_scores_2);
  page.text(
      "토큰을 하나씩 볼 때마다의 m과 l입니다. m이 그대로인 칸에서는 l에 곱하는 수가 exp(0) = 1이어서 "
      "더하기만 합니다.",
      "m and l after each token. Where m stays as it was, the factor is exp(0) = 1, and l is only "
      "added to.");
  page.tensor(running_max);
  page.tensor(running_sum);
  page.tensor(attn_weights_2);
  ask_for_the_next_sum(page);
  if (out_of_range(page, {attn_scores_2})) return;
  page.check(
      are_of_all_so_far(online, attn_scores_2.values()),
      "어느 칸에서든 l은 그때까지의 점수에서 그때까지의 최댓값을 빼고 exp를 취한 합입니다",
      "at each token l is the sum of exp of the scores so far, each less the maximum so far");
  by_hand::check_weights(page, attn_weights_2, attn_scores_2, 1);
  if (s.num_tokens() > 1) merge_halves(attn_scores_2, online, page);
}

}  // namespace attn::chapter8
