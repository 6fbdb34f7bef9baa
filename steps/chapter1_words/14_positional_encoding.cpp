#include "chapter1_words/positions.h"
#include "chapter1_words/steps.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::chapter1 {

// Each position gets a vector of its own, out of sines and cosines.
void positional_encoding_table(const Settings&, Page& page) {
  const Tensor pe = positional_encoding(few_positions, small_size);  // (n, d)
  const Tensor div_term = operand_of(pe, "div_term");
  const Tensor angles = operand_of(pe, "angles");

  page.text(
      "마스크가 없는 어텐션은 모든 토큰을 한꺼번에 보므로 순서를 모릅니다(3장의 인과 마스크가 "
      "있으면 조금은 알 수 있습니다: Haviv et al., 2022). 그래서 단어 벡터에 위치마다 다른 위치 "
      "인코딩(positional encoding) pe를 더합니다. 짝수 열은 pe[pos, 2i] = sin(pos / 10000^(2i/d)), "
      "홀수 열은 같은 각의 cos이며, i는 이 sin과 cos 쌍의 번호, d는 벡터의 차원입니다. 왼쪽 "
      "쌍일수록 빨리, 오른쪽 쌍일수록 천천히 돕니다. 초침과 분침과 시침을 함께 보면 시각을 알 수 "
      "있는 것과 같습니다.",
      "Attention without a mask sees all tokens at once, and so it does not know their order (with "
      "the causal mask of chapter 3 it can tell something of it: Haviv et al., 2022). Therefore a "
      "vector that differs from position to position, pe, is added to the word vectors. Even "
      "columns are pe[pos, 2i] = sin(pos / 10000^(2i/d)), odd ones the cosine of the same angle; i "
      "counts these pairs of sine and cosine, and d is the dimension of a vector. Pairs on the "
      "left turn fast, those on the right slowly, like the second, minute and hour hands of a "
      "clock, which tell the time together.");
  page.code(
      "import math\n"
      "\n"
      "def positional_encoding(n, d):\n"
      "    position = torch.arange(n)[:, None]\n"
      "    div_term = torch.exp(torch.arange(0, d, 2) * (-math.log(10000.0) / d))\n"
      "    angles = position * div_term                      # (n, d/2)\n"
      "    pe = torch.zeros(n, d)\n"
      "    pe[:, 0::2] = torch.sin(angles)\n"
      "    pe[:, 1::2] = torch.cos(angles)\n"
      "    return pe, div_term, angles\n"
      "\n"
      "pe, div_term, angles = positional_encoding({}, {})",
      few_positions, small_size);
  page.tensor(div_term);
  page.tensor(angles);
  page.tensor(pe);

  Size different = 0;
  for (Size i = 0; i < pe.size(0); ++i) {
    for (Size j = i + 1; j < pe.size(0); ++j) {
      different += allclose(select(pe, 0, i), select(pe, 0, j)) ? 0 : 1;
    }
  }
  page.check(different == pe.size(0) * (pe.size(0) - 1) / 2, "어느 두 위치의 벡터도 같지 않습니다",
             "no two positions have the same vector");
  page.note(
      "sin과 cos은 한 열씩 번갈아 놓입니다. 앞의 절반을 모두 sin, 뒤의 절반을 모두 cos으로 두는 "
      "구현도 있는데, 열의 순서만 다르지만 그 모델의 가중치와는 함께 쓸 수 없습니다.",
      "Sine and cosine take turns, column by column. Some programs put all sines into the first "
      "half and all cosines into the second: only the order of the columns differs, but the "
      "weights of one such model are of no use with the other.");
  page.ask_cell(
      {"pe의 짝수 열은 angles의 sin, 홀수 열은 cos입니다. 위치 0의 각은 모두 0입니다. "
       "pe[0, 1]의 값은 얼마입니까?",
       "Even columns of pe are sines of angles, odd ones cosines. At position 0 all "
       "angles are 0. What is pe[0, 1]?"},
      pe, {0, 1}, {angles},
      {{pe.at({0, 0}),
        {"각 0의 sin이며, 1은 홀수 열입니다", "that is the sine of 0, but column 1 is an odd one"}},
       {pe.at({1, 1}), {"위치 1의 값입니다", "that is the value at position 1"}}});
}

}  // namespace attn::chapter1
