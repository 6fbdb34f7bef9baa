#include <cmath>

#include "chapter1_words/steps.h"
#include "chapter1_words/words.h"
#include "tensor/operations.h"

namespace attn::chapter1 {
namespace {

/// The loss of all pairs one by one, as PyTorch's cross_entropy has it.
float cross_entropy_of_pairs(const SkipGram& model, const Tensor& counts) {
  const WithoutRecording many;
  std::vector<float> centres;
  std::vector<float> contexts;
  for_each_cell(counts.shape(), [&](const Index& at) {
    for (int n = 0; n < static_cast<int>(counts.at(at)); ++n) {
      centres.push_back(static_cast<float>(at[0]));
      contexts.push_back(static_cast<float>(at[1]));
    }
  });
  const auto n = static_cast<Size>(centres.size());
  const Tensor logits = matmul(embedding(Tensor({n}, std::move(centres)), model.W_in),
                               T(model.W_out));  // (pairs, V)
  return cross_entropy(logits, Tensor({n}, std::move(contexts))).item();
}

/// 0, 10, 20 … up to the last step, under these names.
Tensor tenths() {
  Labels steps;
  std::vector<float> places;
  for (int step = 0; step <= training_steps; step += 10) {
    steps.push_back(formatted("{}", step));
    places.push_back(static_cast<float>(step));
  }
  return Tensor({static_cast<Size>(places.size())}, places)
      .labelled(0, std::make_shared<const Labels>(std::move(steps)));
}

}  // namespace

// All pairs of a small text, a hundred steps: the loss goes down.
void train_skip_gram(const Settings& s, Page& page) {
  const Corpus corpus = english();
  const Tensor counts = pair_counts(corpus);
  const Training training = train(corpus, s);
  const Tensor& losses = training.losses;
  const Tensor W_in = training.model.W_in;
  const Tensor every_tenth = embedding(tenths(), losses).named("every_tenth");
  const float first = losses.at({0});
  const float last = losses.at({training_steps});
  const auto words = static_cast<float>(corpus.vocabulary.size());

  page.text(
      "이제 {0}의 모든 쌍으로 학습합니다. 같은 쌍이 여러 번 나오므로 쌍을 세어 표 counts로 만들면, "
      "행렬 곱 한 번으로 모든 쌍의 평균 손실을 구할 수 있습니다. 기울기를 따라 내려가는 경사 "
      "하강법(gradient descent)을 학습률 {1}으로 {2}번 되풀이합니다. 시드가 같으면 결과도 언제나 "
      "같습니다.",
      "Now we train on all pairs of {0}. The same pair comes many times, so the pairs are counted "
      "into a table, counts, and a single matrix product gives the mean loss of them all. Gradient "
      "descent with a learning rate of {1} is repeated {2} times. The same seed always gives the "
      "same result.",
      corpus.file, learning_rate, training_steps);
  page.code(
      "def pair_counts(sentences):\n"
      "    counts = torch.zeros(len(vocab), len(vocab))\n"
      "    for sentence in sentences:\n"
      "        for centre, context in pairs_of(sentence):\n"
      "            counts[centre, context] += 1\n"
      "    return counts\n"
      "\n"
      "def train(counts):\n"
      "    torch.manual_seed({0})\n"
      "    W_in = (torch.randn(len(vocab), {1}) * 0.5).requires_grad_()\n"
      "    W_out = (torch.randn(len(vocab), {1}) * 0.5).requires_grad_()\n"
      "    optimizer = torch.optim.SGD([W_in, W_out], lr={2})\n"
      "    losses = []\n"
      "    for step in range({3} + 1):\n"
      "        log_probs = torch.log_softmax(W_in @ W_out.T, dim=-1)\n"
      "        loss = -(counts / counts.sum() * log_probs).sum()\n"
      "        losses.append(loss.item())\n"
      "        if step < {3}:\n"
      "            optimizer.zero_grad()\n"
      "            loss.backward()\n"
      "            optimizer.step()\n"
      "    return W_in.detach(), torch.tensor(losses)\n"
      "\n"
      "counts = pair_counts(sentences)\n"
      "W_in, losses = train(counts)\n"
      "every_tenth = losses[::10]",
      s.seed_or(seed_of_words), word_size, learning_rate, training_steps);
  page.whole_numbers(counts);
  page.plot(arange(training_steps + 1).named("step"), {losses});
  page.tensor(every_tenth);
  page.text("학습된 단어 벡터 W_in입니다. 한 행이 한 단어입니다.",
            "W_in, the word vectors that were learned, a row for each word:");
  page.tensor(W_in);
  page.check(last < first && last < std::log(words),
             "손실이 줄어({:.4f} → {:.4f}), 모든 단어를 똑같이 예상할 때의 {:.4f}보다 작습니다",
             "the loss fell from {:.4f} to {:.4f}, below the {:.4f} of expecting all words alike",
             first, last, std::log(words));
  page.check(std::abs(cross_entropy_of_pairs(training.model, counts) - last) < 1e-5F,
             "쌍을 하나씩 cross_entropy로 계산해 평균해도 같은 손실입니다",
             "cross_entropy over the pairs one by one gives the same loss");
  page.note(
      "이 글에서는 손실이 0까지 내려갈 수 없습니다. 같은 단어 둘레에 여러 단어가 오므로, 그 가운데 "
      "어느 것인지 언제나 맞힐 수는 없기 때문입니다.",
      "With this text the loss cannot get down to 0: different words stand around the same "
      "word, so nobody could always say which.");
  page.ask_count(
      {formatted("단어는 {}개이고 벡터는 {}차원입니다. 학습할 파라미터는 W_in과 W_out을 합해 모두 "
                 "몇 개입니까?",
                 corpus.vocabulary.size(), word_size),
       formatted("With {} words and vectors of {} numbers, how many parameters are there to "
                 "learn in W_in and W_out together?",
                 corpus.vocabulary.size(), word_size)},
      {formatted("단어마다 벡터가 둘입니다: {} × {} × 2", corpus.vocabulary.size(), word_size),
       formatted("each word has two vectors: {} × {} × 2", corpus.vocabulary.size(), word_size)},
      W_in.numel() + training.model.W_out.numel());
}

}  // namespace attn::chapter1
