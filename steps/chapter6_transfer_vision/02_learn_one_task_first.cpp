#include "chapter6_transfer_vision/steps.h"
#include "chapter6_transfer_vision/transfer.h"
#include "tensor/operations.h"

namespace attn::chapter6 {
namespace {

/// Some sentences of task A, with what they are to be called.
void show_examples(const Task& task, Page& page) {
  std::vector<std::vector<block::Cell>> rows;
  for (Size i = 0; i < task.ids.size(0); i += 4) {
    std::string sentence;
    std::string ids;
    for (Size j = 0; j < task.ids.size(1); ++j) {
      const auto id = static_cast<std::size_t>(task.ids.at({i, j}));
      sentence += formatted("{}{}", j > 0 ? " " : "", words[id]);
      ids += formatted("{}{}", j > 0 ? " " : "", id);
    }
    const bool like = task.labels.at({i}) == 1;
    rows.push_back({sentence, ids, like ? Text("1 좋음", "1 like") : Text("0 싫음", "0 dislike")});
  }
  page.table({{"문장", "sentence"}, {"번호", "ids"}, {"정답", "label"}}, std::move(rows));
}

/// Whether every word of feeling, a sentence by itself, gets its class.
bool knows_every_word(const Model& model) {
  const Tensor ids = view(arange(words_of_feeling), {words_of_feeling, 1});
  return count_right(model, {ids, Tensor({words_of_feeling}, {1, 1, 1, 1, 0, 0, 0, 0})}) ==
         words_of_feeling;
}

}  // namespace

// The task that has examples enough: what is learned here will be used again.
void learn_one_task_first(const Settings& s, Page& page) {
  const Task a = task_a();
  const Trained trained = pretrained(s);
  Model model = trained.model;

  page.text(
      "전이 학습(transfer learning)은 한 과제에서 배운 것을 다른 과제에 옮겨 쓰는 것입니다. 먼저 예가 "
      "넉넉한 과제 A로 학습하는데, 이것을 사전 학습(pre-training)이라고 합니다. 여기서 과제 A는 세 "
      "낱말짜리 문장이 좋다는 말인지 싫다는 말인지 가리는 것입니다. 모델은 낱말 임베딩의 평균을 은닉층에 "
      "넣어 특징을 만드는 몸통(body)과, 그 특징에서 답을 내는 선형층인 머리(head)로 되어 있습니다.",
      "Transfer learning takes what was learned on one task to another. First comes pre-training, "
      "on a task A that has examples enough; here, to tell whether a sentence of three words "
      "praises or complains. The model has a body, which averages the words' embeddings and makes "
      "features of them in a hidden layer, and a head, a linear layer that answers from these "
      "features.");
  show_examples(a, page);
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
      "ids_a = torch.tensor([\n"
      "    {}])\n"
      "labels_a = torch.tensor([1] * 8 + [0] * 8)\n"
      "pretrained = Model(classes=2)\n"
      "loss_a = train(pretrained, ids_a, labels_a, pretrained.parameters(),\n"
      "               lr={:.1f}, steps={})",
      s.seed_or(seed_of_chapter), ids_in_pytorch(a.ids), rate_a, steps_a);
  page.plot(arange(steps_a).named("step"), {trained.losses});
  page.tensor(trained.losses);
  page.text(
      "학습이 끝난 임베딩입니다. 칭찬하는 낱말과 불평하는 낱말이 서로 다른 쪽으로 갈라집니다.",
      "The embeddings after training: words that praise and words that complain have moved "
      "apart.");
  page.tensor(model.embedding);

  const float first = trained.losses.at({0});
  const float last = trained.losses.at({steps_a - 1});
  page.check(last < 0.1F * first, "손실이 {:.4f}에서 {:.4f}로 줄었습니다",
             "the loss fell from {:.4f} to {:.4f}", first, last);
  page.check(count_right(model, a) == a.ids.size(0) && knows_every_word(model),
             "문장을 모두 맞히고, 감정을 나타내는 낱말 {}개는 하나만 주어도 맞힙니다",
             "every sentence is told right, and each of the {} words of feeling even by itself",
             words_of_feeling);
  Size numbers = 0;
  for (const Tensor* parameter : all_of(model)) numbers += parameter->numel();
  page.ask_count(
      {"낱말은 12개이고 임베딩은 4차원, 은닉층은 4 → 4, 머리는 4 → 2이며 두 층 모두 편향이 "
       "있습니다. 파라미터의 수는 모두 몇 개입니까?",
       "There are 12 words with embeddings of 4 numbers, a hidden layer 4 → 4 and a head 4 → 2, "
       "both with a bias. How many numbers are there to learn?"},
      numbers);
}

}  // namespace attn::chapter6
