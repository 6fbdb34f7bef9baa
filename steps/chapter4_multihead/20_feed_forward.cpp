#include "chapter4_multihead/block.h"
#include "chapter4_multihead/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::chapter4 {
namespace {

/// The one layer that does the same as `first` and then `second`, nothing between them.
Linear in_one(const Linear& first, const Linear& second) {
  Linear both(matmul(second.weight, first.weight));
  both.bias = matmul(second.weight, *first.bias) + *second.bias;
  return both;
}

/// What `second` after `first` adds up for x, signs aside.
Tensor sizes_of_terms(const Linear& first, const Linear& second, const Tensor& x) {
  const Tensor hidden = product_sizes(x, T(first.weight)) + sizes(*first.bias);
  return product_sizes(hidden, T(second.weight)) + sizes(*second.bias);
}

}  // namespace

// Each token by itself: to four times the size, through GELU, and back.
void feed_forward(const Settings& s, Page& page) {
  const Tensor context_vecs = forward_so_far(s).context_vecs;  // (b, T, d)
  const FeedForward ff = feed_forward_of(s);
  const auto weights = weights_in_pytorch(s, "ff", ff, s.seed_or(seed_of_models));
  const Tensor ff_out = ff(context_vecs).named("ff_out");    // (b, T, d)
  const Tensor hidden = operand_of(ff_out, "hidden");        // (b, T, 4d)
  const Tensor activated = operand_of(ff_out, "activated");  // (b, T, 4d)
  const auto of_the_query = [&](const Tensor& x) { return select(select(x, 0, 0), 0, s.query()); };
  const Tensor hidden_2 = of_the_query(hidden).named("hidden_2");  // (4d)
  const Tensor activated_2 = of_the_query(activated).named("activated_2");
  const Size d = context_vecs.size(-1);

  page.text(
      "어텐션이 토큰 사이에서 정보를 모은다면, 피드포워드(feed-forward)는 토큰마다 따로 그 정보를 "
      "가공합니다. 선형층으로 차원을 네 배로 넓히고, GELU를 지나, 다시 선형층으로 처음 크기로 "
      "줄입니다. 넓히면 가운데 칸이 많아져 여러 특징을 나타낼 자리가 생기고(칸 하나가 특징 하나를 "
      "맡는 것은 아닙니다: Elhage et al., 2022), 줄이면 입력과 크기가 같아져 잔차 연결(residual "
      "connection)로 더하고 블록을 여러 층 쌓을 수 있습니다. 아래의 hidden_2와 activated_2는 첫 "
      "문장에 있는 '{}'의 것입니다.",
      "Where attention gathers information from other tokens, the feed-forward layer works on what "
      "each token has, token by token. A linear layer makes its vector four times as long, GELU "
      "follows, and another linear layer brings it back to its first size. The wide middle has "
      "room for many features (not that each unit stands for one: Elhage et al., 2022); narrow "
      "again, the result can be added to the input, and blocks can be stacked. hidden_2 and "
      "activated_2 below are those of '{}' in the first sentence.",
      s.query_token());
  page.code(
      "{0}"
      "ff = torch.nn.Sequential(\n"
      "    torch.nn.Linear(d_out, 4 * d_out),\n"
      "    torch.nn.GELU(),\n"
      "    torch.nn.Linear(4 * d_out, d_out))\n"
      "{2}"
      "hidden = ff[0](context_vecs)\n"
      "activated = ff[1](hidden)\n"
      "hidden_2, activated_2 = hidden[0, {1}], activated[0, {1}]\n"
      "ff_out = ff(context_vecs)",
      weights.seed, s.query(), weights.load);
  page.tensor(hidden_2);
  page.tensor(activated_2);
  page.tensor(ff_out);
  const Size size = ff.expand.num_parameters() + ff.contract.num_parameters();
  page.table({{"층", "layer"}, {"나오는 모양", "output shape"}, {"파라미터", "parameters"}},
             {{formatted("Linear({}, {})", d, 4 * d), to_string(hidden.shape()),
               ff.expand.num_parameters()},
              {"GELU()", to_string(activated.shape()), Size{0}},
              {formatted("Linear({}, {})", 4 * d, d), to_string(ff_out.shape()),
               ff.contract.num_parameters()}});
  page.text(
      "처음 나온 트랜스포머는 512 → 2048 → 512였습니다(Vaswani et al., 2017). 넓은 가운데에서 더 "
      "추상적인 특징을 만들 자리를 얻고, 활성화 함수가 비선형성을 더합니다. 다시 줄이는 것이 "
      "학습을 "
      "안정시킨다는 말도 있지만, 안정에 큰 몫을 하는 것은 LayerNorm과 잔차 연결입니다.",
      "The first transformer had 512 → 2048 → 512 (Vaswani et al., 2017). The wide middle gives "
      "room for more abstract features, and the activation function makes it nonlinear. It is "
      "sometimes said that narrowing again stabilizes training; what does much for stability is "
      "LayerNorm and residual connections.");
  page.note("요즘의 큰 언어 모델은 대개 GELU 대신 SwiGLU를 씁니다(Shazeer, 2020; 8.14).",
            "Most large language models of today use SwiGLU in place of GELU (Shazeer, 2020; step "
            "8.14).");
  if (out_of_range(page, {ff_out})) return;

  page.check(by_hand::is_linear(hidden, context_vecs, ff.expand) &&
                 by_hand::is_linear(ff_out, activated, ff.contract),
             "두 층의 출력은 칸마다 들어온 벡터와 weight 한 행의 내적에 bias를 더한 값입니다",
             "in both layers each number is the dot product of what comes in with a row of weight, "
             "plus the bias");
  const Tensor without_gelu = ff.contract(ff.expand(context_vecs));
  const Tensor off = sizes(without_gelu - in_one(ff.expand, ff.contract)(context_vecs));
  page.check(smallest(sizes_of_terms(ff.expand, ff.contract, context_vecs) * 1e-5F - off) >= 0,
             "GELU가 없으면 두 층은 가중치가 W₂W₁인 선형층 하나와 같습니다",
             "without GELU the two layers are one linear layer whose weight is W₂W₁");
  page.ask_count(
      {formatted("{}차원 토큰을 받는 피드포워드의 파라미터는 편향까지 모두 몇 개입니까?", d),
       formatted("How many parameters, biases included, does the feed-forward layer for tokens of "
                 "size {} have?",
                 d)},
      {formatted("첫 층은 {0} × 4·{0} + 4·{0}개, 둘째 층은 4·{0} × {0} + {0}개입니다", d),
       formatted("the first layer has {0} × 4·{0} + 4·{0}, the second 4·{0} × {0} + {0}", d)},
      size, {},
      {{8 * d * d, {"편향이 빠졌습니다", "the biases are missing"}},
       {ff.expand.num_parameters(),
        {"첫 층의 파라미터입니다", "those are the parameters of the first layer"}},
       {ff.contract.num_parameters(),
        {"둘째 층의 파라미터입니다", "those are the parameters of the second layer"}},
       {8 * d * d + 8 * d,
        {"둘째 층의 편향은 나오는 차원마다 하나입니다",
         "the second layer has a bias for each number that comes out, no more"}}});
}

}  // namespace attn::chapter4
