#include <cmath>
#include <numbers>

#include "chapter1_words/positions.h"
#include "chapter1_words/steps.h"
#include "tensor/operations.h"

namespace attn::chapter1 {
namespace {

/// Positions in a full turn of pair i, to the nearest whole number: 2π times 10000^(2i / d), or,
/// with an exponent that is `times` as large, what the slip makes of it.
Size turn_of(Size i, int times) {
  return std::llround(2 * std::numbers::pi *
                      std::pow(10000.0, times * 2.0 * static_cast<double>(i) / small_size));
}

/// How far the last pair turns over all positions but the first: its angle at the last one.
float last_turn(const Tensor& div_term, Size n) {
  return div_term.at({div_term.size(0) - 1}) * static_cast<float>(n - 1);
}

}  // namespace

// A loop that already steps by 2, and a formula that doubles once more.
void index_doubled(const Settings&, Page& page) {
  const Tensor pe = positional_encoding(few_positions, small_size);
  const Tensor div_term = div_terms(small_size);
  const Tensor doubled = (div_term * div_term).named("div_term_doubled");
  const Tensor pe_doubled = waves(few_positions, doubled).named("pe_doubled");

  page.text(
      "노트나 블로그의 코드에서 자주 보는 실수가 있습니다. for j in range(0, d, 2)의 j는 0, 2, 4로 "
      "커져 이미 식의 2i인데(흔히 이것도 i라고 써서 헷갈립니다), 2를 또 곱해 2 * j / d라고 쓰는 "
      "것입니다. 그러면 지수가 두 배가 되어 주파수가 제곱됩니다. 오른쪽 쌍들은 거의 돌지 않아, "
      "위치가 달라져도 거의 변하지 않는 열이 늘어납니다. 첫 쌍은 맞으므로 눈에는 잘 띄지 않습니다.",
      "A mistake that is often seen in notes and blogs: in for j in range(0, d, 2) the j, often "
      "called i as well, runs 0, 2, 4 and so is already the 2i of the formula, and yet it is "
      "doubled again: 2 * j / d. That doubles the exponent and squares the frequency. The pairs on "
      "the right hardly turn any more, so more columns stay nearly the same whatever the position. "
      "Since the first pair is right, the mistake is easy to overlook.");
  page.code(
      "pe_doubled = torch.zeros({0}, {1})\n"
      "for pos in range({0}):\n"
      "    for j in range(0, {1}, 2):               # j is the 2i of the formula\n"
      "        angle = pos / 10000**(2 * j / {1})      # right: 10000**(j / {1})\n"
      "        pe_doubled[pos, j] = math.sin(angle)\n"
      "        pe_doubled[pos, j + 1] = math.cos(angle)",
      few_positions, small_size);
  page.tensor(pe);
  page.text("번호에 2를 두 번 곱하면 이렇게 됩니다.", "With the index doubled twice:");
  page.counter_example(pe_doubled);
  std::vector<std::vector<block::Cell>> rows;
  for (Size i = 0; i < div_term.size(0); ++i) {
    rows.push_back({i, turn_of(i, 1), turn_of(i, 2)});
  }
  page.table({{"쌍 i", "pair i"},
              {"한 바퀴에 드는 위치 수", "positions in a full turn"},
              {"2를 두 번 곱했을 때", "index doubled"}},
             std::move(rows));
  bool others_differ = true;
  for (Size i = 1; i < div_term.size(0); ++i) {
    others_differ &= !allclose(narrow(pe, 1, 2 * i, 2), narrow(pe_doubled, 1, 2 * i, 2));
  }
  page.check(allclose(narrow(pe, 1, 0, 2), narrow(pe_doubled, 1, 0, 2)) && others_differ,
             "첫 쌍만 같고, 둘째 쌍부터는 모두 다릅니다",
             "the first pair is the same, all others are not");
  page.check(last_turn(doubled, few_positions) < 0.01F * last_turn(div_term, few_positions),
             "마지막 쌍은 위치 {}까지 {:.4f}라디안을 돌아야 하지만 {:.6f}라디안만 돕니다",
             "up to position {} the last pair should turn by {:.4f} radians, but turns by {:.6f}",
             few_positions - 1, last_turn(div_term, few_positions),
             last_turn(doubled, few_positions));
  page.note(
      "for j in range(1, d, 2)로 홀수 열만 돌며 sin만 넣는 코드도 있습니다. 그러면 짝수 열이 비고 "
      "cos이 하나도 없어, 회전(17번)이 되지 않습니다. sin은 짝수 열에, 같은 각의 cos은 바로 다음 "
      "홀수 열에 넣습니다.",
      "Some code loops over for j in range(1, d, 2) and puts in sines alone: even columns stay "
      "empty, and without cosines there is no rotation (step 17). The sine goes into the even "
      "column, the cosine of the same angle into the odd one behind it.");
  page.ask_choice(
      {"d = 8의 쌍 i = 0, 1, 2, 3에서 j = 2i는 0, 2, 4, 6입니다. 각을 pos / 10000**(j / 8)이 "
       "아니라 pos / 10000**(2 * j / 8)로 잘못 계산했습니다. 각이 그대로인 것은 어느 쌍입니까?",
       "With d = 8 the pairs are i = 0, 1, 2, 3, and j = 2i is 0, 2, 4, 6. By mistake the angle "
       "was computed as pos / 10000**(2 * j / 8) and not as pos / 10000**(j / 8). Which pairs keep "
       "their angle?"},
      {{{"모든 쌍", "all of them"},
        {"j가 0이 아니면 2를 곱한 지수가 원래와 다릅니다",
         "where j is not 0, twice the exponent is another number"}},
       {{"마지막 쌍만", "the last one only"},
        {"마지막 쌍은 j가 가장 커서 지수가 가장 많이 달라집니다",
         "the last pair has the largest j, and its exponent changes most"}},
       {{"첫 쌍만", "the first one only"}},
       {{"어느 쌍도 그대로가 아님", "none of them"},
        {"2를 곱해도 그대로인 j가 하나 있습니다",
         "there is one j that stays what it is when it is doubled"}}},
      2);
}

}  // namespace attn::chapter1
