#include "chapter5_encoder_decoder/steps.h"
#include "lesson/comparing.h"
#include "nn/attention.h"
#include "shared/by_hand.h"
#include "tensor/names.h"
#include "tensor/operations.h"

namespace attn::chapter5 {
namespace {

/// How far the tokens of x (T, d) lie apart in each dimension: (d).
Tensor range(const Tensor& x) {
  return amax(x, 0) + amax(x * -1.0F, 0);
}

}  // namespace

// A sum of all tokens, but one for each token, and each with weights of its own.
void what_a_sum_keeps(const Settings& s, Page& page) {
  const Tensor& x = s.inputs();
  const Size T_ = s.num_tokens();
  const Tensor attn_scores = matmul(x, T(x)).named(names::attn_scores);       // (T, T)
  const Tensor attn_weights = scaled_softmax(attn_scores, s.d_in());          // (T, T)
  const Tensor context_vecs = matmul(attn_weights, x).named("context_vecs");  // (T, d)
  const Tensor even = ones({T_, T_}) / static_cast<float>(T_);
  const Tensor even_vecs = matmul(even, x).named("even_vecs");        // (T, d)
  const Tensor residual_out = (x + even_vecs).named("residual_out");  // (T, d)
  const Tensor ranges =
      stack({range(x), range(context_vecs), range(even_vecs), range(residual_out)})
          .named("ranges")
          .labelled(0, std::make_shared<const Labels>(Labels{"inputs", "context_vecs", "even_vecs",
                                                             "residual_out"}));  // (4, d)

  page.text(
      "어텐션은 문장을 벡터 하나로 줄이지 않습니다. 토큰마다 자기 가중치로 더한 벡터를 하나씩 "
      "얻으므로 {0}개가 들어가면 {0}개가 나옵니다. 그래도 가중합(weighted sum)은 입력 벡터들 "
      "사이에 놓이므로 토큰들이 퍼진 폭은 커질 수 없고, 가중치가 모두 고르면(even_vecs) 어느 "
      "토큰이었는지조차 알 수 없게 됩니다. 입력을 다시 더하는 잔차 연결(residual connection, "
      "residual_out)은 이때에도 차이를 그대로 남깁니다.",
      "Attention does not reduce a sentence to one vector. Every token gets a sum by weights of "
      "its own, so as many vectors come out as go in, here {0}. Still, a weighted sum lies between "
      "the inputs, so the tokens cannot spread wider than before, and with even weights "
      "(even_vecs) one cannot even tell which token it was. A residual connection, which adds the "
      "input again (residual_out), keeps the differences even then.",
      T_);
  page.code(
      "attn_weights = torch.softmax(inputs @ inputs.T / d_in**0.5, dim=-1)\n"
      "context_vecs = attn_weights @ inputs\n"
      "T = len(inputs)\n"
      "even_vecs = torch.ones(T, T) / T @ inputs          # all weights equal\n"
      "residual_out = inputs + even_vecs\n"
      "vectors = (inputs, context_vecs, even_vecs, residual_out)\n"
      "ranges = torch.stack([y.amax(dim=0) - y.amin(dim=0) for y in vectors])");
  page.tensor(context_vecs);
  page.tensor(even_vecs);
  page.tensor(residual_out);
  page.text("ranges는 차원마다 토큰들의 가장 큰 값과 가장 작은 값의 차이입니다.",
            "ranges tells for each dimension how far the tokens' largest value is from their "
            "smallest:");
  page.tensor(ranges);
  page.ask_choice({"가중치가 모두 고르게 1/T이면 서로 다른 토큰들은 어떤 문맥 벡터를 얻습니까?",
                   "Where every weight is 1/T, which context vectors do different tokens get?"},
                  {{{"저마다 자기 입력 벡터", "each its own input"},
                    {"자기 입력만 남으려면 자기 자신에게 주는 가중치가 1이어야 합니다",
                     "for that, each token would have to give itself a weight of 1"}},
                   {{"모두 같은 벡터", "all the same vector"}},
                   {{"저마다 다른 평균", "each an average of its own"},
                    {"평균이 서로 다르려면 가중치가 토큰마다 달라야 합니다",
                     "averages differ only where the weights differ from token to token"}}},
                  1);
  if (out_of_range(page, {attn_scores, ranges})) return;
  const float rounding = 1e-5F * largest_size(x) + 1e-36F;
  page.check(
      by_hand::are_dot_products_of(attn_scores, x, x) &&
          by_hand::are_softmax_of(attn_weights, attn_scores,
                                  std::sqrt(static_cast<float>(s.d_in()))) &&
          by_hand::are_mixtures_of(context_vecs, attn_weights, x),
      "context_vecs의 행마다 그 토큰의 가중치로 입력을 따로 더해도 같습니다",
      "each row of context_vecs is the inputs, each times that token's own weight, added up");
  page.check(smallest(range(x) - range(context_vecs)) >= -rounding,
             "어느 차원에서도 context_vecs의 폭은 입력의 폭보다 크지 않습니다",
             "in no dimension do context_vecs spread wider than the inputs");
  page.check(largest_size(range(even_vecs)) <= rounding,
             "even_vecs는 모든 토큰이 같습니다: 폭이 0입니다",
             "even_vecs are the same for all tokens: their range is 0");
  page.check(largest_size(range(residual_out) - range(x)) <= 2 * rounding &&
                 largest_size(residual_out - even_vecs - x) <= rounding,
             "잔차 연결을 하면 폭이 입력과 같고, even_vecs를 빼면 입력이 그대로 나옵니다",
             "with the residual the range is that of the inputs, and minus even_vecs it is the "
             "inputs again");
}

}  // namespace attn::chapter5
