#include <algorithm>

#include "chapter6_transfer_vision/steps.h"
#include "chapter6_transfer_vision/transfer.h"
#include "tensor/operations.h"

namespace attn::chapter6 {

// The same examples, the same steps, the same head to begin with: only the bodies differ.
void ways_compared(const Settings& s, Page& page) {
  const Trained ways[] = {frozen(s), partly_tuned(s), fine_tuned(s), from_nothing(s)};
  const FixedText names[] = {{"특징 추출", "feature extraction"},
                             {"일부만 미세 조정", "fine-tuning in part"},
                             {"모두 미세 조정", "fine-tuning of all"},
                             {"처음부터", "from nothing"}};
  const Task test = test_b();

  std::vector<Tensor> tests;
  std::vector<std::vector<block::Cell>> rows;
  for (std::size_t i = 0; i < 4; ++i) {
    const Trained& way = ways[i];
    tests.push_back(cross_entropy(way.model(test.ids), test.labels));
    rows.push_back({Text(names[i]), way.losses.at({0}), way.losses.at({steps_b - 1}),
                    tests[i].item(), count_right(way.model, test)});
  }
  const Tensor test_losses =
      stack(tests)
          .named("test_losses")
          .labelled(0, std::make_shared<const Labels>(
                           Labels{"frozen", "partly_tuned", "fine_tuned", "from_nothing"}));

  page.text(
      "같은 과제 B를 아무것도 배우지 않은 모델로 처음부터 학습해 앞의 세 모델과 비교합니다. "
      "데이터와 학습 횟수, 머리의 초깃값은 모두 같고, 몸통이 과제 A를 배웠는지와 과제 B에서도 "
      "배우는지가 다릅니다. 과제 A를 배운 몸통에서는 손실이 더 빨리 줄지만, 더 큰 차이는 새 "
      "문장에서 드러납니다. 시험 문장에서 감정을 나타내는 단어는 과제 B의 문장에 한 번도 나오지 "
      "않은 것들이라, 과제 A를 배운 몸통만 그 뜻을 압니다.",
      "The same task B, learned by a model that knows nothing yet, beside the other three. "
      "Examples, steps and the head's first numbers are the same; what differs is whether the body "
      "learned task A and whether it goes on learning in task B. With a body that learned task A "
      "the loss falls sooner, but the greater difference shows in new sentences. The words of "
      "feeling in the test never occur in task B's examples, so only a body that learned task A "
      "knows what they mean.");
  page.practice_gives({"loss_from_nothing"});
  page.code(
      "from_nothing = Model(classes=3)\n"
      "loss_from_nothing = train(from_nothing, ids_b, labels_b,\n"
      "                          from_nothing.parameters(), lr={:.1f}, steps={})\n"
      "ids_test = torch.tensor([\n"
      "    {}])\n"
      "test_losses = torch.stack([\n"
      "    torch.nn.functional.cross_entropy(model(ids_test), labels_b)\n"
      "    for model in (frozen, partly_tuned, fine_tuned, from_nothing)])",
      rate_b, steps_b, ids_in_pytorch(test.ids));
  page.text("시험 문장입니다.", "The test sentences:");
  show_sentences(page, test, 1, classes_of_b());
  page.plot(arange(steps_b).named("step"),
            {ways[0].losses, ways[1].losses, ways[2].losses, ways[3].losses});
  page.tensor(ways[3].losses);
  page.tensor(test_losses);
  page.table({{"방법", "way"},
              {"첫 손실", "first loss"},
              {"마지막 손실", "last loss"},
              {"시험 손실", "test loss"},
              {formatted("{}개 중 맞힌 수", test.ids.size(0)),
               formatted("right, of {}", test.ids.size(0))}},
             std::move(rows));

  constexpr Size early = steps_b / 3;
  const auto loss = [&](std::size_t way, Size step) { return ways[way].losses.at({step}); };
  page.check(std::max({loss(0, early), loss(1, early), loss(2, early)}) < loss(3, early),
             "{}번 학습했을 때 처음부터 학습하는 모델의 손실은 {:.4f}이고, 사전 학습한 세 모델은 "
             "모두 그보다 작습니다",
             "after {} steps the loss of the model from nothing is {:.4f}; all three pre-trained "
             "ones are below it",
             early, loss(3, early));
  page.check(loss(2, steps_b - 1) < loss(0, steps_b - 1),
             "학습한 문장에서는 몸통까지 학습한 미세 조정이 특징 추출보다 손실이 작아집니다",
             "on the examples fine-tuning, where the body learns as well, ends with a smaller loss "
             "than feature extraction");
  page.check(test_losses.at({3}) > amax(narrow(test_losses, 0, 0, 3), 0).item(),
             "처음 보는 단어에서는 사전 학습한 세 모델이 처음부터 학습한 것보다 손실이 작습니다",
             "on words that the examples lacked, all three pre-trained models have a smaller loss "
             "than the one from nothing");
  if (test_losses.at({2}) < test_losses.at({0})) {
    page.text(
        "새 문장에서도 미세 조정이 특징 추출보다 손실이 작습니다. 두 과제가 닮아서 적은 데이터로 "
        "몸통까지 학습한 쪽이 몸통을 고정한 쪽보다 나았습니다.",
        "On the new sentences, too, fine-tuning has a smaller loss than feature extraction: "
        "the tasks are alike, and training the body on few examples did better than freezing it.");
  } else {
    page.text(
        "새 문장에서는 특징 추출이 미세 조정보다 손실이 작습니다. 적은 데이터로 몸통까지 "
        "학습하다가 과적합한 것입니다.",
        "On the new sentences feature extraction has a smaller loss than fine-tuning, which "
        "overfitted the few examples.");
  }
  std::size_t worst = 0;
  for (std::size_t i = 1; i < 4; ++i) {
    if (tests[i].item() > tests[worst].item()) worst = i;
  }
  page.ask_choice({"과제 B를 네 가지로 학습한 다음, 과제 A에는 나왔지만 과제 B의 문장에는 나오지 "
                   "않은 단어로 된 문장으로 시험합니다. 손실이 가장 큰 것은 무엇입니까?",
                   "Task B is learned in four ways, then tested on sentences of words that task A "
                   "had but task B's examples lacked. Which way has the largest loss?"},
                  {{names[0],
                    {"동결한 몸통도 과제 A에서 그 단어를 배웠습니다",
                     "its frozen body learned these words in task A"}},
                   {names[1],
                    {"동결한 임베딩이 과제 A에서 그 단어를 배웠습니다",
                     "its frozen embeddings learned these words in task A"}},
                   {names[2],
                    {"과제 B에 나오지 않은 단어의 임베딩은 과제 A에서 배운 그대로입니다",
                     "the embeddings of words that task B lacks are still as task A left them"}},
                   {names[3]}},
                  worst);
}

}  // namespace attn::chapter6
