#include <cmath>

#include "chapter8_now/steps.h"
#include "chapter8_now/window.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/operations.h"

namespace attn::chapter8 {
namespace {

/// What is added to the scores of the first token, as if a model had learned to use it as a sink.
constexpr float learned = 3;

/// 1 in the first column, too.
Tensor first_in_sight(const Tensor& may_look) {
  const Size tokens = may_look.size(0);
  if (tokens == 1) return may_look;
  return cat({ones({tokens, 1}), narrow(may_look, 1, 1, tokens - 1)}, 1);
}

/// How much of a row's weight lies where another may not look.
double hidden(const std::vector<float>& full, const std::vector<float>& may_look) {
  double sum = 0;
  for (std::size_t j = 0; j < full.size(); ++j) sum += may_look[j] == 0 ? double{full[j]} : 0;
  return sum;
}

/// Half of what two rows differ by: how much weight has moved from one token to another.
double moved(const std::vector<float>& a, const std::vector<float>& b) {
  double sum = 0;
  for (std::size_t j = 0; j < a.size(); ++j) sum += std::abs(double{a[j]} - double{b[j]}) / 2;
  return sum;
}

/// Whether scores are q · k ÷ root, and more in the first column.
bool are_raised(const Tensor& scores, const Tensor& attn_scores, float root) {
  bool same = by_hand::are_dot_products(attn_scores);
  for_each_cell(scores.shape(), [&](const Index& cell) {
    const float expected = attn_scores.at(cell) / root + (cell[1] == 0 ? learned : 0);
    same = same && std::abs(scores.at(cell) - expected) <= 1e-6F * (1 + std::abs(expected));
  });
  return same;
}

void ask_for_what_is_left(Page& page) {
  const Tensor row = Tensor({3}, {0.6F, 0.3F, 0.1F}).named("row");
  const Tensor left = narrow(row, 0, 1, 2);
  page.ask_cell(
      {"한 토큰의 가중치가 row입니다. 첫 토큰이 창 밖으로 나가 보이지 않게 되면 둘째 토큰의 "
       "가중치는 얼마가 됩니까?",
       "The weights of a token are given as row. The first token leaves the window and is "
       "no longer seen. What does the weight of the second become?"},
      left / sum(left, 0), {0}, {row},
      {{0.3,
        {"그러면 남은 행의 합이 1이 되지 않습니다",
         "then what is left of the row does not sum to 1"}},
       {0.6,
        {"똑같이 나누어 준 것이며, softmax는 남은 가중치의 비를 지킵니다",
         "that shares it out evenly, but softmax keeps the ratio of those that are left"}},
       {0.9,
        {"첫 토큰의 몫을 둘째가 모두 가진 것이며, 셋째도 커집니다",
         "that gives all of it to the second, but the third grows, too"}}});
}

}  // namespace

// Weight that a head does not need goes to the first token; without it, it goes astray.
void the_sink(const Settings& s, Page& page) {
  const Head h = head(s);
  const Size tokens = s.num_tokens();
  std::vector<float> first(static_cast<std::size_t>(tokens), 0);
  first[0] = learned;
  const float root = std::sqrt(static_cast<float>(s.d_out()));
  const Tensor scores = (h.attn_scores / root + Tensor({tokens}, first)).named("scores");  // (T, T)
  const Tensor may_look = window(tokens);
  const Tensor with_sink = first_in_sight(may_look).named("with_sink");  // (T, T)
  const auto last_row = [&](const Tensor& visible) {
    return select(softmax(seen_only(scores, visible), -1), 0, tokens - 1);
  };
  const Tensor full = last_row(tril(ones({tokens, tokens})));  // (T)
  const Tensor windowed = last_row(may_look);
  const Tensor sunk = last_row(with_sink);
  const auto ways = std::make_shared<const Labels>(Labels{"all", "window", "window+sink"});
  const Tensor last_rows = stack({full, windowed, sunk}).named("last_rows").labelled(0, ways);

  page.text(
      "학습한 언어 모델에서는 많은 헤드가 뜻과 상관없이 첫 토큰에 가중치를 몰아줍니다. softmax의 행은 "
      "합이 1이어야 하므로, 볼 것이 마땅치 않은 헤드도 가중치를 어딘가에는 두어야 하기 때문입니다. 이런 "
      "토큰을 어텐션 싱크(attention sink; Xiao et al., 2023)라고 합니다. 11번의 창만 남기면 싱크가 창 "
      "밖으로 나가는 순간 그 가중치가 나머지 토큰에 흩어져 모델이 무너집니다. 그래서 창과 함께 맨 앞의 "
      "토큰 몇 개(그 논문에서는 4개)는 늘 보이게 남겨 둡니다.",
      "In trained language models many heads put most of their weight on the first token, whatever "
      "it means. Rows of softmax must sum to 1, so a head that finds nothing to look at has to "
      "leave its weight somewhere. Such a token is an attention sink (Xiao et al., 2023). With the "
      "window of step 11 alone, the sink leaves the window at some point, its weight is scattered "
      "over the other tokens, and the model breaks down. So a few of the very first tokens, 4 "
      "in that paper, stay in sight along with the window.");
  page.practice_gives({"scores"});
  page.code(
      "scores = attn_scores / d_out**0.5\n"
      "scores[:, 0] += {}                               # as if it had been learned\n"
      "with_sink = may_look.clone()\n"
      "with_sink[:, 0] = True                      # the first is always in sight\n"
      "rows = [torch.ones_like(scores).tril().bool(), may_look, with_sink]\n"
      "last_rows = torch.stack([\n"
      "    torch.softmax(scores.masked_fill(~seen, -torch.inf), dim=-1)[-1]\n"
      "    for seen in rows])",
      learned);
  page.whole_numbers(with_sink);
  page.text(
      "이 장의 헤드는 학습하지 않았으므로, 첫 토큰의 점수에 {}[을/를] 더해 싱크가 있는 것처럼 "
      "만듭니다. 마지막 토큰의 가중치를 모두 볼 때, 창만 볼 때, 창과 싱크를 볼 때 비교합니다.",
      "The head of this chapter is not trained, so {} is added to the scores of the first token, as "
      "if it were a sink. Compare the weights of the last token when it sees all, the window alone, "
      "and the window with the sink.",
      learned);
  page.tensor(last_rows);
  ask_for_what_is_left(page);
  if (out_of_range(page, {scores})) return;
  const std::vector<float> in_window = select(may_look, 0, tokens - 1).values();
  const std::vector<float> in_sight = select(with_sink, 0, tokens - 1).values();
  const double by_window = hidden(full.values(), in_window);
  const double by_sink = hidden(full.values(), in_sight);
  page.table({{"보이는 것", "in sight"}, {"가려진 가중치", "weight hidden"}},
             {{Text("창", "window"), static_cast<float>(by_window)},
              {Text("창과 싱크", "window and sink"), static_cast<float>(by_sink)}});
  page.check(
      std::abs(moved(full.values(), windowed.values()) - by_window) < 1e-5 &&
          std::abs(moved(full.values(), sunk.values()) - by_sink) < 1e-5 &&
          by_sink <= by_window + 1e-6,
      "가려진 가중치만큼이 다른 토큰으로 옮겨 가며, 싱크를 남기면 그보다 많이 옮겨 가지 않습니다",
      "as much weight as is hidden moves to other tokens, and with the sink no more than without");
  const auto visible = [](Size i, Size j) { return j == 0 || (j <= i && j > i - window_size); };
  page.check(
      are_raised(scores, h.attn_scores, root) &&
          by_hand::are_softmax_of(softmax(seen_only(scores, with_sink), -1), scores, 1, visible),
      "창과 첫 토큰만으로 행마다 점수와 softmax를 손으로 계산해도 같습니다",
      "scores and softmax of each row over the window and the first token, worked out by hand, "
      "are the same");
}

}  // namespace attn::chapter8
