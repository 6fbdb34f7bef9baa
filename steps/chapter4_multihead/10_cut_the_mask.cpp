#include <cmath>
#include <limits>

#include "chapter4_multihead/flow.h"
#include "chapter4_multihead/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/operations.h"

namespace attn::chapter4 {

// The mask was made for the longest sentence; this one may be shorter.
void cut_the_mask(const Settings& s, Page& page) {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  const Forward f = forward(s);
  const Size num_tokens = s.num_tokens();
  const Size length = f.mha.mask->size(0);

  page.text(
      "마스크는 문맥 길이만큼 {0} × {0}이고 점수는 {1} × {1}입니다. 앞의 num_tokens개 행과 열만 "
      "잘라 쓰므로 더 짧은 문장에도 맞고, 왼쪽 위부터 자르므로 '대각선 위는 미래'라는 뜻도 "
      "그대로입니다. 잘린 (T, T) 마스크 하나가 모든 문장과 모든 헤드에 똑같이 씌워져(브로드캐스팅, "
      "broadcasting), 미래의 점수가 -inf가 됩니다.",
      "The mask is {0} × {0}, made for the context length; the scores are {1} × {1}. Its first "
      "num_tokens rows and columns are used, so it fits shorter sentences, too; and since it is "
      "cut from the upper left, the future still lies above the diagonal. The one (T, T) mask is "
      "laid over every head of every sentence alike (broadcasting), and future scores become -inf.",
      length, num_tokens);
  page.code(
      "cut_mask = mask[:num_tokens, :num_tokens]\n"
      "masked = attn_scores.masked_fill(cut_mask.bool(), -torch.inf)");
  page.whole_numbers(f.cut_mask);
  page.tensor(f.attn_scores);
  page.tensor(f.masked);

  page.note(
      "masked_fill_처럼 이름이 밑줄로 끝나면 새 텐서를 만들지 않고 attn_scores 자체를 "
      "고칩니다(제자리 연산, in-place). 결과는 같고 메모리를 아끼지만, 가리기 전의 점수는 "
      "사라집니다.",
      "With an underscore at the end, masked_fill_ makes no new tensor but changes attn_scores "
      "itself (in place). The result is the same and memory is saved, but the scores as they were "
      "before are gone.");

  bool as_planned = true;
  for_each_cell(f.masked.shape(), [&](const Index& at) {
    const bool is_future = at[3] > at[2];
    const float expected = is_future ? -infinity : f.attn_scores.at(at);
    as_planned = as_planned && f.masked.at(at) == expected;
  });
  page.check(f.cut_mask.values() == causal_mask(num_tokens).values(),
             "잘라 낸 마스크는 토큰 {}개로 새로 만든 마스크와 같습니다",
             "the cut mask is what a mask made for T = {} would be", num_tokens);
  if (out_of_range(page, {f.attn_scores})) return;
  page.ask_cell(
      {"cut_mask가 1인 칸의 점수를 -inf로 가린 다음 √d_k로 나누고 softmax를 취합니다. "
       "attn_weights[0, 0, 0, 0]은 얼마가 됩니까?",
       "Scores are set to -inf where cut_mask is 1, then divided by √d_k, and softmax is taken. "
       "What does attn_weights[0, 0, 0, 0] become?"},
      f.attn_weights, {0, 0, 0, 0}, {f.cut_mask},
      {{0,
        {"cut_mask의 값이며, 0은 보아도 되는 칸입니다",
         "that is the value of cut_mask, where 0 is a cell that may be looked at"}},
       {1 / static_cast<double>(num_tokens),
        {"모든 토큰에 고르게 나눈 것인데, 첫 토큰의 미래는 가려져 있습니다",
         "that shares it out evenly to all tokens, but the future of the first one is hidden"}},
       {softmax(f.attn_scores / std::sqrt(static_cast<float>(f.keys.size(-1))), -1)
            .at({0, 0, 0, 0}),
        {"가리지 않고 softmax를 취한 것입니다", "that is softmax with nothing hidden"}}});
  page.check(
      as_planned && by_hand::are_dot_products(f.attn_scores),
      "모든 문장, 모든 헤드에서 j > i인 칸만 -inf이고, 나머지는 쿼리와 키의 내적 그대로입니다",
      "in every head of every sentence the cells with j > i are -inf, and all others are dot "
      "products of query and key as before");
}

}  // namespace attn::chapter4
