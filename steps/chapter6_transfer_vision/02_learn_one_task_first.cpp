#include "chapter6_transfer_vision/steps.h"
#include "chapter6_transfer_vision/transfer.h"
#include "tensor/operations.h"

namespace attn::chapter6 {
// The task that has examples enough: what is learned here will be used again.
void learn_one_task_first(const Settings& s, Page& page) {
  const Task a = task_a();
  const Trained trained = pretrained(s);
  Model model = trained.model;

  page.text(
      "전이 학습(transfer learning)은 한 과제에서 배운 것을 다른 과제에 옮겨 쓰는 것입니다. 먼저 "
      "데이터가 넉넉한 과제 A로 학습하는데, 이것을 사전 학습(pre-training)이라고 합니다. 큰 언어 "
      "모델은 정답을 따로 달지 않은 많은 글에서 빈칸에 들어갈 단어나 다음 단어를 맞히며 사전 "
      "학습합니다. 여기서 과제 A는 세 단어짜리 문장을 좋다는 말과 싫다는 말로 분류하는 것입니다.",
      "Transfer learning takes what was learned on one task to another. First comes pre-training, "
      "on a task A with plenty of examples. Large language models are pre-trained on much text "
      "without labels, by guessing a missing word or the next one. Here task A is to tell whether "
      "a sentence of three words praises or complains.");
  page.text(
      "모델은 두 부분입니다. 몸통(body)은 단어 임베딩(embedding)의 평균을 은닉층에 넣어 "
      "특징(feature)을 만들고, "
      "머리(head)는 그 특징에서 답을 내는 선형층(linear layer)입니다.",
      "The model has two parts: a body, which averages the words' embeddings and makes features of "
      "them in a hidden layer, and a head, a linear layer that answers from these features.");
  show_sentences(page, a, 4, {{"0 싫음", "0 dislike"}, {"1 좋음", "1 like"}});
  page.practice_gives({"Model"});
  page.code(
      "class Model(torch.nn.Module):\n"
      "    def __init__(self, classes):\n"
      "        super().__init__()\n"
      "        torch.manual_seed({})\n"
      "        self.embedding = torch.nn.Parameter(torch.randn(12, 4) * 0.3)\n"
      "        self.hidden = torch.nn.Linear(4, 4)\n"
      "        self.head = torch.nn.Linear(4, classes)\n"
      "\n"
      "    def forward(self, ids):                       # (n, 3) -> (n, classes)\n"
      "        x = self.embedding[ids].mean(dim=1)       # (n, 4)\n"
      "        features = torch.tanh(self.hidden(x))     # (n, 4)\n"
      "        return self.head(features)\n"
      "\n"
      "def train(model, ids, labels, learning, lr, steps):\n"
      "    optimizer = torch.optim.SGD(learning, lr)\n"
      "    losses = []\n"
      "    for _ in range(steps):\n"
      "        loss = torch.nn.functional.cross_entropy(model(ids), labels)\n"
      "        losses.append(loss)\n"
      "        optimizer.zero_grad()\n"
      "        loss.backward()\n"
      "        optimizer.step()\n"
      "    return torch.stack(losses)\n"
      "\n"
      "ids_a = torch.tensor([                           # data/reviews.csv\n"
      "    {}])\n"
      "labels_a = torch.tensor([1] * 8 + [0] * 8)\n"
      "pretrained = Model(classes=2)\n"
      "loss_a = train(pretrained, ids_a, labels_a, pretrained.parameters(),\n"
      "               lr={:.1f}, steps={})",
      s.seed_or(seed_of_models), ids_in_pytorch(a.ids), rate_a, steps_a);
  page.plot(arange(steps_a).named("step"), {trained.losses});
  page.tensor(trained.losses);
  page.text(
      "학습이 끝난 임베딩입니다. 칭찬하는 단어와 불평하는 단어가 서로 다른 쪽으로 갈라졌습니다.",
      "The embeddings after training: words that praise and words that complain have moved "
      "apart.");
  page.tensor(model.embedding);

  const float first = trained.losses.at({0});
  const float last = trained.losses.at({steps_a - 1});
  page.check(last < 0.1F * first, "손실(loss)이 {:.4f}에서 {:.4f}[으로/로] 줄었습니다",
             "the loss fell from {:.4f} to {:.4f}", first, last);
  page.check(count_right(model, a) == a.ids.size(0) && knows_every_word(model),
             "문장을 모두 맞히고, 감정을 나타내는 단어 {}개는 하나만 주어도 맞힙니다",
             "every sentence gets its class, and so does each of the {} words of feeling alone",
             words_of_feeling);
  const Size numbers = num_parameters(all_of(model));
  page.ask_count(
      {"단어는 12개이고 임베딩은 4차원, 은닉층은 4 → 4, 머리는 4 → 2이며 두 층 모두 편향(bias)이 "
       "있습니다. 학습하는 파라미터(parameter)는 모두 몇 개입니까?",
       "There are 12 words with embeddings of 4 numbers, a hidden layer 4 → 4 and a head 4 → 2, "
       "both with a bias. How many parameters are there to learn?"},
      {"임베딩은 12 × 4개, 은닉층은 4 × 4 + 4개, 머리는 4 × 2 + 2개입니다",
       "12 × 4 in the embeddings, 4 × 4 + 4 in the hidden layer, 4 × 2 + 2 in the head"},
      numbers, {},
      {{numbers - 6, {"편향이 빠졌습니다", "the biases are missing"}},
       {numbers - 48, {"임베딩이 빠졌습니다", "the embeddings are missing"}},
       {48, {"임베딩만 센 것입니다", "those are the embeddings alone"}}});
}

}  // namespace attn::chapter6
