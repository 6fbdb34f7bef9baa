#include "chapter3_attention/flow.h"
#include "chapter3_attention/steps.h"
#include "lesson/comparing.h"
#include "lesson/race.h"
#include "random/draws.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter3 {
namespace {

Tensor scores_by_loops(const Tensor& x) {
  std::vector<Tensor> scores;
  for (Size i = 0; i < x.size(0); ++i) {
    for (Size j = 0; j < x.size(0); ++j) {
      scores.push_back(dot(select(x, 0, i), select(x, 0, j)));
    }
  }
  return view(stack(scores), {x.size(0), x.size(0)});
}

/// At a size where the difference shows.
void race_loops_against_product(const Settings& s, Page& page) {
  if (!s.measure) return;
  const WithoutRecording large;
  Generator generator(s.seed_or(seed_of_weights));
  const Tensor x = rand({128, 64}, generator);
  race(s, page, {{"반복문, (128,64)", "loops, (128,64)"}, [&] { scores_by_loops(x); }},
       {{"행렬 곱, (128,64)", "one product, (128,64)"}, [&] { matmul(x, T(x)); }});
}

}  // namespace

// All pairs at once: the same multiplications, handed over in one call.
void scores_by_one_product(const Settings& s, Page& page) {
  const Tensor attn_scores = matmul(s.inputs(), T(s.inputs())).named(names::attn_scores);  // (T, T)
  const Size pairs = s.num_tokens() * s.num_tokens();

  page.text(
      "같은 계산을 행렬 곱 한 번으로 끝냅니다. inputs의 행과 inputs.T의 열이 만나는 자리마다 "
      "내적이 하나씩 생기기 때문입니다. 곱셈의 횟수는 반복문과 똑같습니다. 그래도 토큰이 많으면 "
      "훨씬 빠릅니다. 쌍마다 한 번씩 호출하는 대신 한 번만 호출하고, 라이브러리가 여러 수를 "
      "한꺼번에 곱하며(SIMD) 데이터를 캐시에 들어가는 크기로 나누어 처리하기 때문입니다.",
      "One matrix product does it all: wherever a row of inputs meets a column of inputs.T there "
      "is one dot product. The multiplications are as many as in the loops. Still it is much "
      "faster once there are many tokens: there is one call in place of one for each pair, and the "
      "library multiplies several numbers at a time (SIMD) and works through the data in pieces "
      "that fit the cache.");
  page.code("attn_scores = inputs @ inputs.T");
  page.tensor(s.inputs());
  page.tensor(attn_scores);
  page.table({{"방법", "way"}, {"곱셈", "multiplications"}, {"함수 호출", "calls"}},
             {{Text("반복문", "loops"), pairs * s.d_in(), pairs},
              {Text("행렬 곱", "one product"), pairs * s.d_in(), Size{1}}});
  race_loops_against_product(s, page);
  page.ask_choice(
      {"어떤 입력에서나 반복문 두 개로 구한 attn_scores와 같은 결과를 주는 식은 무엇입니까?",
       "Which expression gives the same attn_scores as the two loops, whatever the input?"},
      {{"inputs.T @ inputs",
        {"토큰이 아니라 차원끼리 내적한 것이어서 모양이 (d_in, d_in)입니다",
         "that takes the dot products of dimensions, not tokens: its shape is (d_in, d_in)"}},
       {"inputs * inputs",
        {"같은 자리의 원소끼리 곱할 뿐이어서 서로 다른 토큰이 만나지 않습니다",
         "that multiplies each element by itself, so no token meets another"}},
       {"inputs @ inputs",
        {"안쪽 크기가 d_in과 토큰의 수여서 같지 않으면 곱할 수 없습니다",
         "its inner sizes are d_in and the number of tokens, which need not agree"}},
       {"inputs @ inputs.T"}},
      3, {s.inputs()});
  if (out_of_range(page, {attn_scores})) return;
  page.check(same_product(attn_scores, scores_by_loops(s.inputs()), s.inputs(), T(s.inputs())),
             "9번의 반복문과 결과가 같습니다", "the result equals the loops of step 9");
}

}  // namespace attn::chapter3
