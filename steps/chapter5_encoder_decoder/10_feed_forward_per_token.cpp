#include "chapter5_encoder_decoder/flow.h"
#include "chapter5_encoder_decoder/steps.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/operations.h"

namespace attn::chapter5 {
namespace {

/// What the two layers add up for x, signs aside.
Tensor sizes_of_terms(const Linear& linear1, const Linear& linear2, const Tensor& x) {
  const Tensor hidden = product_sizes(x, T(linear1.weight)) + sizes(*linear1.bias);
  return product_sizes(hidden, T(linear2.weight)) + sizes(*linear2.bias);
}

}  // namespace

// The same two layers for every token, and no token hears of another.
void feed_forward_per_token(const Settings& s, Page& page) {
  const Size d = d_model(s);
  const Tensor x = embedded(s);  // (T, d)
  Generator generator(s.seed_or(seed_of_models));
  Linear linear1(d, 4 * d, true, generator);
  Linear linear2(4 * d, d, true, generator);
  linear1.name("linear1.");
  linear2.name("linear2.");
  const auto feed_forward = [&](const Tensor& tokens) { return linear2(relu(linear1(tokens))); };
  const Tensor hidden = relu(linear1(x)).named("hidden");  // (T, 4d)
  const Tensor ff_out = linear2(hidden).named("ff_out");   // (T, d)
  std::vector<Tensor> rows;
  for (Size i = 0; i < s.num_tokens(); ++i) rows.push_back(feed_forward(select(x, 0, i)));
  const Tensor one_by_one = stack(rows).named("one_by_one");  // (T, d)

  page.text(
      "피드포워드(feed-forward)에서는 선형층(linear layer)이 토큰을 {1}차원까지 넓히고, ReLU를 "
      "거쳐, 두 번째 선형층이 다시 {0}차원으로 줄입니다. 모든 토큰에 같은 가중치를 쓰고 토큰끼리 "
      "섞는 계산이 없으므로, 한꺼번에 넣든 하나씩 넣든 결과가 같고, 순서를 뒤집어 넣으면 결과도 "
      "뒤집혀 나올 뿐입니다. 토큰이 서로를 보는 곳은 어텐션뿐입니다. 여기서는 먼저 선형층 embed로 "
      "입력을 {0}차원(d_model)으로 바꾸고 x라고 부릅니다.",
      "The feed-forward layer widens a token to size {1} by a linear layer, applies ReLU, and "
      "brings it back to size {0} by another. It is the same for every token and mixes none, so "
      "all at once or one by one gives the same, and tokens in reverse order give results in "
      "reverse order. Attention is the only place where tokens see each other. First a linear "
      "layer, embed, makes x of the input, in which a token has size {0} (d_model).",
      d, 4 * d);
  page.code(
      "torch.manual_seed({0})\n"
      "embed = torch.nn.Linear(d_in, d_model)\n"
      "x = embed(inputs)\n"
      "torch.manual_seed({0})\n"
      "linear1 = torch.nn.Linear(d_model, 4 * d_model)\n"
      "linear2 = torch.nn.Linear(4 * d_model, d_model)\n"
      "def feed_forward(x):\n"
      "    return linear2(torch.relu(linear1(x)))\n"
      "ff_out = feed_forward(x)\n"
      "one_by_one = torch.stack([feed_forward(token) for token in x])",
      s.seed_or(seed_of_models));
  page.tensor(x);
  page.tensor(ff_out);
  page.ask_shape({formatted("x는 {}이고 linear1 = Linear({}, {})입니다. linear1(x)의 모양은 "
                            "무엇입니까?",
                            to_string(x.shape()), d, 4 * d),
                  formatted("x is {}, and linear1 = Linear({}, {}). What is the shape of "
                            "linear1(x)?",
                            to_string(x.shape()), d, 4 * d)},
                 linear1(x));
  if (out_of_range(page, {x, ff_out})) return;
  page.check(by_hand::is_linear(ff_out, hidden, linear2) && smallest(hidden) >= 0,
             "{} → {} → {}: ReLU를 지난 hidden에는 음수가 없고, ff_out은 hidden과 linear2.weight의 "
             "행을 내적해 bias를 더한 것입니다",
             "{} → {} → {}: after ReLU nothing in hidden is negative, and ff_out are its dot "
             "products with the rows of linear2.weight, plus the bias",
             to_string(x.shape()), to_string(hidden.shape()), to_string(ff_out.shape()));
  const Tensor terms = sizes_of_terms(linear1, linear2, x) * 1e-5F;
  page.check(smallest(terms - sizes(one_by_one - ff_out)) >= 0,
             "토큰 하나씩 계산해도 한꺼번에 계산한 것과 같습니다",
             "token by token gives the same as all at once");
  page.check(smallest(flip(terms, 0) - sizes(feed_forward(flip(x, 0)) - flip(ff_out, 0))) >= 0,
             "토큰을 거꾸로 넣으면 결과도 거꾸로 나올 뿐입니다",
             "tokens in reverse order give the results in reverse order, and no others");
}

}  // namespace attn::chapter5
