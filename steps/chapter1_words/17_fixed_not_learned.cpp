#include "chapter1_words/positions.h"
#include "chapter1_words/steps.h"
#include "lesson/comparing.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::chapter1 {

// A formula needs no training, no table, and has no last position.
void fixed_not_learned(const Settings&, Page& page) {
  constexpr Size shift = 3;
  const Tensor pe = positional_encoding(few_positions, small_size);
  const Tensor longer = positional_encoding(2 * few_positions, small_size).named("pe_longer");
  const Tensor angles = operand_of(pe, "angles");
  const Tensor turn = (div_terms(small_size) * static_cast<float>(shift)).named("turn");  // (d/2)
  // sin(a + b) = sin a cos b + cos a sin b, cos(a + b) = cos a cos b - sin a sin b
  const Tensor shifted = view(stack({sin(angles) * cos(turn) + cos(angles) * sin(turn),
                                     cos(angles) * cos(turn) - sin(angles) * sin(turn)},
                                    2),
                              {few_positions, small_size})
                             .named("shifted")
                             .labelled(0, position_names(shift, few_positions))
                             .labelled(1, wave_names(small_size / 2));

  page.text(
      "pe는 학습하지 않고 식으로 정해 둡니다. 그래서 파라미터(parameter)가 없고, 학습할 때 본 "
      "것보다 긴 문장에도 값이 있습니다(그렇다고 모델이 긴 문장을 잘 다루게 되지는 않습니다: Press "
      "et al., 2022). k칸 뒤의 위치 벡터는 어느 위치에서나 같은 회전으로 얻으며, 논문은 그래서 "
      "상대 위치를 배우기 쉬우리라고 보았지만 학습한 위치 표(nn.Embedding)의 결과도 거의 "
      "같았습니다(Vaswani et al., 2017). 요즘의 큰 언어 모델은 대개 이 회전을 쿼리와 키에 직접 "
      "씁니다(RoPE: Su et al., 2021; 8.6). 아래 shifted는 pe를 {}칸만큼 돌린 것입니다.",
      "pe is not learned but fixed by a formula. So it has no parameters, and has values for "
      "sentences longer than any in training, which does not mean that a model handles these well "
      "(Press et al., 2022). The vector k positions on comes from the same rotation wherever you "
      "start; the authors expected that to make relative places easy to learn, but a table of "
      "positions that is learned (nn.Embedding) did about as well (Vaswani et al., 2017). Most "
      "large language models of today apply this rotation to queries and keys instead (RoPE: Su et "
      "al., 2021; see step 8.6). Below, shifted is pe turned by {} positions.",
      shift);
  page.practice_gives({"turn"});
  page.code(
      "pe, _, angles = positional_encoding({0}, {1})\n"
      "pe_longer, div_term, _ = positional_encoding(2 * {0}, {1})\n"
      "turn = {2} * div_term\n"
      "sin, cos = torch.sin(angles), torch.cos(angles)\n"
      "shifted = torch.stack([sin * turn.cos() + cos * turn.sin(),\n"
      "                       cos * turn.cos() - sin * turn.sin()], dim=2)\n"
      "shifted = shifted.view({0}, {1})",
      few_positions, small_size, shift);
  page.tensor(turn);
  page.tensor(shifted);
  page.tensor(longer);
  page.check(largest_size(shifted - narrow(longer, 0, shift, few_positions)) < 1e-5F,
             "shifted의 각 행은 pe_longer에서 {}칸 뒤의 행입니다: 어느 위치에서나 같은 회전입니다",
             "each row of shifted is the row of pe_longer {} positions on: one rotation for all",
             shift);
  page.check(allclose(pe, narrow(longer, 0, 0, few_positions)),
             "위치를 더 늘려도 앞의 행은 바뀌지 않습니다",
             "with more positions the first rows stay the same");
  page.note(
      "'위치 벡터는 값이 커서, 학습하게 두면 학습이 위치에 치우친다'는 설명을 볼 때가 있지만, "
      "식으로 정하는 까닭은 아닙니다. 값은 -1과 1 사이이고, 위치 표를 학습하는 GPT-2와 BERT도 잘 "
      "학습됩니다. 크기가 문제라면 19번처럼 단어 벡터의 크기를 맞춥니다.",
      "One sometimes reads that positions are not learned because their values are large and would "
      "draw all learning to themselves. That is not why: the values lie between -1 and 1, and "
      "GPT-2 and BERT learn their tables of positions very well. Where size is a problem, that of "
      "the word vectors is adjusted, as in step 19.");
  page.ask_count(
      {"위치 100개의 벡터를 학습하는 표 nn.Embedding(100, 512)에는 학습할 파라미터가 몇 "
       "개 있습니까?",
       "How many parameters are there to learn in nn.Embedding(100, 512), a table of vectors for "
       "100 positions?"},
      {"위치마다 512차원 벡터가 하나씩 있습니다", "each position has a vector of 512 numbers"},
      100 * model_size, {},
      {{100,
        {"벡터의 수이며, 벡터마다 원소가 512개입니다",
         "that is the number of vectors, each of 512 numbers"}},
       {model_size, {"벡터 하나의 원소의 수입니다", "that is one vector alone"}},
       {100 + model_size,
        {"더할 것이 아니라 곱해야 합니다", "the two sizes multiply, they do not add up"}}});
}

}  // namespace attn::chapter1
