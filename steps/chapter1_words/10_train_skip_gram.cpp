#include <cmath>

#include "chapter1_words/steps.h"
#include "chapter1_words/words.h"
#include "tensor/operations.h"

namespace attn::chapter1 {
namespace {

/// The loss of all pairs one by one, as PyTorch's cross_entropy has it.
float cross_entropy_of_pairs(const SkipGram& model, const Corpus& corpus) {
  const WithoutRecording many;
  const Tensor all = pairs(corpus);  // (P, 2)
  std::vector<Tensor> logits;        // (V) each
  for (Size p = 0; p < all.size(0); ++p) {
    const Tensor centre = select(model.W_in, 0, static_cast<Size>(all.at({p, 0})));
    logits.push_back(matmul(model.W_out, centre));
  }
  return cross_entropy(stack(std::move(logits)), select(all, 1, 1)).item();
}

}  // namespace

// All pairs of a small text, a hundred steps: the loss goes down.
void train_skip_gram(const Settings& s, Page& page) {
  const Corpus corpus = english();
  const Tensor counts = pair_counts(corpus);
  const Training training = train(corpus, s);
  const Tensor& losses = training.losses;
  const SkipGram& model = training.model;
  const auto tens = std::make_shared<const Labels>(
      Labels{"0", "10", "20", "30", "40", "50", "60", "70", "80", "90", "100"});
  const Tensor every_tenth =
      embedding(arange(11) * 10.0F, losses).named("every_tenth").labelled(0, tens);
  const Tensor floor = conditional_entropy(counts).named("floor");
  const float first = losses.at({0});
  const float last = losses.at({training_steps});
  const auto words = static_cast<float>(corpus.vocabulary.size());

  page.text(
      "이제 {0}의 모든 쌍으로 학습합니다. 같은 쌍이 여러 번 나오므로 쌍을 세어 표 counts로 만들면, "
      "행렬 곱 한 번으로 모든 쌍의 평균 손실을 구할 수 있습니다. 기울기를 따라 내려가는 경사 "
      "하강법(gradient descent)을 학습률 {1}[으로/로] {2}번 되풀이합니다. 트랜스포머는 "
      "임베딩(embedding)을 이렇게 미리 만들어 두지 않습니다. 난수에서 시작해 모델의 나머지와 함께 "
      "학습합니다.",
      "Now we train on all pairs of {0}. The same pair comes many times, so the pairs are counted "
      "into a table, counts, and a single matrix product gives the mean loss of them all. Gradient "
      "descent with a learning rate of {1} is repeated {2} times. A transformer does not make its "
      "embeddings beforehand like this: they start at random and are learned along with the rest "
      "of the model.",
      corpus.file, learning_rate, training_steps);
  page.practice_gives({"train"});
  page.code(
      "def pair_counts(sentences, vocab):\n"
      "    counts = torch.zeros(len(vocab), len(vocab))\n"
      "    for sentence in sentences:\n"
      "        for centre, context in pairs_of(sentence, vocab):\n"
      "            counts[centre, context] += 1\n"
      "    return counts\n"
      "\n"
      "def train(counts):\n"
      "    torch.manual_seed({0})\n"
      "    W_in = (torch.randn(len(counts), {1}) * 0.5).requires_grad_()\n"
      "    W_out = (torch.randn(len(counts), {1}) * 0.5).requires_grad_()\n"
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
      "counts = pair_counts(sentences, vocab)\n"
      "W_in, losses = train(counts)\n"
      "every_tenth = losses[::10]\n"
      "conditional = counts / counts.sum(dim=1, keepdim=True)\n"
      "floor = -torch.xlogy(counts / counts.sum(), conditional).sum()",
      s.seed_or(seed_of_chapter), word_size, learning_rate, training_steps);
  page.whole_numbers(counts);
  page.plot(arange(training_steps + 1).named("step"),
            {losses, (ones(losses.shape()) * floor).named("floor")});
  page.tensor(every_tenth);
  page.text(
      "손실은 0까지 내려갈 수 없습니다. 같은 단어 주변에 여러 단어가 오므로, 그 가운데 어느 것인지 "
      "언제나 맞힐 수는 없기 때문입니다. 세어서 얻은 비율을 그대로 확률로 쓸 때의 손실, 즉 조건부 "
      "엔트로피(conditional entropy) floor가 내려갈 수 있는 한계입니다. 학습된 벡터는 12번 "
      "단계에서 살펴봅니다.",
      "The loss cannot get down to 0: different words stand around the same word, so nobody could "
      "always say which. How far it could get is floor, the loss of taking the counted shares "
      "themselves for probabilities, which is called the conditional entropy. The vectors that "
      "were learned are looked at in step 12.");
  page.tensor(floor);
  page.check(last < first && last < std::log(words),
             "손실이 줄어({:.4f} → {:.4f}), 모든 단어에 같은 확률을 줄 때의 {:.4f}보다 작습니다",
             "the loss fell from {:.4f} to {:.4f}, below {:.4f}, that of giving all words the same "
             "probability",
             first, last, std::log(words));
  page.check(std::abs(cross_entropy_of_pairs(model, corpus) - last) < 1e-5F,
             "쌍을 하나씩 cross_entropy로 계산해 평균해도 같은 손실입니다",
             "cross_entropy over the pairs one by one gives the same loss");
  page.check(floor.item() > 0 && floor.item() < last,
             "마지막 손실 {:.4f}, 한계 {:.4f}: 아직 한계보다 {:.4f}만큼 큽니다",
             "the loss of {:.4f} is still above its floor of {:.4f}, by {:.4f}", last, floor.item(),
             last - floor.item());
  page.ask_count(
      {formatted("단어는 {}개이고 벡터는 {}차원입니다. 학습할 파라미터(parameter)는 W_in과 W_out을 "
                 "합해 모두 몇 개입니까?",
                 corpus.vocabulary.size(), word_size),
       formatted("With {} words and vectors of {} numbers, how many parameters are there to "
                 "learn in W_in and W_out together?",
                 corpus.vocabulary.size(), word_size)},
      {formatted("단어마다 벡터가 둘입니다: {} × {} × 2", corpus.vocabulary.size(), word_size),
       formatted("each word has two vectors: {} × {} × 2", corpus.vocabulary.size(), word_size)},
      model.W_in.numel() + model.W_out.numel(), {},
      {{model.W_in.numel(), {"W_in만 센 것입니다", "that is W_in alone"}},
       {counts.numel(),
        {"counts의 칸의 수이며, counts는 학습하지 않습니다",
         "that is how many cells counts has, and counts is not learned"}},
       {2 * corpus.vocabulary.size(),
        {"벡터의 수이며, 벡터마다 원소가 여럿입니다",
         "that is the number of vectors, each of several numbers"}}});
}

}  // namespace attn::chapter1
