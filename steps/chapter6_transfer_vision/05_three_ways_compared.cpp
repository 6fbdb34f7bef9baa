#include "chapter6_transfer_vision/steps.h"
#include "chapter6_transfer_vision/transfer.h"
#include "tensor/operations.h"

namespace attn::chapter6 {

// The same examples, the same steps, the same head to begin with: only the body's past differs.
void three_ways_compared(const Settings& s, Page& page) {
  const Trained ways[] = {frozen(s), fine_tuned(s), from_nothing(s)};
  const FixedText names[] = {{"특징 추출", "feature extraction"},
                             {"미세 조정", "fine-tuning"},
                             {"처음부터", "from nothing"}};
  const Task test = test_b();

  std::vector<Tensor> tests;
  std::vector<std::vector<block::Cell>> rows;
  for (std::size_t i = 0; i < 3; ++i) {
    const Trained& way = ways[i];
    tests.push_back(cross_entropy(way.model(test.ids), test.labels));
    rows.push_back({Text(names[i]), way.losses.at({0}), way.losses.at({steps_b - 1}),
                    tests[i].item(), count_right(way.model, test)});
  }
  const Tensor test_losses =
      stack(tests)
          .named("test_losses")
          .labelled(0,
                    std::make_shared<const Labels>(Labels{"frozen", "fine_tuned", "from_nothing"}));

  page.text(
      "같은 과제 B를 아무것도 배우지 않은 모델로 처음부터 학습해 세 가지를 견줍니다. 예와 학습 횟수, "
      "머리의 첫 값은 모두 같고, 몸통이 과제 A를 배웠는지만 다릅니다. 진짜 차이는 학습한 예가 아니라 새 "
      "문장에서 드러납니다. 시험 문장의 감정 낱말은 과제 B의 예에 한 번도 나오지 않은 것들이라, 과제 A를 "
      "배운 몸통만 그 뜻을 압니다.",
      "The same task B, learned by a model that knows nothing yet, beside the other two. Examples, "
      "steps and the head's first numbers are the same; only whether the body learned task A "
      "differs. What counts shows not in the examples but in new sentences. The words of feeling "
      "in the test never occur in task B's examples, so that only a body that learned task A "
      "knows what they mean.");
  page.code(
      "from_nothing = Model(classes=3)\n"
      "loss_from_nothing = train(from_nothing, ids_b, labels_b,\n"
      "                          from_nothing.parameters(), lr={:.1f}, steps={})\n"
      "ids_test = torch.tensor([\n"
      "    {}])\n"
      "test_losses = torch.stack([\n"
      "    torch.nn.functional.cross_entropy(model(ids_test), labels_b)\n"
      "    for model in (frozen, fine_tuned, from_nothing)])",
      rate_b, steps_b, ids_in_pytorch(test.ids));
  page.plot(arange(steps_b).named("step"), {ways[0].losses, ways[1].losses, ways[2].losses});
  page.tensor(ways[2].losses);
  page.tensor(test_losses);
  page.table(
      {{"방법", "way"},
       {"첫 손실", "first loss"},
       {"끝 손실", "last loss"},
       {"시험 손실", "test loss"},
       {formatted("맞힘, {}개 중", test.ids.size(0)), formatted("right, of {}", test.ids.size(0))}},
      std::move(rows));

  const auto last = [&](std::size_t i) { return ways[i].losses.at({steps_b - 1}); };
  page.check(last(1) < last(0) && last(1) < last(2),
             "학습한 예에서는 미세 조정의 손실이 가장 작습니다",
             "on the examples fine-tuning has the smallest loss");
  page.check(test_losses.at({2}) > test_losses.at({0}) && test_losses.at({2}) > test_losses.at({1}),
             "처음 보는 낱말에서는 사전 학습한 두 모델이 처음부터 학습한 것보다 손실이 작습니다",
             "on words that the examples lacked, both pre-trained models have a smaller loss than "
             "the one from nothing");
  std::size_t worst = 0;
  for (std::size_t i = 1; i < 3; ++i) {
    if (tests[i].item() > tests[worst].item()) worst = i;
  }
  page.ask_choice({"예에 나오지 않은 낱말로 된 문장에서 손실이 가장 큰 것은 무엇입니까?",
                   "Which has the largest loss on sentences with words that the examples lacked?"},
                  {names[0], names[1], names[2]}, worst);
}

}  // namespace attn::chapter6
