#include "chapter5_encoder_decoder/flow.h"
#include "chapter5_encoder_decoder/heads.h"
#include "chapter5_encoder_decoder/steps.h"
#include "lesson/comparing.h"
#include "random/draws.h"
#include "shared/by_hand.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::chapter5 {

// The same numbers to learn, the same work, but eight patterns of attention in place of one.
void eight_heads(const Settings& s, Page& page) {
  Generator generator(s.seed_or(seed_of_models));
  const Tensor x = randn({words, d}, generator).named("x");
  const WideWeights w = wide_weights(generator);
  const Tensor one_head_weights = head(x, w, 0, d).attn_weights.named("one_head_weights");
  std::vector<Tensor> patterns;
  std::vector<Tensor> results;
  Labels head_names;
  for (Size h = 0; h < heads; ++h) {
    const Attended made = head(x, w, h * head_dim, head_dim);
    patterns.push_back(made.attn_weights);
    results.push_back(made.context_vecs.named(formatted("head_{}", h)));
    head_names.push_back(results.back().name());
  }
  const Tensor attn_weights =  // (heads, words, words)
      stack(patterns)
          .named("attn_weights")
          .labelled(0, std::make_shared<const Labels>(std::move(head_names)));
  const Tensor first_word = select(attn_weights, 1, 0).named("first_word");  // (heads, words)
  const Tensor context_vecs = cat(results, -1).named("context_vecs");        // (words, d)

  page.text(
      "단어 {}개가 {}차원이라고 합시다. 헤드를 하나만 두면 단어마다 어텐션 가중치도 한 벌뿐입니다. "
      "{}차원 헤드 {}개로 나누면 파라미터(parameter) 수와 곱셈 횟수는 그대로이면서 가중치가 {}벌이 "
      "되어, 헤드마다 다른 관계를 볼 수 있습니다. 마지막에 cat으로 이어 붙이면 다시 {}차원입니다. "
      "헤드 하나의 속은 14번에서 들여다봅니다.",
      "Take {0} words of {1} numbers each. With a single head, a word has a single row of "
      "attention weights. With {3} heads of {2} there are as many parameters and as many "
      "multiplications as before, but {4} rows of weights for each word, so that each head can "
      "look at something else. In the end cat joins the results, and there are {5} numbers again. "
      "Step 14 looks inside one head.",
      words, d, head_dim, heads, heads, d);
  page.practice_gives({"W_q"});
  page.code(
      "torch.manual_seed({0})\n"
      "x = torch.randn({1}, {2})\n"
      "layers = [torch.nn.Linear({2}, {2}, bias=False) for _ in \"QKV\"]\n"
      "W_q, W_k, W_v = [layer.weight.T for layer in layers]\n"
      "def head(columns):\n"
      "    Q, K, V = x @ W_q[:, columns], x @ W_k[:, columns], x @ W_v[:, columns]\n"
      "    weights = torch.softmax(Q @ K.T / Q.shape[-1]**0.5, dim=-1)\n"
      "    return weights, weights @ V\n"
      "one_head_weights, _ = head(slice(0, {2}))\n"
      "eight = [head(slice(h, h + {3})) for h in range(0, {2}, {3})]\n"
      "attn_weights = torch.stack([weights for weights, _ in eight])\n"
      "first_word = attn_weights[:, 0]            # (heads, words)\n"
      "context_vecs = torch.cat([context for _, context in eight], dim=-1)",
      s.seed_or(seed_of_models), words, d, head_dim);
  const Size one = words * d * d;
  page.table(
      {"", {"헤드 하나", "one head"}, {"헤드 여덟", "eight heads"}},
      {{Text("헤드의 W_q", "W_q of a head"), to_string({d, d}), to_string({d, head_dim})},
       {Text("헤드의 Q", "Q of a head"), to_string({words, d}), to_string({words, head_dim})},
       {Text("W_q의 파라미터", "parameters in W_q"), d * d, heads * d * head_dim},
       {Text("Q를 만드는 곱셈", "multiplications for Q"), one, heads * words * d * head_dim},
       {Text("Q @ K.T의 곱셈", "multiplications for Q @ K.T"), words * words * d,
        heads * words * words * head_dim},
       {Text("가중치 @ V의 곱셈", "multiplications for weights @ V"), words * words * d,
        heads * words * words * head_dim},
       {Text("가중치", "weights"), to_string(one_head_weights.shape()),
        to_string(attn_weights.shape())},
       {Text("이어 붙인 결과", "results, joined"), to_string({words, d}),
        to_string(context_vecs.shape())}});
  page.tensor(one_head_weights);
  page.text("첫 단어가 세 단어에 주는 가중치를 헤드마다 한 행씩 적으면 이렇습니다.",
            "What the first word gives to the three words, a row for each head:");
  page.tensor(first_word);
  const Tensor& scores_of_one = given_to<Div>(given_to<Softmax>(one_head_weights));
  page.check(
      by_hand::are_softmax_of(one_head_weights, scores_of_one, std::sqrt(static_cast<float>(d))) &&
          by_hand::are_dot_products_of(scores_of_one, matmul(x, w.q), matmul(x, w.k)),
      "헤드가 하나이면 점수를 √{}[으로/로], 여덟이면 √{}[으로/로] 나눕니다. 손으로 계산해도 "
      "one_head_weights와 같습니다",
      "a single head divides its scores by √{}, each of eight by √{}; worked out by hand it is "
      "one_head_weights",
      d, head_dim);
  std::vector<Tensor> queries;
  for (Size h = 0; h < heads; ++h) {
    queries.push_back(matmul(x, narrow(w.q, 1, h * head_dim, head_dim)));
  }
  page.check(same_product(cat(queries, -1), matmul(x, w.q), x, w.q),
             "헤드들의 Q를 이어 붙이면 큰 행렬 하나로 만든 Q와 같습니다",
             "the heads' queries, joined, are those that one large matrix makes");
  const float spread = largest_size(amax(attn_weights, 0) + amax(attn_weights * -1.0F, 0));
  page.check(
      spread > 0.05F,
      "모든 칸을 보면, 같은 칸의 가중치가 헤드에 따라 {:.2f}까지 벌어집니다: 헤드마다 다른 곳을 "
      "봅니다",
      "over all cells, the weight of one differs by as much as {:.2f} from head to head: they look "
      "at "
      "different things",
      spread);
  page.ask_shape(
      {formatted("({0},{1}) @ ({1},{2})를 {3}번 하여 얻은 결과를 마지막 축으로 이어 붙이면 "
                 "어떤 모양입니까?",
                 words, d, head_dim, heads),
       formatted("The product ({0},{1}) @ ({1},{2}) is made {3} times and the results "
                 "are joined along the last axis. What shape is that?",
                 words, d, head_dim, heads)},
      context_vecs);
}

}  // namespace attn::chapter5
