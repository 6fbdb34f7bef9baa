#include <algorithm>
#include <cmath>

#include "chapter7_learned/induction.h"
#include "chapter7_learned/learning.h"
#include "chapter7_learned/steps.h"
#include "lesson/comparing.h"
#include "tensor/argmax.h"
#include "tensor/operations.h"

namespace attn::chapter7 {
namespace {

/// How the answer at a place of the repeat is found, step by step.
void follow(Page& page, const Twice& twice, const Tensor& map, const Tensor& logits, Size place) {
  const auto& [ids, period] = twice;
  const Size behind = place - period + 1;
  const Tensor probs = softmax(logits, -1);
  const auto said = static_cast<Size>(argmax(select(logits, 0, place), 0).item());
  const std::string answer = (*token_names(logits.size(-1)))[static_cast<std::size_t>(said)];
  page.table({{"하는 일", "what happens"}, {"자리", "place"}, {"토큰", "token"}, {"값", "value"}},
             {{Text("지금 자리", "the place that asks"), place, token_at(ids, place), ""},
              {Text("같은 토큰이 있던 자리", "where the same token was"), place - period,
               token_at(ids, place - period), map.at({place, place - period})},
              {Text("그 바로 다음 자리", "the place behind it"), behind, token_at(ids, behind),
               map.at({place, behind})},
              {Text("모델의 답과 그 확률", "what the model says, its probability"), place + 1,
               answer, probs.at({place, said})}});
}

void say_what_it_found(Page& page, const Tensor& shares, Size head, bool points_there) {
  const float share = shares.at({1, head});
  if (share > 0.4F) {
    page.text(
        "값 벡터에는 어떤 토큰인지만 담기므로, 이 헤드가 그 자리에서 베껴 오는 것은 지난번에 바로 다음에 온 "
        "토큰입니다. 이런 헤드를 귀납 헤드(induction head)라고 합니다(Olsson et al., 2022). 어떤 토큰들이 "
        "있었는지 외우지 않고도 처음 보는 묶음을 이어 갑니다.",
        "Values carry nothing but which token it is, so what this head copies from there is the token "
        "that came next last time. It is called an induction head (Olsson et al., 2022). It goes on "
        "with blocks that it has never seen, without knowing any of them by heart.");
  } else if (points_there) {
    page.text(
        "몫은 {:.2f}이지만 대부분의 행에서 가장 큰 칸이 그 자리입니다. 여러 헤드가 이 일을 나누어 하거나, "
        "한 헤드가 덜 또렷하게 합니다. 이런 헤드를 귀납 헤드(induction head)라고 합니다(Olsson et al., "
        "2022).",
        "The share is {:.2f}, but in most rows that place has the largest cell: several heads share this "
        "work, or one does it less sharply. Such heads are called induction heads (Olsson et al., 2022).",
        share);
  } else {
    page.text(
        "이 모델의 둘째 층에는 그 자리를 보는 헤드가 없습니다. 가장 큰 몫이 {:.2f}입니다. 그 자리를 보는 "
        "헤드를 귀납 헤드(induction head)라고 합니다(Olsson et al., 2022).",
        "No head in the second layer of this model looks there: the largest share is {:.2f}. One that "
        "does is called an induction head (Olsson et al., 2022).",
        share);
  }
}

}  // namespace

// In the second layer: where the same token stood last time, and what came behind it.
void the_induction_head(const Settings& s, Page& page) {
  const Model model = learned_model(s);
  const Twice twice = chapter7::twice(s, model);
  const auto& [ids, period] = twice;
  const Run run = model(ids);
  const Tensor behind_copy = behind_copy_shares(run, model, period);  // (2, h)
  const Size head = best_head(behind_copy, 1);
  const Tensor map = map_of(run, 1, head);
  const Tensor induction = narrow(narrow(map, 0, period, period), 1, 0, period + 1)
                               .named("induction")
                               .labelled(0, tokens_from(ids, period, period))
                               .labelled(1, tokens_from(ids, 0, period + 1));  // (L, L + 1)
  const Size asks = period + std::min<Size>(period / 2, period - 2);

  double by_hand = 0;
  Size pointing = 0;
  for (Size place = period; place < 2 * period; ++place) {
    const float there = map.at({place, place - period + 1});
    by_hand += there / static_cast<double>(period);
    pointing += there == largest_size(select(map, 0, place)) ? 1 : 0;
  }

  page.text(
      "같은 토큰이 전에도 있었다면, 다음에 올 토큰은 그때 바로 다음에 온 것입니다. 그래서 i번 자리가 볼 만한 "
      "곳은 i - {0}이 아니라 그다음인 i - {0} + 1번 자리입니다({0}[은/는] 묶음의 길이). 두 번째 묶음의 "
      "모든 자리에서 그 칸의 평균을 헤드마다 잰 것이 behind_copy이고, 둘째 층에서 가장 큰 것은 헤드 "
      "1.{1}의 {2:.2f}입니다.",
      "If the same token has been there before, what comes next is what came next then. So the place "
      "worth looking at from place i is not i - {0} but the one behind it, i - {0} + 1 ({0} is the "
      "length of the block). behind_copy has the mean of these cells over the second block, for each "
      "head. The largest of the second layer is that of head 1.{1}: {2:.2f}.",
      period, head, behind_copy.at({1, head}));
  page.practice_gives({"induction"});
  page.code(
      "behind_copy = torch.stack([\n"
      "    torch.stack([share_of(m, {0}, {0} - 1) for m in layer]) for layer in maps])\n"
      "induction = maps[1][{1}, {0}:, :{0} + 1]",
      period, head);
  page.tensor(behind_copy);
  page.text(
      "헤드 1.{}의 지도에서 두 번째 묶음의 행, 첫 묶음과 그다음 자리의 열입니다. 칸이 한 칸씩 오른쪽으로 "
      "비껴 있는지 보십시오.",
      "Of head 1.{}'s map the rows of the second block and the columns of the first, with one more. See "
      "whether the cells lie one to the right of the same token.",
      head);
  page.tensor(induction);
  page.text("{}번 자리의 토큰 {}[을/를] 따라가 봅니다.", "Follow it from place {}, token {}.", asks,
            token_at(ids, asks));
  follow(page, twice, map, run.logits, asks);
  say_what_it_found(page, behind_copy, head, 2 * pointing > period);
  page.check(token_at(ids, asks) == token_at(ids, asks - period) &&
                 token_at(ids, asks + 1) == token_at(ids, asks - period + 1),
             "{0}번과 {1}번 자리의 토큰은 같고, 그 다음 토큰도 같습니다",
             "places {0} and {1} have the same token, and the same comes next", asks,
             asks - period);
  page.check(std::abs(by_hand - behind_copy.at({1, head})) < 1e-5,
             "두 번째 묶음의 행마다 그 칸을 하나씩 더해 평균 내어도 behind_copy와 같습니다",
             "these cells, added up row by row, have the mean in behind_copy");
  check_run(page, model, run);
  page.ask_choice(
      {"A B C A 다음에 올 토큰을 맞히려고 귀납 헤드가 마지막 A에서 보는 자리는 어디입니까?",
       "After A B C A, where does an induction head look from the last A to say what comes next?"},
      {{{"첫 A", "at the first A"},
        {"같은 토큰을 찾기는 하지만, 거기서 베끼면 답이 A가 됩니다",
         "that is the same token, but copied from there the answer would be A"}},
       {"B"},
       {"C",
        {"바로 앞자리일 뿐, 지난번 A 다음에 온 것이 아닙니다",
         "that is the place before, not what came after A last time"}},
       {{"마지막 A 자신", "at the last A itself"},
        {"자기 자신에게서는 다음에 올 것을 알 수 없습니다",
         "the token itself does not tell what comes next"}}},
      1);
}

}  // namespace attn::chapter7
