#include "chapter6_transfer_vision/steps.h"
#include "chapter6_transfer_vision/transfer.h"
#include "lesson/comparing.h"
#include "tensor/operations.h"

namespace attn::chapter6 {

// The body stays as task A left it; only a new head learns.
void feature_extraction(const Settings& s, Page& page) {
  const Task b = task_b();
  const Trained trained = frozen(s);
  Model before = trained.start;
  Model after = trained.model;

  page.text(
      "과제 B는 문장을 나쁨(0), 섞임(1), 좋음(2)의 셋으로 분류하는 것이고, 학습할 문장은 "
      "{}개뿐입니다. 답의 가짓수가 다르므로 머리는 새로 만들어야 하지만 몸통은 그대로 쓸 수 "
      "있습니다. 특징 추출(feature extraction)은 몸통을 동결하고(freeze) 머리만 학습합니다. 학습할 "
      "파라미터(parameter)가 적어 빠르고, 데이터가 적을 때 과적합(overfitting)할 위험도 작습니다.",
      "Task B is to tell bad (0), mixed (1) and good (2) sentences apart, with only {} examples. "
      "It has another number of answers and so needs a new head, but the body can be used again. "
      "Feature extraction freezes the body and trains the head alone. Few parameters have to be "
      "learned, so that it is fast and there is less risk of overfitting when examples are few.",
      b.ids.size(0));
  show_sentences(page, b, 1, classes_of_b());
  page.practice_gives({"frozen", "loss_frozen"});
  page.code(
      "import copy\n"
      "\n"
      "def with_pretrained_body():\n"
      "    model = Model(classes=3)                      # a new head\n"
      "    model.embedding = copy.deepcopy(pretrained.embedding)\n"
      "    model.hidden = copy.deepcopy(pretrained.hidden)\n"
      "    return model\n"
      "\n"
      "ids_b = torch.tensor([\n"
      "    {}])\n"
      "labels_b = torch.tensor([2, 2, 0, 0, 1, 1])\n"
      "frozen = with_pretrained_body()\n"
      "frozen.embedding.requires_grad_(False)\n"
      "frozen.hidden.requires_grad_(False)\n"
      "loss_frozen = train(frozen, ids_b, labels_b, frozen.head.parameters(),\n"
      "                    lr={:.1f}, steps={})",
      ids_in_pytorch(b.ids), rate_b, steps_b);
  page.tensor(trained.losses);
  page.text("학습이 끝난 머리의 가중치는 frozen.head.weight입니다. 행 하나가 답 하나에 해당합니다.",
            "The head's weights after training are frozen.head.weight, a row for each answer.");
  page.tensor(after.head.weight);
  show_what_moved(page, {trained});

  page.check(moved(before.embedding, after.embedding) == 0 &&
                 moved(before.hidden.weight, after.hidden.weight) == 0 &&
                 moved(*before.hidden.bias, *after.hidden.bias) == 0,
             "몸통의 파라미터는 하나도 움직이지 않았습니다", "no parameter of the body has moved");
  page.check(moved(before.head.weight, after.head.weight) > 0 &&
                 trained.losses.at({steps_b - 1}) < 0.6F * trained.losses.at({0}),
             "머리만 움직였는데도 손실이 {:.4f}에서 {:.4f}[으로/로] 줄었습니다",
             "only the head has, and still the loss fell from {:.4f} to {:.4f}",
             trained.losses.at({0}), trained.losses.at({steps_b - 1}));
  page.note(
      "동결하는 것은 requires_grad_(False)입니다. 그러면 몸통의 기울기(gradient)를 구하지 않아 "
      "시간과 메모리도 줄어듭니다. 옵티마이저(optimizer)에 넘기지 않기만 하면 값은 그대로여도 "
      "기울기는 계속 구해져 .grad에 쌓입니다. 몸통에 드롭아웃(dropout)이나 배치 정규화가 있으면 "
      "eval()도 불러야, 드롭아웃이 값을 지우지 않고 배치 정규화의 통계도 바뀌지 않습니다.",
      "What freezes is requires_grad_(False): the body's gradients are not computed, which saves "
      "time and memory. Parameters that are only left out of the optimizer keep their numbers, but "
      "their gradients are still computed and pile up in .grad. A body with dropout or batch "
      "normalization must be in eval() as well, or dropout goes on dropping and the statistics of "
      "batch normalization go on changing.");
  page.ask_count(
      {"몸통을 동결하고 편향이 있는 4 → 3 머리만 학습하면, 학습하는 파라미터는 몇 개입니까?",
       "The body is frozen and only a head 4 → 3 learns, with its bias. How many "
       "parameters learn?"},
      {"가중치는 3 × 4개이고 편향은 답마다 하나입니다",
       "there are 3 × 4 weights, and a bias for each answer"},
      after.head.weight.numel() + after.head.bias->numel(), {},
      {{12, {"편향이 빠졌습니다", "the biases are missing"}},
       {16,
        {"편향은 들어오는 수가 아니라 답마다 하나입니다",
         "there is a bias for each answer, not for each number that goes in"}},
       {7,
        {"두 크기는 더하는 것이 아니라 곱합니다", "the two sizes multiply, they do not add up"}}});
}

}  // namespace attn::chapter6
