#include "chapter1_words/steps.h"
#include "chapter1_words/words.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/gradient.h"
#include "tensor/graph.h"
#include "tensor/operations.h"

namespace attn::chapter1 {
namespace {

/// A probability for each word as the context of a centre, which has this vector: (d) → (V).
Tensor context_probs(const Tensor& W_out, const Tensor& centre_vector) {
  return softmax(matmul(W_out, centre_vector).named("logits"), -1);
}
/// The loss after one step, worked out by hand: the gradient of each logit is its probability, less
/// 1 for the word that came; times cat_vector it is that of a row of W_out, and those rows, each
/// times it, add up to that of cat_vector.
double loss_after_by_hand(const Tensor& W_out, const Tensor& cat_vector, const Tensor& probs,
                          Size context, double rate) {
  const Size d = cat_vector.numel();
  std::vector<double> moved_cat;
  for (Size i = 0; i < d; ++i) {
    double gradient = 0;
    for (Size j = 0; j < probs.numel(); ++j) {
      gradient += (double{probs.at({j})} - (j == context ? 1 : 0)) * double{W_out.at({j, i})};
    }
    moved_cat.push_back(double{cat_vector.at({i})} - rate * gradient);
  }
  double sum = 0;
  double of_context = 0;
  for (Size j = 0; j < probs.numel(); ++j) {
    const double by_logit = double{probs.at({j})} - (j == context ? 1 : 0);
    double logit = 0;
    for (Size i = 0; i < d; ++i) {
      const double moved = double{W_out.at({j, i})} - rate * by_logit * double{cat_vector.at({i})};
      logit += moved * moved_cat[static_cast<std::size_t>(i)];
    }
    sum += std::exp(logit);
    if (j == context) of_context = logit;
  }
  return std::log(sum) - of_context;
}

/// How surprising one context was → ().
Tensor surprise(const Tensor& probs, Size context) {
  return log(select(probs, 0, context)) * -1.0F;
}

}  // namespace

// One pair, from ids to a loss, and one step of learning.
void one_pair(const Settings& s, Page& page) {
  const Corpus corpus = english();
  const Size cat = corpus.vocabulary.id("cat");
  const Size runs = corpus.vocabulary.id("runs");
  SkipGram model = drawn(corpus, s);
  const Tensor W_out = model.W_out;
  const Tensor cat_vector = select(model.W_in, 0, cat).named("cat_vector");
  const Tensor runs_vector = select(W_out, 0, runs).named("runs_vector");
  const Tensor probs = context_probs(W_out, cat_vector).named("probs");
  const Tensor logits = operand_of(probs, "logits");
  const Tensor loss = surprise(probs, runs).named("loss");

  descend(loss, {&model.W_in, &model.W_out}, 0.1F);
  const Tensor loss_after =
      surprise(context_probs(model.W_out, select(model.W_in, 0, cat)), runs).named("loss_after");

  page.text(
      "단어마다 벡터가 둘 있습니다. 중심 단어일 때 쓰는 W_in의 행과 주변 단어일 때 쓰는 W_out의 "
      "행이며, 처음에는 난수입니다. 중심 단어의 벡터와 W_out의 모든 행의 내적(dot product, "
      "원소끼리 곱해 더한 값)을 구하고 softmax로 합이 1인 수로 바꾸면, 주변에 어떤 단어가 올지의 "
      "확률이 됩니다. 실제로 온 단어의 확률에 -log를 취한 것이 손실(loss)입니다. 기울기는 손실이 "
      "가장 빨리 늘어나는 방향이므로, 두 행렬을 그 반대쪽으로 조금, 여기서는 기울기에 "
      "학습률(learning rate) 0.1을 곱한 만큼 옮기는 것이 학습 한 걸음입니다.",
      "Each word has two vectors, a row of W_in for when it is the centre and a row of W_out for "
      "when it is the context of others; both are random to begin with. Take the dot products "
      "(multiply element by element, then add up) of the centre's vector with all rows of W_out, "
      "and softmax makes them probabilities, which sum to 1, of what stands near it. The loss is "
      "-log of the probability of the word that really did. The gradient is the direction in which "
      "the loss grows fastest; one step of learning moves both matrices a little the other way, "
      "here by the gradient times 0.1, the learning rate.");
  page.code(
      "torch.manual_seed({})\n"
      "W_in = (torch.randn(len(vocab), {}) * 0.5).requires_grad_()\n"
      "W_out = (torch.randn(len(vocab), {}) * 0.5).requires_grad_()\n"
      "\n"
      "def surprise(W_in, W_out):                # of 'runs' near 'cat'\n"
      "    probs = torch.softmax(W_out @ W_in[vocab.index(\"cat\")], dim=-1)\n"
      "    return -torch.log(probs[vocab.index(\"runs\")])\n"
      "\n"
      "cat_vector = W_in[vocab.index(\"cat\")]\n"
      "runs_vector = W_out[vocab.index(\"runs\")]\n"
      "logits = W_out @ cat_vector\n"
      "probs = torch.softmax(logits, dim=-1)\n"
      "loss = surprise(W_in, W_out)\n"
      "for_W_in, for_W_out = torch.autograd.grad(loss, [W_in, W_out])\n"
      "loss_after = surprise(W_in - 0.1 * for_W_in, W_out - 0.1 * for_W_out)",
      s.seed_or(seed_of_chapter), word_size, word_size);
  page.text("W_in의 'cat' 행과 W_out의 'runs' 행입니다.",
            "The row of 'cat' in W_in and that of 'runs' in W_out:");
  page.tensor(cat_vector);
  page.tensor(runs_vector);
  page.text(
      "'cat'의 벡터를 W_out의 모든 행과 내적한 logits와 그 확률 probs입니다.",
      "logits, the dot products of the vector of 'cat' with all rows of W_out, and probs, their "
      "probabilities:");
  page.tensor(logits);
  page.tensor(probs);
  page.text("'cat' 주변에 'runs'가 왔을 때의 손실과, 한 걸음 학습한 다음의 손실입니다.",
            "The loss when 'runs' stands near 'cat', before and after one step of learning:");
  page.tensor(loss);
  page.tensor(loss_after);
  page.check(by_hand::are_softmax_of(probs, logits) &&
                 std::abs(loss.item() + std::log(probs.at({runs}))) < 1e-4F,
             "probs는 logits의 exp를 그 합으로 나눈 것이고, 손실은 'runs'의 확률 {:.4f}의 "
             "-log입니다",
             "probs is exp of logits over their sum, and the loss is -log of {:.4f}, the "
             "probability of 'runs'",
             probs.at({runs}));
  page.check(
      std::abs(loss_after_by_hand(W_out, cat_vector, probs, runs, 0.1) - loss_after.item()) < 1e-4,
      "기울기를 손으로 구해 옮겨도 loss_after와 같습니다. W_out의 행의 기울기는 (확률 - 정답)에 "
      "cat_vector를 곱한 것입니다(정답은 'runs'만 1)",
      "moved by gradients worked out by hand, the loss is loss_after, too; the gradient of a row "
      "of W_out is (probability - answer) times cat_vector, the answer being 1 for 'runs' alone");
  page.check(loss_after.item() < loss.item(), "한 걸음 뒤 손실이 줄었습니다: {:.4f} → {:.4f}",
             "after one step the loss fell from {:.4f} to {:.4f}", loss.item(), loss_after.item());
  page.ask_shape({formatted("W_out의 모양은 {}입니다. 중심 단어의 벡터 cat_vector를 W_out의 모든 "
                            "행과 내적한 logits의 모양은 무엇입니까?",
                            to_string(W_out.shape())),
                  formatted("The shape of W_out is {}. logits are the dot products of cat_vector, "
                            "the centre's vector, with all its rows. What is their shape?",
                            to_string(W_out.shape()))},
                 logits, {cat_vector});
}

}  // namespace attn::chapter1
