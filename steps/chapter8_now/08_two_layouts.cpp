#include "chapter8_now/steps.h"
#include "chapter8_now/turned.h"
#include "lesson/comparing.h"
#include "nn/rope.h"
#include "random/draws.h"
#include "shared/models.h"
#include "shared/positions.h"
#include "tensor/operations.h"

namespace attn::chapter8 {
namespace {

/// The rows of a weight (d, d_in) in the order in which halves pair what lay side by side: 0, 2, 4
/// … then 1, 3, 5 ….
Tensor for_halves(const Tensor& weight) {
  const Size d = weight.size(0);
  const Tensor pairs = view(weight, {d / 2, 2, weight.size(1)});
  return reshape(transpose(pairs, 0, 1), weight.shape());
}

/// One vector against itself, turned in two layouts and put at every place: (places).
struct AgainstItself {
  Tensor same_layout, mixed_layouts;
};
AgainstItself against_itself(const Tensor& one, Size d) {
  const auto labels = position_names(0, places);
  const Tensor angles = rope_angles(places, d);
  const Tensor at = expand(one, {places, d});
  const Tensor by_pairs = rope(at, angles);
  return {sum(by_pairs * by_pairs, 1).named("same_layout").labelled(0, labels),
          sum(by_pairs * rope_halves(at, angles), 1).named("mixed_layouts").labelled(0, labels)};
}

void ask_for_the_partner(Page& page) {
  page.ask_count(
      {"d가 8이고 수의 번호가 0부터 7까지라고 합시다. 절반씩 짝짓는 방식에서 1번 수의 짝은 몇 번 "
       "수입니까?",
       "Say d is 8, and the numbers are counted from 0 to 7. In the layout of halves, which number "
       "is paired with number 1?"},
      {"앞 절반의 수와 뒤 절반의 같은 자리에 있는 수가 짝입니다",
       "a number of the first half is paired with the one at the same place in the second"},
      5, {},
      {{0, {"나란한 두 수를 짝지은 것입니다", "that pairs two numbers side by side"}},
       {2,
        {"나란한 수이지만 짝은 0번부터 둘씩입니다",
         "that is its neighbour, but even side by side pairs start at number 0"}},
       {4, {"0번 수의 짝입니다", "that is the partner of number 0"}},
       {6, {"양 끝에서부터 짝지은 것입니다", "that pairs them from both ends"}}});
}

}  // namespace

// Which two numbers are a pair is a matter of taste, as long as weights and code agree on it.
void two_layouts(const Settings& s, Page& page) {
  const Turned t = turned(s);
  const Size d = rope_size(s);
  const Tensor turned_halves =
      with_tokens(rope_halves(t.queries, t.angles), s).named("turned_halves");
  const auto turned_with = [&](const Linear& layer) {
    return rope_halves(matmul(s.inputs(), T(for_halves(layer.weight))), t.angles);
  };
  const Tensor halves_scores =
      matmul(turned_with(t.W_query), T(turned_with(t.W_key))).named("halves_scores");  // (T, T)
  Generator generator(s.seed_or(seed_of_models));
  const Tensor one = randn({1, d}, generator).named("one");
  const AgainstItself itself = against_itself(one, d);

  page.text(
      "둘씩 짝짓는 방법은 두 가지가 쓰입니다. 논문처럼 나란한 두 수(0과 1, 2와 3, …)를 짝짓기도 "
      "하고, 앞 절반과 뒤 절반의 같은 자리(0과 d/2, 1과 d/2 + 1, …)를 짝짓기도 합니다. 뒤의 것은 "
      "rotate_half라는 함수로 짜므로 코드를 보면 압니다. 같은 쿼리를 두 방식으로 돌린 "
      "turned_queries와 turned_halves는 수가 다르지만 모양은 같습니다.",
      "Two ways to make pairs are in use. Pairs may be two numbers side by side, as in the paper "
      "(0 and 1, 2 and 3, …), or the same places of the first and the second half (0 and d/2, 1 "
      "and d/2 + 1, …). Code of the second kind has a function called rotate_half. The same "
      "queries turned in both ways, turned_queries and turned_halves, have other numbers but the same "
      "shape.");
  page.code(
      "def rotate_half(x):\n"
      "    first, second = x.chunk(2, dim=-1)\n"
      "    return torch.cat([-second, first], dim=-1)\n"
      "def rope_halves(x, angles):\n"
      "    angles = torch.cat([angles, angles], dim=-1)         # (T, d)\n"
      "    return x * torch.cos(angles) + rotate_half(x) * torch.sin(angles)\n"
      "turned_halves = rope_halves(queries, angles)");
  page.tensor(t.turned_queries);
  page.tensor(turned_halves);
  page.table({{"짝짓기", "layout"}, {"0번의 짝", "partner of 0"}, {"쓰는 곳", "used by"}},
             {{Text("나란히", "side by side"), Size{1},
               Text("RoFormer(2021), GPT-J(2021), Meta의 Llama 코드(2023)",
                    "RoFormer (2021), GPT-J (2021), Meta's code of Llama (2023)")},
              {Text("절반씩", "halves"), d / 2,
               Text("GPT-NeoX(2022), Hugging Face의 Llama 코드(2023)",
                    "GPT-NeoX (2022), Hugging Face's code of Llama (2023)")}});
  page.text(
      "W_query와 W_key의 행을 0, 2, 4, …, 1, 3, 5, … 순서로 바꾸어 놓으면 나란했던 두 수가 두 "
      "절반의 같은 자리에 옵니다. 그러면 절반씩 짝지어도 점수는 같습니다. 내적은 더하는 순서를 "
      "가리지 않기 때문입니다. 모델을 다른 라이브러리로 옮기는 프로그램이 하는 일이 이것입니다.",
      "Put the rows of W_query and W_key in the order 0, 2, 4, …, 1, 3, 5, …, and what was side by "
      "side comes to the same place of both halves. Then the layout of halves gives the same "
      "scores, since a dot product does not care in which order it adds up. That is what programs "
      "do that carry a model over to another library.");
  page.code(
      "def for_halves(weight):                                  # (d, d_in)\n"
      "    return weight.view({0}, 2, -1).transpose(0, 1).reshape({1}, -1)\n"
      "q_halves = rope_halves(inputs @ for_halves(W_query.weight).T, angles)\n"
      "k_halves = rope_halves(inputs @ for_halves(W_key.weight).T, angles)\n"
      "halves_scores = q_halves @ k_halves.T",
      d / 2, d);
  page.tensor(halves_scores);
  page.text(
      "두 방식을 섞으면 오류는 나지 않고 점수만 틀립니다. 벡터 하나를 쿼리로도 키로도 써서 같은 "
      "위치에 놓으면 거리는 늘 0입니다. 그래서 점수도 늘 같아야 하지만, 섞으면 위치마다 달라집니다.",
      "Mixing the two raises no error; only the scores are wrong. Take one vector as query and as "
      "key, both at the same place: the distance is always 0, so the score must always be the "
      "same, but with mixed layouts it changes with the place.");
  page.practice_gives({"one", "six"});
  page.code(
      "torch.manual_seed({0})\n"
      "one = torch.randn(1, {1}).expand({2}, -1)\n"
      "six = torch.arange({2})[:, None] * div_term\n"
      "same_layout = (rope(one, six) * rope(one, six)).sum(dim=1)\n"
      "mixed_layouts = (rope(one, six) * rope_halves(one, six)).sum(dim=1)",
      s.seed_or(seed_of_models), d, places);
  page.tensor(itself.same_layout);
  page.counter_example(itself.mixed_layouts);
  ask_for_the_partner(page);

  const float own_size = largest_size(itself.same_layout);
  page.check(largest_size(itself.same_layout - sum(one * one, 1)) <= 1e-5F * own_size,
             "한 방식으로만 돌리면 어느 위치에서나 벡터 자신의 내적 그대로입니다",
             "in one layout it is the vector's dot product with itself, at every place");
  if (d == 2) {
    page.check(largest_size(itself.mixed_layouts - itself.same_layout) <= 1e-5F * own_size,
               "d가 2이면 쌍이 하나뿐이라 두 방식이 같습니다",
               "with d = 2 there is a single pair, and both layouts are the same");
  } else {
    page.check(largest_size(itself.mixed_layouts - itself.same_layout) > 1e-3F * own_size,
               "섞으면 위치 0을 떠나면서 점수가 달라집니다",
               "mixed, the score changes as soon as the place is no longer 0");
  }
  if (out_of_range(page, {t.attn_scores, halves_scores})) return;
  const float size = largest_size(row_lengths(t.queries)) * largest_size(row_lengths(t.keys));
  page.check(largest_size(halves_scores - t.attn_scores) <= 1e-5F * size,
             "행을 바꾸어 놓은 가중치로는 절반씩 짝지어도 7번의 attn_scores와 같습니다",
             "with the rows of the weights reordered, halves give the attn_scores of step 7");
}

}  // namespace attn::chapter8
