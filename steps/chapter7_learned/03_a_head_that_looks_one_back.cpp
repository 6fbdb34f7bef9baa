#include <cmath>

#include "chapter7_learned/induction.h"
#include "chapter7_learned/learning.h"
#include "chapter7_learned/steps.h"
#include "lesson/comparing.h"
#include "tensor/operations.h"

namespace attn::chapter7 {
namespace {

/// The first places of a map: what fits on a page.
Tensor corner(const Tensor& map, const Tensor& ids, Size places) {
  const auto tokens = tokens_from(ids, 0, places);
  return narrow(narrow(map, 0, 0, places), 1, 0, places).labelled(0, tokens).labelled(1, tokens);
}

/// The mean of the cells left of the diagonal, without any operation on the map.
double one_back_by_hand(const Tensor& map) {
  double sum = 0;
  for (Size i = 1; i < map.size(0); ++i) sum += map.at({i, i - 1});
  return sum / static_cast<double>(map.size(0) - 1);
}

void say_what_it_found(Page& page, float share, float random) {
  if (share > 0.5F) {
    page.text(
        "이 헤드는 무엇이 적혀 있든 바로 앞자리를 봅니다. 이런 헤드를 앞 토큰 헤드(previous-token head)라고 "
        "합니다. 난수 가중치에서는 그 몫이 {:.2f}뿐입니다. 무엇을 볼지 정해 준 사람은 없습니다. 다음 토큰을 "
        "맞히는 데 쓸모가 있어서 학습이 찾아낸 것입니다.",
        "Whatever stands there, this head looks one place back: a previous-token head. With random "
        "weights that share is only {:.2f}. Nobody told it where to look. Training found that it helps "
        "to foretell the next token.",
        random);
  } else {
    page.text(
        "가장 큰 몫도 {:.2f}에 그칩니다(난수 가중치에서는 {:.2f}). 이 모델에는 바로 앞만 보는 헤드가 없거나, "
        "그 일을 여러 헤드가 나누어 합니다.",
        "Even the largest share is only {:.2f} (with random weights {:.2f}): this model has no head "
        "that looks just one back, or several share that work.",
        share, random);
  }
}

}  // namespace

// Which head it is, is measured and not known beforehand.
void a_head_that_looks_one_back(const Settings& s, Page& page) {
  const Model model = learned_model(s);
  const auto [ids, period] = twice(s, model);
  const Run run = model(ids);
  const Tensor one_back = one_back_shares(run, model);  // (2, h)
  const Size head = best_head(one_back, 0);
  const Tensor map = map_of(run, 0, head);
  const Model before = random_model(s);
  const Run untaught = before(ids);
  const Tensor previous = corner(map, ids, period).named("previous");
  const Tensor at_random = corner(map_of(untaught, 0, head), ids, period).named("at_random");
  const float share = one_back.at({0, head});
  const float random = one_back_shares(untaught, before).at({0, head});

  page.text(
      "어텐션 지도에서 i행은 i번 자리가 어디를 얼마나 보는지 말합니다. 바로 앞자리의 칸, 곧 대각선 바로 "
      "왼쪽의 칸을 모든 행에서 평균 내면 그 헤드가 한 칸 앞을 보는 몫이 됩니다. 헤드마다 잰 것이 "
      "one_back입니다. 첫 층에서 그 몫이 가장 큰 헤드는 0.{}이고(층.헤드, 모두 0부터 셉니다) 몫은 "
      "{:.2f}입니다.",
      "Row i of a map says where place i looks, and how much. Take the cell of the place before, just "
      "left of the diagonal, in every row: the mean is the share with which the head looks one back. "
      "one_back has it for each head. The largest of the first layer is that of head 0.{} (layer.head, "
      "both from 0): {:.2f}.",
      head, share);
  page.practice_gives({"previous", "at_random", "untrained"});
  page.code(
      "def share_of(map, first, back):    # mean of cells [i, i - back], i >= first\n"
      "    return map[first:, first - back:].diagonal().mean()\n"
      "one_back = torch.stack([torch.stack([share_of(m, 1, 1) for m in layer])\n"
      "                        for layer in maps])\n"
      "previous = maps[0][{0}, :{1}, :{1}]\n"
      "torch.manual_seed({2})\n"
      "untrained = Model({3}, {4}, {5}, {6}, keep).requires_grad_(False)\n"
      "at_random = untrained(ids)[1][0][{0}, :{1}, :{1}]",
      head, period, s.seed_or(seed_of_sequences), model.vocabulary(), model.positions(), model.d(),
      model.num_heads);
  page.tensor(one_back);
  page.text("그 헤드의 지도에서 처음 {}자리입니다.", "The first {} places of its map:", period);
  page.tensor(previous);
  page.text("같은 헤드가 학습하기 전, 난수 가중치로 그린 지도입니다.",
            "The same head before training, with random weights:");
  page.counter_example(at_random);
  say_what_it_found(page, share, random);
  page.check(
      std::abs(one_back_by_hand(map) - share) < 1e-5,
      "헤드 0.{}의 지도에서 대각선 바로 왼쪽의 칸을 하나씩 더해 평균 내어도 같습니다",
      "the cells just left of the diagonal of head 0.{}'s map, added up one by one, give the same "
      "mean",
      head);
  page.check(rows_sum_to_one(map), "지도의 모든 행은 합이 1입니다",
             "each row of the map sums to 1");
  check_runs(page, model, run, before, untaught);
  page.ask_choice(
      {"어느 헤드가 모든 자리에서 바로 앞자리만 봅니다. 그 헤드의 지도에서 1은 어디에 있습니까?",
       "A head looks at the place before, at every place, and nowhere else. Where in its map are the "
       "ones?"},
      {{{"대각선 위", "on the diagonal"},
        {"대각선은 자기 자신을 보는 칸입니다", "there a place looks at itself"}},
       {{"대각선 바로 왼쪽", "just left of the diagonal"}},
       {{"대각선 바로 오른쪽", "just right of the diagonal"},
        {"뒤에 올 자리이므로 인과 마스크가 가립니다",
         "those are later places, which the causal mask hides"}},
       {{"첫 열", "in the first column"},
        {"모두가 첫 토큰을 보는 지도입니다", "there all places look at the first token"}}},
      1);
}

}  // namespace attn::chapter7
