#include <cmath>

#include "chapter5_encoder_decoder/heads.h"
#include "chapter5_encoder_decoder/steps.h"
#include "lesson/comparing.h"
#include "random/draws.h"
#include "shared/by_hand.h"
#include "shared/models.h"
#include "tensor/operations.h"

namespace attn::chapter5 {

// Step 7 from inside: what has which shape, and what it is that softmax meets.
void one_word_in_one_head(const Settings& s, Page& page) {
  Generator generator(s.seed_or(seed_of_models));
  const Tensor x = randn({words, d}, generator).named("x");
  const WideWeights w = wide_weights(generator);
  const auto of_head = [](const Tensor& weights) { return narrow(weights, 1, 0, head_dim); };
  const Tensor Q = matmul(x, of_head(w.q)).named("Q");  // (words, head_dim)
  const Tensor K = matmul(x, of_head(w.k)).named("K");
  const Tensor V = matmul(x, of_head(w.v)).named("V");
  const float root = std::sqrt(static_cast<float>(head_dim));
  const Tensor scores = (matmul(Q, T(K)) / root).named("scores");                // (words, words)
  const Tensor weights = softmax(scores, -1).named("weights");                   // (words, words)
  const Tensor first_weights = narrow(weights, 0, 0, 1).named("first_weights");  // (1, words)
  const Tensor first_context = matmul(first_weights, V).named("first_context");  // (1, head_dim)
  const Tensor first_four = narrow(first_context, 1, 0, 4).named("first_four");
  const Tensor all_words = matmul(weights, V);  // (words, head_dim)

  page.text(
      "7번의 첫 헤드 안을 들여다봅니다. {0}차원 단어에 ({0},{1}) 행렬을 곱하면 {1}차원 부분 "
      "공간(subspace)으로 투영(projection)됩니다. 헤드마다 행렬이 달라서 같은 단어의 다른 면이 "
      "남습니다. 점수는 단어와 단어를 비교한 ({2},{2})이고 softmax도 이 점수에 취합니다. 흔히 "
      "헷갈리는 곳인데, ({2},{1}) 모양인 Q에 취하는 것이 아닙니다.",
      "A look inside the first head of step 7. A word of {0} numbers times a ({0},{1}) matrix is "
      "projected into a subspace of {1} dimensions. Each head has a matrix of its own and keeps "
      "another side of the same word. The scores compare words with words, ({2},{2}), and it is "
      "these that softmax takes. That is easily mixed up: softmax does not take Q, which is "
      "({2},{1}).",
      d, head_dim, words);
  page.practice_gives({"W_q"});
  page.code(
      "torch.manual_seed({0})\n"
      "x = torch.randn({1}, {2})\n"
      "layers = [torch.nn.Linear({2}, {2}, bias=False) for _ in \"QKV\"]\n"
      "W_q, W_k, W_v = [layer.weight.T[:, :{3}] for layer in layers]   # one head\n"
      "Q, K, V = x @ W_q, x @ W_k, x @ W_v          # ({1}, {3}) each\n"
      "scores = Q @ K.T / {3}**0.5                   # ({1}, {1})\n"
      "weights = torch.softmax(scores, dim=-1)      # ({1}, {1})\n"
      "first_weights = weights[:1]                  # (1, {1})\n"
      "first_context = first_weights @ V            # (1, {3})\n"
      "first_four = first_context[:, :4]",
      s.seed_or(seed_of_models), words, d, head_dim);
  page.tensor(scores);
  page.tensor(weights);
  page.text(
      "첫 단어의 가중치 first_weights는 (1,{0})입니다. 여기에 값 V ({0},{1})[을/를] 곱하면 이 "
      "헤드가 첫 단어에 주는 (1,{1})[이/가] 되고, 단어 {0}개의 것을 쌓으면 ({0},{1})입니다. "
      "first_four는 그 앞의 네 수입니다.",
      "The weights of the first word, first_weights, are (1,{0}). Times the values V, ({0},{1}), "
      "they give the (1,{1}) that this head has for the first word; those of all {0} words are "
      "({0},{1}). first_four has the first four numbers.",
      words, head_dim);
  page.tensor(first_weights);
  page.tensor(first_four);
  page.text(
      "헤드가 여럿이면 더 넓고 철저하게 본다고들 합니다. 단어마다 가중치가 여러 벌이어서 여러 "
      "단어와의 여러 관계를 한 번에 볼 수 있다는 뜻입니다. 다만 헤드로 나누는 것은 열을 나누어 "
      "갖는 일일 뿐이어서, 그것으로 비선형(nonlinear)이 되지는 않습니다. 이 계산에서 비선형인 것은 "
      "입력끼리 곱해지는 점수와 softmax이고, 가중치에 V를 곱할 때에도 입력끼리 곱해집니다. "
      "그다음은 피드포워드의 활성화 함수입니다. 학습을 마친 헤드들이 저마다 무엇을 보는지는 7.3과 "
      "7.4에 있습니다.",
      "Several heads are said to look wider and more thoroughly. What is meant is that each word "
      "has several rows of weights and can attend to several words, for several reasons, at once. "
      "But to split into heads is only to share out columns, and makes nothing nonlinear. What is "
      "nonlinear here are the scores, which multiply inputs with each other, softmax, and the "
      "weights times V; after them the activation function of the feed-forward layer. What heads "
      "that have learned look at is shown in steps 7.3 and 7.4.");
  page.check(by_hand::are_softmax_of(weights, matmul(Q, T(K)), root) &&
                 by_hand::are_dot_products_of(scores * root, Q, K),
             "가중치는 exp(q·k ÷ √{})를 행마다 그 합으로 나눈 값입니다",
             "each weight is exp(q·k ÷ √{}), divided by the sum of its row", head_dim);
  page.check(by_hand::are_mixtures_of(all_words, weights, V) &&
                 largest_size(narrow(all_words, 0, 0, 1) - first_context) < 1e-5F,
             "세 단어를 한꺼번에 계산한 ({0},{1})의 첫 행은 first_context와 같습니다",
             "the first row of the ({0},{1}) of all words is first_context", words, head_dim);
  const Tensor Q_of_twice = matmul(x * 2.0F, of_head(w.q));
  const Attended of_twice = head(x * 2.0F, w, 0, head_dim);
  page.check(allclose(Q_of_twice, Q * 2.0F, 1e-4F, 1e-5F) &&
                 largest_size(of_twice.attn_weights - weights) > 1e-3F,
             "입력을 두 배로 하면 헤드의 Q는 꼭 두 배가 되지만(선형), softmax를 지난 가중치는 "
             "그대로도 두 배도 아닌 다른 값이 됩니다",
             "with twice the input the head's Q is just twice as large (linear), but the weights, "
             "past softmax, become neither the same nor twice as large");
  page.ask_choice(
      {formatted("단어가 {}개이고 헤드는 {}차원입니다. 이 헤드에서 softmax는 어느 "
                 "텐서에 취합니까?",
                 words, head_dim),
       formatted("There are {} words, and the head has {} dimensions. Which tensor does "
                 "softmax take in this head?",
                 words, head_dim)},
      {{formatted("Q {}", to_string(Q.shape())),
        {"Q는 아직 어느 키와도 비교하지 않은 벡터입니다",
         "Q has not been compared with any key yet"}},
       {formatted("V {}", to_string(V.shape())),
        {"V는 섞일 내용이지 얼마씩 섞을지가 아닙니다", "V is what is mixed, not how much of each"}},
       {formatted("first_context {}", to_string(first_context.shape())),
        {"가중치로 이미 섞은 결과입니다", "that is the result, mixed by the weights already"}},
       {formatted("scores {}", to_string(scores.shape()))}},
      3);
}

}  // namespace attn::chapter5
